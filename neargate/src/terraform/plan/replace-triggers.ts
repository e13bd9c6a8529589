import type { Expression } from '../../hcl/ast.ts';
import { bigFloatToDouble } from '../../hcl/big-float.ts';
import { evaluate } from '../../hcl/evaluation.ts';
import type { Scope } from '../../hcl/scope.ts';
import type { TraversalPath } from '../../hcl/value-paths.ts';
import type { Value } from '../../hcl/values.ts';
import { contentEquals } from '../../hcl/values.ts';
import type { ModuleScope } from '../evaluation/module-scope.ts';
import type { Change } from './change.ts';
import type { PlanContext } from './plan-context.ts';

/**
 * Whether what an element of `replace_triggered_by` names is planned to be updated or replaced: a resource, one instance, or
 * an attribute of one.
 */
export function isTriggered(
  context: Pick<PlanContext, 'declared'>,
  module: ModuleScope,
  scope: Scope,
  expression: Expression,
): boolean {
  const [type, name, ...rest] = referenceSteps(expression, scope);
  if (typeof type !== 'string' || typeof name !== 'string') return false;
  const changes = [...context.declared.values()]
    .map(({ change }) => change)
    .filter(({ address }) => isOf(address, module, type, name));
  const repeated = changes.some(({ address }) => address.key !== undefined);
  const [key, ...path] = rest;
  if (!repeated) return changes.some((change) => hasChanged(change, rest));
  return changes.some(
    (change) => (key === undefined || change.address.key === key) && hasChanged(change, path),
  );
}

function isOf(address: Change['address'], module: ModuleScope, type: string, name: string): boolean {
  return (
    address.resource.type === type &&
    address.resource.name === name &&
    address.module.length === module.address.length &&
    address.module.every((step, depth) => {
      const own = module.address[depth];
      return own?.name === step.name && own.key === step.key;
    })
  );
}

function hasChanged({ action, before, after }: Change, path: TraversalPath): boolean {
  const changes = action === 'update' || action === 'replace' || action === 'create-then-replace';
  if (!changes || path.length === 0) return changes;
  const left = valueAt(before, path);
  const right = valueAt(after, path);
  return left === undefined || right === undefined ? left !== right : !contentEquals(left, right);
}

function valueAt(value: Value | undefined, path: TraversalPath): Value | undefined {
  let current = value;
  for (const step of path) {
    if (current?.kind === 'mapping') current = current.entries.get(String(step));
    else if (current?.kind === 'sequence') current = current.elements[Number(step)];
    else return undefined;
  }
  return current;
}

/** The names and keys of a reference; indexes such as `count.index` are evaluated. */
function referenceSteps(expression: Expression, scope: Scope): TraversalPath {
  switch (expression.kind) {
    case 'variable':
      return [expression.name];
    case 'attribute-access':
      return [...referenceSteps(expression.object, scope), expression.name];
    case 'index': {
      const key = evaluate(expression.key, scope).value;
      const step =
        key.kind === 'number' ? bigFloatToDouble(key.number) : key.kind === 'string' ? key.string : '';
      return [...referenceSteps(expression.collection, scope), step];
    }
    default:
      return [];
  }
}

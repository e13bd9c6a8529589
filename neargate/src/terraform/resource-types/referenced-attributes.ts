import { bigFloatToDouble } from '../../hcl/big-float.ts';
import type { Expression } from '../../hcl/ast.ts';
import { bodyExpressions, expressionsIn } from '../../hcl/expression-walk.ts';
import type { Traversal } from '../../hcl/references.ts';
import { references, traversalOf } from '../../hcl/references.ts';
import type { Value } from '../../hcl/values.ts';
import type { ModuleConfiguration } from '../configuration/module-configuration.ts';

/** What is referred to inside of an attribute: by name, by position, or (without anything inside) as itself. */
export interface ReferencedShape {
  readonly inside: Map<string | number, ReferencedShape>;
}

/**
 * Which attributes of each of a module's resources its expressions refer to, by the resource's address in the module. Where
 * an expression goes through all instances of a resource, every attribute that it takes of what it goes through counts.
 */
export function referencedAttributes(
  module: ModuleConfiguration,
): ReadonlyMap<string | number, ReferencedShape> {
  const found = new Map<string | number, ReferencedShape>();
  for (const expression of moduleExpressions(module)) {
    const asWhole: string[] = [];
    for (const traversal of references(expression)) {
      const path = pathOf(traversal);
      const nameLength = traversal.root === 'data' ? 3 : 2;
      const resource = path.slice(0, nameLength).join('.');
      const declared = module.resources.get(resource);
      if (declared === undefined) continue;
      const hasKey = declared.repetition !== undefined && path.length > nameLength;
      const rest = path.slice(hasKey ? nameLength + 1 : nameLength);
      if (rest.length === 0) asWhole.push(resource);
      else deepen(found, [resource, ...rest]);
    }
    if (asWhole.length === 0) continue;
    const names = loosely(expression, module);
    for (const resource of asWhole) for (const name of names) deepen(found, [resource, name]);
  }
  return found;
}

function pathOf({ root, steps }: Traversal): (string | number)[] {
  return [
    root,
    ...steps.map((step) => {
      if (step.kind === 'attribute') return step.name;
      return step.key.kind === 'number' ? bigFloatToDouble(step.key.number) : keyText(step.key);
    }),
  ];
}

function keyText(key: Value): string {
  return key.kind === 'string' ? key.string : '';
}

function deepen(
  shapes: Map<string | number, ReferencedShape>,
  [step, ...rest]: readonly (string | number)[],
): void {
  if (step === undefined) return;
  const shape = shapes.get(step) ?? { inside: new Map() };
  shapes.set(step, shape);
  deepen(shape.inside, rest);
}

/** Attributes taken of what has no name of its own in the module: an element, a call's result, what a `for` goes through. */
function loosely(expression: Expression, module: ModuleConfiguration): Set<string> {
  const names = new Set<string>();
  for (const inner of expressionsIn(expression)) {
    if (inner.kind !== 'attribute-access') continue;
    const root = traversalOf(inner)?.root;
    if (root === undefined || !isGlobal(root, module)) names.add(inner.name);
  }
  return names;
}

const globalRoots = new Set(['var', 'local', 'module', 'data', 'path', 'terraform', 'each', 'count', 'self']);

function isGlobal(root: string, module: ModuleConfiguration): boolean {
  if (globalRoots.has(root)) return true;
  for (const { address } of module.resources.values()) if (address.type === root) return true;
  return false;
}

function* moduleExpressions(module: ModuleConfiguration): Generator<Expression> {
  for (const local of module.locals.values()) yield local.expression;
  for (const { value, preconditions } of module.outputs.values()) {
    yield value;
    for (const rule of preconditions) yield rule.condition;
  }
  for (const { block } of module.resources.values()) yield* bodyExpressions(block.body);
  for (const { body } of module.providers.values()) yield* bodyExpressions(body);
  for (const { assertions } of module.checks) for (const rule of assertions) yield rule.condition;
  for (const call of module.moduleCalls.values()) {
    if (call.repetition !== undefined) yield call.repetition.expression;
    for (const argument of call.arguments.values()) yield argument.expression;
  }
}

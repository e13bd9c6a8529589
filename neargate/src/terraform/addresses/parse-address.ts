import type { Expression } from '../../hcl/ast.ts';
import { parseExpression } from '../../hcl/parser.ts';
import type { Traversal, TraversalStep } from '../../hcl/references.ts';
import { traversalOf } from '../../hcl/references.ts';
import { bigFloatToDouble } from '../../hcl/big-float.ts';
import type { InstanceKey } from './instance-key.ts';
import type { ModuleInstance, ModuleStep } from './module-address.ts';
import type { ResourceAddress } from './resource-address.ts';

/** What an address names: a module, or a resource in it; `key` only when one instance is meant. */
export interface TargetAddress {
  readonly module: ModuleInstance;
  readonly resource: ResourceAddress | undefined;
  readonly key: InstanceKey;
}

/** Reads an address such as `module.a["x"].aws_vpc.main[0]` or `module.a`; undefined when it is none. */
export function parseAddress(text: string): TargetAddress | undefined {
  const { expression, diagnostics } = parseExpression(text, '<address>');
  return expression === undefined || diagnostics.length > 0 ? undefined : addressOf(expression);
}

/** The address that an expression in the configuration spells, as in `moved` and `depends_on`. */
export function addressOf(expression: Expression): TargetAddress | undefined {
  const traversal = traversalOf(expression);
  return traversal === undefined ? undefined : addressOfTraversal(traversal);
}

function addressOfTraversal(traversal: Traversal): TargetAddress | undefined {
  const steps = [...traversal.steps];
  const module: ModuleStep[] = [];
  let root: string | undefined = traversal.root;
  while (root === 'module') {
    const name = takeName(steps);
    if (name === undefined) return undefined;
    module.push({ name, key: takeKey(steps) });
    if (steps.length === 0) return { module, resource: undefined, key: undefined };
    root = takeName(steps);
  }
  if (root === undefined) return undefined;
  const mode = root === 'data' ? 'data' : 'managed';
  const type = mode === 'data' ? takeName(steps) : root;
  const name = takeName(steps);
  if (type === undefined || name === undefined) return undefined;
  const key = takeKey(steps);
  return steps.length === 0 ? { module, resource: { mode, type, name }, key } : undefined;
}

function takeName(steps: TraversalStep[]): string | undefined {
  const [first] = steps;
  if (first?.kind !== 'attribute') return undefined;
  steps.shift();
  return first.name;
}

function takeKey(steps: TraversalStep[]): InstanceKey {
  const [first] = steps;
  if (first?.kind !== 'index') return undefined;
  if (first.key.kind === 'string') {
    steps.shift();
    return first.key.string;
  }
  if (first.key.kind === 'number') {
    steps.shift();
    return bigFloatToDouble(first.key.number);
  }
  return undefined;
}

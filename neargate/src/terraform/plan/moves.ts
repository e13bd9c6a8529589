import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import { toSourceRange } from '../../hcl/source.ts';
import type { ModuleInstance, ModulePath } from '../addresses/module-address.ts';
import { modulePathOf } from '../addresses/module-address.ts';
import type { TargetAddress } from '../addresses/parse-address.ts';
import type { ResourceInstanceAddress } from '../addresses/resource-address.ts';
import { resourceInstanceText, resourceText } from '../addresses/resource-address.ts';
import type { ModuleConfiguration, MovedBlock } from '../configuration/module-configuration.ts';
import { moduleAt } from '../configuration/module-configuration.ts';
import type { State } from '../state/state.ts';
import { findInstance, putInstance, stateInstances } from '../state/state.ts';

/**
 * Renames instances in the state as `moved` blocks say, and as Terraform does unasked when `count` comes to a resource or
 * leaves it. An instance whose new address is taken stays where it is.
 * https://developer.hashicorp.com/terraform/language/moved
 *
 * @returns Old addresses by new ones.
 */
export function applyMoves(
  state: State,
  root: ModuleConfiguration,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, string> {
  const movedFrom = new Map<string, string>();
  const statements = movedBlocks(root);
  const instances = [...stateInstances(state)];
  for (const { address, instance, resource } of instances) {
    const target = withImpliedMove(root, followMoves(address, statements, diagnostics));
    const from = resourceInstanceText(address);
    const to = resourceInstanceText(target);
    if (from === to || findInstance(state, target) !== undefined) continue;
    putInstance(state, address, resource.provider, { current: undefined, deposed: new Map() });
    putInstance(state, target, resource.provider, instance);
    movedFrom.set(to, from);
  }
  return movedFrom;
}

interface Statement {
  /** The module that states it; its addresses are relative to that. */
  readonly module: ModulePath;
  readonly block: MovedBlock;
}

function movedBlocks(module: ModuleConfiguration): Statement[] {
  return [
    ...module.moved.map((block) => ({ module: module.path, block })),
    ...[...module.children.values()].flatMap(movedBlocks),
  ];
}

function followMoves(
  address: ResourceInstanceAddress,
  statements: readonly Statement[],
  diagnostics: Diagnostic[],
): ResourceInstanceAddress {
  let current = address;
  // Chains of moves are followed once through each block; a circle of them ends.
  const left = new Set(statements);
  for (let moved = true; moved;) {
    moved = false;
    for (const statement of left) {
      const target = move(current, statement);
      if (target === undefined) continue;
      left.delete(statement);
      if (target.resource.type !== current.resource.type) {
        diagnostics.push(
          errorDiagnostic(
            'Resource type mismatch',
            `This statement declares a move from ${resourceText(current.resource)} to ${resourceText(target.resource)}, which is a resource of a different type.`,
            toSourceRange(statement.block.span),
          ),
        );
        return current;
      }
      current = target;
      moved = true;
      break;
    }
  }
  return current;
}

function move(
  address: ResourceInstanceAddress,
  { module, block: { from, to } }: Statement,
): ResourceInstanceAddress | undefined {
  const base = address.module.slice(0, module.length);
  if (base.length < module.length || modulePathOf(base).join('.') !== module.join('.')) return undefined;
  const rest = address.module.slice(module.length);
  if (from.resource === undefined) return moveModule(address, base, rest, from, to);
  if (to.resource === undefined || !sameModule(rest, from.module)) return undefined;
  if (resourceText(address.resource) !== resourceText(from.resource)) return undefined;
  const target = { module: [...base, ...to.module], resource: to.resource };
  if (from.key === undefined && to.key === undefined) return { ...target, key: address.key };
  return address.key === from.key ? { ...target, key: to.key } : undefined;
}

function moveModule(
  address: ResourceInstanceAddress,
  base: ModuleInstance,
  rest: ModuleInstance,
  from: TargetAddress,
  to: TargetAddress,
): ResourceInstanceAddress | undefined {
  const last = from.module.at(-1);
  const target = to.module.at(-1);
  const own = rest[from.module.length - 1];
  if (last === undefined || target === undefined || own === undefined || own.name !== last.name)
    return undefined;
  if (!sameModule(rest.slice(0, from.module.length - 1), from.module.slice(0, -1))) return undefined;
  const wholeCall = last.key === undefined && target.key === undefined;
  if (!wholeCall && own.key !== last.key) return undefined;
  const moved = { name: target.name, key: wholeCall ? own.key : target.key };
  const module = [...base, ...to.module.slice(0, -1), moved, ...rest.slice(from.module.length)];
  return { ...address, module };
}

function sameModule(a: ModuleInstance, b: ModuleInstance): boolean {
  return (
    a.length === b.length &&
    a.every((step, depth) => step.name === b[depth]?.name && step.key === b[depth]?.key)
  );
}

/** `x` becomes `x[0]` when the resource now has `count`, and `x[0]` becomes `x` when it no longer has. */
function withImpliedMove(
  root: ModuleConfiguration,
  address: ResourceInstanceAddress,
): ResourceInstanceAddress {
  const module = moduleAt(root, modulePathOf(address.module));
  const resource = module?.resources.get(resourceText(address.resource));
  if (resource === undefined) return address;
  if (resource.repetition?.kind === 'count' && address.key === undefined) return { ...address, key: 0 };
  if (resource.repetition === undefined && address.key === 0) return { ...address, key: undefined };
  return address;
}

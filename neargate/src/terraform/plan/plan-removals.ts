import { errorDiagnostic } from '../../core/diagnostics.ts';
import { toSourceRange } from '../../hcl/source.ts';
import type { InstanceKey } from '../addresses/instance-key.ts';
import { moduleInstanceText, modulePathOf } from '../addresses/module-address.ts';
import type { ResourceInstanceAddress } from '../addresses/resource-address.ts';
import {
  configurationResourceText,
  resourceInstanceText,
  resourceText,
} from '../addresses/resource-address.ts';
import type {
  ModuleConfiguration,
  RemovedBlock,
  ResourceConfiguration,
} from '../configuration/module-configuration.ts';
import { moduleAt } from '../configuration/module-configuration.ts';
import { providerSourceOf } from '../evaluation/provider-clients.ts';
import { markObject } from '../evaluation/resource-marks.ts';
import { operationError } from '../run/operation-error.ts';
import type { StoredObject } from '../state/state.ts';
import { stateInstances } from '../state/state.ts';
import { readStoredAttributes } from '../state/stored-attributes.ts';
import type { Change, ChangeReason } from './change.ts';
import type { PlanContext } from './plan-context.ts';
import { preventDestroyErrors } from './plan-managed.ts';
import { refresh } from './refresh.ts';
import { containsInstance } from './targets.ts';

/** An object in the state that is to go. */
interface Leaving {
  readonly address: ResourceInstanceAddress;
  readonly provider: string;
  readonly stored: StoredObject;
  readonly deposed: string | undefined;
  readonly reason: ChangeReason | undefined;
  readonly action: 'delete' | 'forget';
  /** The block that declares the resource, if one still does. */
  readonly resource: ResourceConfiguration | undefined;
}

/**
 * Plans the removal of every object that the configuration no longer declares, and of what replacements put aside. After
 * errors, it is not known of a declared resource which instances it has.
 */
export async function planRemovals(context: PlanContext, hasFailed: boolean): Promise<void> {
  const removed = removedBlocks(context.session.root);
  for (const block of removed) refuseDeclared(context, block);
  const leaving: Leaving[] = [];
  for (const { address, instance, resource } of stateInstances(context.state)) {
    const { provider } = resource;
    if (!isWanted(context, address)) continue;
    const declaration = declarationOf(context.session.root, address);
    if (hasFailed && declaration !== undefined) continue;
    const common = { address, provider, resource: declaration };
    for (const [deposed, stored] of instance.deposed) {
      leaving.push({ ...common, stored, deposed, reason: undefined, action: 'delete' });
    }
    if (instance.current === undefined || context.declared.has(resourceInstanceText(address))) continue;
    const block = removed.find(({ from }) => containsInstance(from, address));
    const isForgotten = block?.destroy === false;
    leaving.push({
      ...common,
      stored: instance.current,
      deposed: undefined,
      reason: isForgotten ? undefined : reasonOf(context, address, declaration),
      action: isForgotten ? 'forget' : 'delete',
    });
  }
  await Promise.all(leaving.map((object) => planRemoval(context, object)));
}

/** Plans the destruction of everything in the state that takes part. */
export async function planDestruction(
  context: PlanContext,
  takesPart: (address: ResourceInstanceAddress) => boolean,
): Promise<void> {
  const leaving: Leaving[] = [];
  for (const { address, instance, resource } of stateInstances(context.state)) {
    if (address.resource.mode !== 'managed' || !takesPart(address)) continue;
    const declaration = declarationOf(context.session.root, address);
    const common = { address, provider: resource.provider, resource: declaration, action: 'delete' as const };
    if (instance.current !== undefined) {
      leaving.push({ ...common, stored: instance.current, deposed: undefined, reason: undefined });
    }
    for (const [deposed, stored] of instance.deposed) {
      leaving.push({ ...common, stored, deposed, reason: undefined });
    }
  }
  await Promise.all(leaving.map((object) => planRemoval(context, object)));
}

async function planRemoval(context: PlanContext, object: Leaving): Promise<void> {
  const { address, provider, stored, deposed, resource } = object;
  const source = providerSourceOf(provider);
  const type = context.session.types.managedTypeOfState(source, address.resource.type, stored.attributes);
  const { client } = await context.providers.ofState(provider, source);
  let found: Awaited<ReturnType<typeof refresh>>;
  try {
    found =
      object.action === 'forget'
        ? { stored, value: markObject(readStoredAttributes(stored, type.schema.type), type.schema) }
        : await refresh(context, {
            address,
            type,
            provider,
            stored,
            client,
            ...(deposed === undefined ? {} : { deposed }),
          });
  } catch (error) {
    context.diagnostics.push(operationError('reading', { address, resource, object: undefined }, error));
    return;
  }
  if (found === undefined) return;
  const text = resourceInstanceText(address);
  const change: Change = {
    address,
    text,
    action: object.action,
    reason: object.reason,
    schema: type.schema,
    before: found.value,
    after: undefined,
    replacePaths: [],
    movedFrom: context.movedFrom.get(text),
    deposed,
    behaviour: type.behaviour,
  };
  // An instance that `count` or `for_each` drops is as protected as one whose block stays.
  if (resource !== undefined && deposed === undefined) {
    context.diagnostics.push(...preventDestroyErrors(change, resource));
  }
  context.removals.push({ change, type, provider, stored: found.stored, replaceReason: undefined });
}

function isWanted(context: PlanContext, address: ResourceInstanceAddress): boolean {
  return address.resource.mode === 'managed' && context.targets.includes(address, configurationKey(address));
}

function configurationKey(address: ResourceInstanceAddress): string {
  return configurationResourceText({ module: modulePathOf(address.module), resource: address.resource });
}

function declarationOf(
  root: ModuleConfiguration,
  address: ResourceInstanceAddress,
): ResourceConfiguration | undefined {
  return moduleAt(root, modulePathOf(address.module))?.resources.get(resourceText(address.resource));
}

function reasonOf(
  context: PlanContext,
  address: ResourceInstanceAddress,
  declaration: ResourceConfiguration | undefined,
): ChangeReason {
  const module = moduleAt(context.session.root, modulePathOf(address.module));
  const text = moduleInstanceText(address.module);
  const exists =
    module !== undefined && context.evaluator.instancesOf(module).some((instance) => instance.text === text);
  if (declaration === undefined) {
    return context.movedFrom.has(resourceInstanceText(address)) ? 'moved-away' : 'no-resource-configuration';
  }
  return exists ? keyReason(address.key, declaration) : 'no-module';
}

function keyReason(key: InstanceKey, declaration: ResourceConfiguration): ChangeReason {
  switch (declaration.repetition?.kind) {
    case undefined:
      return 'wrong-repetition';
    case 'count':
      return typeof key === 'number' ? 'count-index' : 'wrong-repetition';
    case 'for_each':
      return typeof key === 'string' ? 'each-key' : 'wrong-repetition';
  }
}

function removedBlocks(module: ModuleConfiguration): RemovedBlock[] {
  return [...module.removed, ...[...module.children.values()].flatMap(removedBlocks)];
}

function refuseDeclared({ session, diagnostics }: PlanContext, { from, span }: RemovedBlock): void {
  if (from.resource === undefined) return;
  const module = moduleAt(session.root, modulePathOf(from.module));
  const text = resourceText(from.resource);
  if (module?.resources.has(text) !== true) return;
  diagnostics.push(
    errorDiagnostic(
      'Removed resource still exists',
      `This statement declares that ${text} was removed, but it is still declared in configuration.`,
      toSourceRange(span),
    ),
  );
}

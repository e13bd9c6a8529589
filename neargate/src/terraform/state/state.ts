import type { Value } from '../../hcl/values.ts';
import type { MarkedPath } from '../../hcl/value-walks.ts';
import type { InstanceKey } from '../addresses/instance-key.ts';
import { instanceKeyText } from '../addresses/instance-key.ts';
import type { ModuleInstance } from '../addresses/module-address.ts';
import type { ResourceAddress, ResourceInstanceAddress } from '../addresses/resource-address.ts';
import { absoluteResourceText } from '../addresses/resource-address.ts';
import type { PlainObject } from '../provider.ts';

/** What was created by earlier runs: Terraform's record of the objects it manages. */
export interface State {
  serial: number;
  readonly lineage: string;
  readonly outputs: Map<string, OutputState>;
  /** By address of the resource in its module instance, such as `module.a[0].aws_vpc.main`. */
  readonly resources: Map<string, ResourceState>;
}

export interface OutputState {
  readonly value: Value;
  readonly sensitive: boolean;
}

export interface ResourceState {
  readonly module: ModuleInstance;
  readonly resource: ResourceAddress;
  /** The provider configuration that made it: `provider["registry.terraform.io/hashicorp/aws"].east`. */
  readonly provider: string;
  /** By the text of the instance key, which is empty for the only instance. */
  readonly instances: Map<string, InstanceState>;
}

export interface InstanceState {
  readonly key: InstanceKey;
  readonly current: StoredObject | undefined;
  /** Objects that a replacement put aside and that are still to be destroyed, by their eight digits. */
  readonly deposed: ReadonlyMap<string, StoredObject>;
}

/** One object that a provider made, in the form of the state file: read with the type's schema when it is needed. */
export interface StoredObject {
  /** `tainted`: creation failed half way; it is replaced by the next apply. */
  readonly status: 'ready' | 'tainted';
  readonly attributes: PlainObject;
  /** Where the arguments were sensitive. */
  readonly sensitivePaths: readonly MarkedPath[];
  /** Addresses in the configuration of everything it depended on when it was made, in the order of their texts. */
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy: boolean;
  /** Where the block behind it is written. */
  readonly place: { readonly file: string; readonly line: number } | undefined;
}

export function emptyState(lineage: string): State {
  return { serial: 0, lineage, outputs: new Map(), resources: new Map() };
}

/** A copy that changes apart from the original. */
export function copyState(state: State): State {
  return {
    serial: state.serial,
    lineage: state.lineage,
    outputs: new Map(state.outputs),
    resources: new Map(
      [...state.resources].map(([text, resource]) => [
        text,
        { ...resource, instances: new Map(resource.instances) },
      ]),
    ),
  };
}

export function findInstance(state: State, address: ResourceInstanceAddress): InstanceState | undefined {
  return state.resources
    .get(absoluteResourceText(address.module, address.resource))
    ?.instances.get(instanceKeyText(address.key));
}

/** Puts an instance into the state, or takes it out when nothing is left of it. */
export function putInstance(
  state: State,
  address: ResourceInstanceAddress,
  provider: string,
  instance: Omit<InstanceState, 'key'>,
): void {
  const text = absoluteResourceText(address.module, address.resource);
  const existing = state.resources.get(text);
  const keyText = instanceKeyText(address.key);
  if (instance.current === undefined && instance.deposed.size === 0) {
    existing?.instances.delete(keyText);
    if (existing?.instances.size === 0) state.resources.delete(text);
    return;
  }
  const resource: ResourceState =
    existing === undefined || existing.provider !== provider
      ? {
          module: address.module,
          resource: address.resource,
          provider,
          instances: existing?.instances ?? new Map<string, InstanceState>(),
        }
      : existing;
  resource.instances.set(keyText, { ...instance, key: address.key });
  state.resources.set(text, resource);
}

/** Every instance in the state with its address. */
export function* stateInstances(
  state: State,
): Generator<{ address: ResourceInstanceAddress; instance: InstanceState; resource: ResourceState }> {
  for (const resource of state.resources.values()) {
    for (const instance of resource.instances.values()) {
      const address = { module: resource.module, resource: resource.resource, key: instance.key };
      yield { address, instance, resource };
    }
  }
}

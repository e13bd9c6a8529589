import type { Value } from '../../hcl/values.ts';
import type { ResourceInstanceAddress } from '../addresses/resource-address.ts';
import { resourceInstanceText } from '../addresses/resource-address.ts';
import type { CompiledBlock } from '../schema/compiled-schema.ts';
import type { StoredObject } from '../state/state.ts';
import { findInstance, putInstance } from '../state/state.ts';
import { storeAttributes } from '../state/stored-attributes.ts';
import type { ApplyContext } from './apply-context.ts';

/** What the state keeps of an instance beside its object. */
export interface InstanceRecord {
  readonly address: ResourceInstanceAddress;
  readonly provider: string;
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy: boolean;
  readonly place: StoredObject['place'];
}

interface ObjectToKeep {
  readonly value: Value;
  readonly schema: CompiledBlock;
  readonly status: StoredObject['status'];
}

/** Puts an instance's object into the state: a new one, or the one that is there with what the configuration now says of it. */
export function keepObject(
  context: ApplyContext,
  record: InstanceRecord,
  object: ObjectToKeep | StoredObject,
): void {
  const { address, provider, dependencies, createBeforeDestroy, place } = record;
  const stored: StoredObject = {
    ...('value' in object
      ? { ...storeAttributes(object.value, object.schema.type), status: object.status }
      : object),
    dependencies,
    createBeforeDestroy,
    place,
  };
  const existing = findInstance(context.state, address);
  if (existing?.current !== undefined && !('value' in object) && isSame(existing.current, stored)) return;
  putInstance(context.state, address, provider, { current: stored, deposed: existing?.deposed ?? new Map() });
  context.stateChanged();
}

function isSame(a: StoredObject, b: StoredObject): boolean {
  return (
    a.attributes === b.attributes &&
    a.status === b.status &&
    a.createBeforeDestroy === b.createBeforeDestroy &&
    a.place?.file === b.place?.file &&
    a.place?.line === b.place?.line &&
    a.dependencies.join() === b.dependencies.join()
  );
}

/** Puts the current object aside for a replacement; it is destroyed later under a key of its own. */
export function deposeCurrent(context: ApplyContext, { address, provider }: InstanceRecord): void {
  const existing = findInstance(context.state, address);
  if (existing?.current === undefined) return;
  const key = context.session.ids.hex(8);
  context.deposedKeys.set(resourceInstanceText(address), key);
  putInstance(context.state, address, provider, {
    current: undefined,
    deposed: new Map([...existing.deposed, [key, existing.current]]),
  });
  context.stateChanged();
}

/** Makes the object that was put aside current again, when nothing came in its place. */
export function restoreDeposed(context: ApplyContext, { address, provider }: InstanceRecord): void {
  const text = resourceInstanceText(address);
  const key = context.deposedKeys.get(text);
  const existing = findInstance(context.state, address);
  const object = key === undefined ? undefined : existing?.deposed.get(key);
  if (key === undefined || object === undefined) return;
  const deposed = new Map(existing?.deposed);
  deposed.delete(key);
  context.deposedKeys.delete(text);
  putInstance(context.state, address, provider, { current: object, deposed });
  context.stateChanged();
}

/** Takes an object out of the state: the current one, or the one that was put aside under a key. */
export function dropObject(
  context: ApplyContext,
  address: ResourceInstanceAddress,
  provider: string,
  deposed: string | undefined,
): void {
  const existing = findInstance(context.state, address);
  const others = new Map(existing?.deposed);
  if (deposed !== undefined) others.delete(deposed);
  putInstance(context.state, address, provider, {
    current: deposed === undefined ? undefined : existing?.current,
    deposed: others,
  });
  context.stateChanged();
}

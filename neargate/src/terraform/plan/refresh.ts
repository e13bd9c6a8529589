import { deepUnmark } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import { contentEquals } from '../../hcl/values.ts';
import type { ResourceInstanceAddress } from '../addresses/resource-address.ts';
import { resourceInstanceText } from '../addresses/resource-address.ts';
import { markObject } from '../evaluation/resource-marks.ts';
import { refreshingLine } from '../rendering/progress-text.ts';
import type { ManagedType } from '../resource-types/managed-type.ts';
import { wasRecorded } from '../resource-types/recorded-type.ts';
import type { StoredObject } from '../state/state.ts';
import { findInstance, putInstance } from '../state/state.ts';
import { readStoredAttributes, storeAttributes } from '../state/stored-attributes.ts';
import type { PlanContext } from './plan-context.ts';
import { objectId, operationOf } from './plan-context.ts';

/**
 * Reads the object behind an instance and brings the state's copy up to date; notes how it differs from what the last run
 * left. Resolves to undefined when the object is gone. Rejects with the provider's error.
 */
export async function refresh(
  context: PlanContext,
  instance: {
    readonly address: ResourceInstanceAddress;
    readonly type: ManagedType;
    readonly provider: string;
    readonly stored: StoredObject;
    readonly client: unknown;
    /** Set for an object that a replacement put aside. */
    readonly deposed?: string;
  },
): Promise<{ readonly value: Value; readonly stored: StoredObject } | undefined> {
  const { address, type, stored } = instance;
  if (type.behaviour !== 'recorded' && wasRecorded(stored.attributes)) {
    // The type has come to be known since: what was recorded never existed, so that it is made now.
    keep(context, instance, undefined);
    return undefined;
  }
  const text = resourceInstanceText(address);
  const before = markObject(readStoredAttributes(stored, type.schema.type), type.schema);
  context.session.say(refreshingLine(text, objectId(before), instance.deposed));
  const read = await context.semaphore.run(() =>
    type.read(deepUnmark(before).value, operationOf(context.session, text, instance.client)),
  );
  const after = read === undefined ? undefined : markObject(read, type.schema, stored.sensitivePaths);
  if (after !== undefined && contentEquals(before, after)) return { value: after, stored };
  if (instance.deposed === undefined) {
    const { type: typeName, name } = address.resource;
    context.drift.push({ text, typeName, name, schema: type.schema, before, after });
  }
  const refreshed =
    after === undefined ? undefined : { ...stored, ...storeAttributes(after, type.schema.type) };
  keep(context, instance, refreshed);
  return after === undefined || refreshed === undefined ? undefined : { value: after, stored: refreshed };
}

function keep(
  { state }: PlanContext,
  { address, provider, deposed }: { address: ResourceInstanceAddress; provider: string; deposed?: string },
  object: StoredObject | undefined,
): void {
  const existing = findInstance(state, address);
  if (deposed === undefined) {
    putInstance(state, address, provider, { current: object, deposed: existing?.deposed ?? new Map() });
    return;
  }
  const others = new Map(existing?.deposed);
  if (object === undefined) others.delete(deposed);
  else others.set(deposed, object);
  putInstance(state, address, provider, { current: existing?.current, deposed: others });
}

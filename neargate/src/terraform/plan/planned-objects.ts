import type { PlainObject } from '../provider.ts';
import { plainObjectOfValue } from '../schema/plain-values.ts';
import type { Plan } from './plan.ts';

/** The arguments of every resource of a type that there is going to be once the plan is carried out; null for what is not known. */
export function plannedObjects({ declared }: Plan, type: string): readonly PlainObject[] {
  return [...declared.values()].flatMap(({ change }) =>
    change.address.resource.type === type && change.after !== undefined
      ? [plainObjectOfValue(change.after)]
      : [],
  );
}

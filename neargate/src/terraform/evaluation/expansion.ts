import type { InstanceKey } from '../addresses/instance-key.ts';

/** Whether a block has one instance, or several told apart by index or by name. */
export type ExpansionKind = 'single' | 'count' | 'for_each';

/** The instances that a block has in one module instance. */
export interface Expansion<Instance> {
  readonly kind: ExpansionKind;
  readonly instances: Map<InstanceKey, Instance>;
}

export function emptyExpansion<Instance>(kind: ExpansionKind): Expansion<Instance> {
  return { kind, instances: new Map() };
}

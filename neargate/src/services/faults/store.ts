import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';

/** Something that is broken on request until it is healed. AWS's API shows what follows from it, never the fault itself. */
export type Fault =
  | { readonly kind: 'availability-zone'; readonly zoneName: string }
  | { readonly kind: 'nat-gateway'; readonly natGatewayId: string }
  /** Nothing passes between the interfaces of the two, in either direction. */
  | {
      readonly kind: 'cut';
      readonly by: 'security-group' | 'subnet';
      readonly between: readonly [string, string];
    }
  /** A target's health checks get no answer, or get it so much later. */
  | {
      readonly kind: 'target-health';
      readonly targetGroupArn: string;
      readonly targetId: string;
      readonly port: number;
      readonly answer: { readonly kind: 'none' } | { readonly kind: 'delay'; readonly delayMs: number };
    }
  /** Builds of the project that start from now on get so little disk. */
  | { readonly kind: 'build-disk'; readonly projectName: string; readonly sizeMib: number };

export interface FaultRow {
  readonly faultId: string;
  readonly fault: Fault;
  readonly startedAtMs: number;
}

export const faultsTable = 'faults.faults';

/** The faults of an account in a region, by their ids. */
export function faultRows(store: Store, scope: string): Table<FaultRow> {
  return store.table(faultsTable, scope);
}

/** The faults of one kind, the oldest first. */
export function faultsOfKind<Kind extends Fault['kind']>(
  store: Store,
  scope: string,
  kind: Kind,
): readonly (FaultRow & { readonly fault: Extract<Fault, { kind: Kind }> })[] {
  return [...faultRows(store, scope).values()].filter(
    (row): row is FaultRow & { readonly fault: Extract<Fault, { kind: Kind }> } => row.fault.kind === kind,
  );
}

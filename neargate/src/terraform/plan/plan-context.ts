import type { Diagnostic } from '../../core/diagnostics.ts';
import type { Value } from '../../hcl/values.ts';
import type { ConfigurationEvaluator } from '../evaluation/configuration-evaluator.ts';
import type { ProviderClients } from '../evaluation/provider-clients.ts';
import type { Semaphore } from '../graph/semaphore.ts';
import type { Operation } from '../resource-types/managed-type.ts';
import type { Session } from '../run/session.ts';
import type { State } from '../state/state.ts';
import type { Drift, PlannedData, PlannedInstance } from './plan.ts';
import type { Targets } from './targets.ts';

/** A plan in the making. */
export interface PlanContext {
  readonly session: Session;
  readonly evaluator: ConfigurationEvaluator;
  readonly providers: ProviderClients;
  /** A copy of the state that refreshing updates. */
  readonly state: State;
  /** Where a `moved` block took an instance from, by its address now. */
  readonly movedFrom: ReadonlyMap<string, string>;
  readonly createBeforeDestroy: ReadonlySet<string>;
  /** Addresses that -replace names. */
  readonly replace: ReadonlySet<string>;
  readonly targets: Targets;
  readonly semaphore: Semaphore;
  readonly declared: Map<string, PlannedInstance>;
  readonly removals: PlannedInstance[];
  readonly data: Map<string, PlannedData>;
  readonly drift: Drift[];
  readonly diagnostics: Diagnostic[];
}

/** What a provider's operation on an instance may use. */
export function operationOf(
  session: Pick<Session, 'signal'>,
  address: string,
  client: unknown,
  progress: (text: string) => void = () => {},
): Operation {
  return { client, address, signal: session.signal, progress };
}

/** The `id` of an object, when it is known. */
export function objectId(object: Value | undefined): string | undefined {
  const id = object?.kind === 'mapping' ? object.entries.get('id') : undefined;
  return id?.kind === 'string' ? id.string : undefined;
}

import type { Diagnostic } from '../../core/diagnostics.ts';
import type { ConfigurationEvaluator } from '../evaluation/configuration-evaluator.ts';
import type { ProviderClients } from '../evaluation/provider-clients.ts';
import type { Semaphore } from '../graph/semaphore.ts';
import type { Plan } from '../plan/plan.ts';
import type { Session } from '../run/session.ts';
import type { State } from '../state/state.ts';

/** An apply under way. */
export interface ApplyContext {
  readonly session: Session;
  readonly plan: Plan;
  readonly evaluator: ConfigurationEvaluator;
  readonly providers: ProviderClients;
  readonly semaphore: Semaphore;
  /** Changed as objects come and go. */
  readonly state: State;
  /** Notes that the state changed and is to be written. */
  readonly stateChanged: () => void;
  /** The key of the object that a replacement put aside, by the instance's address. */
  readonly deposedKeys: Map<string, string>;
  readonly counts: ApplyCounts;
  readonly diagnostics: Diagnostic[];
}

export interface ApplyCounts {
  added: number;
  changed: number;
  destroyed: number;
}

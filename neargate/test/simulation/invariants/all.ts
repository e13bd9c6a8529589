import { neverAboveMaximum, neverBelowMinimum, trafficComesFirst } from './bounds.ts';
import { onePrimary, trueRolloutStates } from './deployments.ts';
import type { Invariant } from './invariant.ts';
import { lifeCycle, stopsAtOnce } from './life-cycle.ts';
import { noLeftTargets, owned } from './ownership.ts';
import { trueEvents } from './service-events.ts';
import { onlyTheUnhealthy } from './stop-causes.ts';

export const invariants: readonly Invariant[] = [
  neverBelowMinimum,
  neverAboveMaximum,
  trafficComesFirst,
  lifeCycle,
  stopsAtOnce,
  onlyTheUnhealthy,
  onePrimary,
  trueRolloutStates,
  trueEvents,
  owned,
  noLeftTargets,
];

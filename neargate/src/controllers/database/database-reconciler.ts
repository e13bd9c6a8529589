import { rdsTables } from '../../services/rds/store.ts';
import type { Store } from '../../store/store.ts';
import type { Reconciler } from '../reconciler.ts';
import { DatabaseStepper } from './database-stepper.ts';
import type { DatabaseEnvironment } from './environment.ts';
import { instanceKey, instanceKeys } from './instance-keys.ts';
import type { InstanceMemory } from './instance-observer.ts';
import { observedWithoutServer } from './plan.ts';

export interface DatabaseReconciler extends Reconciler {
  /**
   * Makes every row say that no server runs, and ends servers that an earlier Neargate left. To be awaited before anything is
   * reconciled; the rows are honest as soon as this has been called.
   */
  recover(): Promise<void>;
  /** Stops every server. For the end of Neargate's own process, after the reconcilers have stopped. */
  stopAll(): Promise<void>;
  /** Ends every server without waiting. For when there is no time to stop. */
  killNow(): void;
}

const instancesTable = 'rds.instances';

/**
 * Brings the servers behind DB instances in line with their rows. One serial owner per instance: nobody else writes what is observed, but
 * for the status that an operation announces.
 */
export function databaseReconciler(environment: DatabaseEnvironment): DatabaseReconciler {
  const { store, driver } = environment;
  const memory = new Map<string, InstanceMemory>();
  const memoryOf = (key: string) => {
    const known = memory.get(key) ?? { exitsAtMs: [] };
    memory.set(key, known);
    return known;
  };
  return {
    name: 'database',
    keysFor: (change) => instanceKeys(store, change),
    initialKeys: () =>
      store
        .scopes(instancesTable)
        .flatMap((scope) =>
          Array.from(rdsTables(store, scope).instances.keys(), (id) => instanceKey(scope, id)),
        ),
    reconcile: (key, signal) => new DatabaseStepper(environment, key, memoryOf(key)).run(signal),
    async recover() {
      noteNothingRuns(store);
      await driver.stopLeftovers();
    },
    async stopAll() {
      await driver.stopAll();
      noteNothingRuns(store);
    },
    killNow: () => driver.quitAll(),
  };
}

function noteNothingRuns(store: Store): void {
  for (const scope of store.scopes(instancesTable)) {
    const { instances } = rdsTables(store, scope);
    for (const row of instances.values()) {
      instances.put(row.identifier, { ...row, observed: observedWithoutServer(row) });
    }
  }
}

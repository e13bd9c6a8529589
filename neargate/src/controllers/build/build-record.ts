import type { BuildPhaseType, StatusType } from '@aws-sdk/client-codebuild';
import { recordPhaseChange, recordStateChange } from '../../services/codebuild/build-events.ts';
import { type BuildRow, codebuildTables } from '../../services/codebuild/store.ts';
import { releaseNetworkInterface } from '../../services/ec2/network-interfaces.ts';
import { ec2Tables } from '../../services/ec2/store.ts';
import type { BuildEnvironment } from './environment.ts';

type Observed = BuildRow['observed'];
export type PhaseContext = Observed['phases'][number]['contexts'][number];

type Environment = Pick<BuildEnvironment, 'store' | 'clock' | 'ids'>;

/** Writes what happened to a build into its row, with the events that tell of it. */
export interface BuildRecord {
  /** As the row is now. */
  row(): BuildRow;
  observe(change: Partial<Observed>): void;
  begin(phase: BuildPhaseType): void;
  /** Ends the current phase. */
  end(status: StatusType, contexts?: readonly PhaseContext[]): void;
  /** Ends the build. A phase under way ends with the same status. */
  complete(status: StatusType, contexts?: readonly PhaseContext[]): void;
}

export function buildRecord(environment: Environment, scope: string, first: BuildRow): BuildRecord {
  const { store, clock } = environment;
  const { builds } = codebuildTables(store, scope);
  let latest = first;
  const row = () => (latest = builds.get(first.id) ?? latest);
  const put = (observed: Observed, tell: (row: BuildRow) => void) =>
    store.transact(() => {
      latest = { ...row(), observed };
      builds.put(first.id, latest);
      tell(latest);
    });
  const ended = (phases: Observed['phases'], status: StatusType, contexts: readonly PhaseContext[]) =>
    phases.map((phase, index) =>
      index === phases.length - 1 && phase.endedAtMs === undefined
        ? { ...phase, phaseStatus: status, endedAtMs: clock.now(), contexts }
        : phase,
    );
  return {
    row,
    observe: (change) => put({ ...row().observed, ...change }, () => undefined),
    begin(phaseType) {
      const { observed } = row();
      const phase = { phaseType, startedAtMs: clock.now(), contexts: [] };
      put({ ...observed, currentPhase: phaseType, phases: [...observed.phases, phase] }, () => undefined);
    },
    end(status, contexts = []) {
      const { observed } = row();
      put({ ...observed, phases: ended(observed.phases, status, contexts) }, (after) =>
        recordPhaseChange(environment, after, observed.currentPhase),
      );
    },
    complete(status, contexts = []) {
      const { observed } = row();
      const isUnderWay = observed.phases.at(-1)?.endedAtMs === undefined;
      const nowMs = clock.now();
      put(
        {
          ...observed,
          buildStatus: status,
          currentPhase: 'COMPLETED',
          phases: [
            ...ended(observed.phases, status, contexts),
            { phaseType: 'COMPLETED', startedAtMs: nowMs, contexts: [] },
          ],
          process: undefined,
          endedAtMs: nowMs,
        },
        (after) => {
          const { networkInterfaceId } = observed.networkInterface ?? {};
          if (networkInterfaceId !== undefined)
            releaseNetworkInterface(ec2Tables(store, scope), networkInterfaceId);
          if (isUnderWay) recordPhaseChange(environment, after, observed.currentPhase);
          recordStateChange(environment, after);
        },
      );
    },
  };
}

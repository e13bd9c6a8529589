import {
  type DatabaseOrigin,
  type DatabaseSettings,
  type RunningDatabase,
} from '../../drivers/postgres/driver.ts';
import { majorOf } from '../../services/rds/engine-versions.ts';
import { clusterOf, keepsBackups, leaderOf } from '../../services/rds/replication.ts';
import type { DbClusterRow, DbInstanceRow, RdsTables } from '../../services/rds/store.ts';
import type { DatabaseEnvironment } from './environment.ts';
import type { InstanceMemory, InstanceObserver } from './instance-observer.ts';
import { masterPassword } from './master-password.ts';
import { replicationSettings } from './replication-settings.ts';
import { databaseSettings } from './settings.ts';

/** Starts the server of an instance, with what its data begin with where it has none, and says what came of it. */
export async function startDatabase(
  environment: DatabaseEnvironment,
  instance: {
    readonly scope: string;
    readonly tables: RdsTables;
    readonly row: DbInstanceRow;
    readonly memory: InstanceMemory;
    readonly observer: InstanceObserver;
  },
  signal: AbortSignal,
): Promise<void> {
  const { driver, clock, log } = environment;
  const { tables, row, memory, observer } = instance;
  const settings = settingsOf(tables, row);
  const origin = originOf(environment, instance);
  const database = await driver.start(
    {
      ...settings,
      id: row.resourceId,
      hostNames: [row.endpointAddress, ...clusterEndpoints(clusterOf(tables, row))],
      origin,
      onExit: (reason) => observer.noteExit(reason),
    },
    signal,
  );
  memory.settings = settings;
  if (majorOf(database.version) !== majorOf(row.engineVersion)) {
    log.warn('a database runs another major version than was asked for', {
      instance: row.identifier,
      asked: row.engineVersion,
      runs: database.version,
    });
  }
  if (database.storedParameters.length > 0) {
    log.info('parameters of the DB parameter group have no effect here', {
      instance: row.identifier,
      parameters: database.storedParameters.join(', '),
    });
  }
  observer.note((observed) => ({
    ...observed,
    startedAtMs: clock.now(),
    ...(database.isNew ? { passwordAppliedAtMs: passwordInData(origin, row) } : {}),
    following: followed(database, settings, observed),
  }));
  observer.noteAvailable(row);
}

/** What the server of an instance shall run with. @param running What it was last given; not all of it can change while it runs. */
export function settingsOf(
  tables: RdsTables,
  row: DbInstanceRow,
  running?: DatabaseSettings,
): DatabaseSettings {
  const { parameterGroups, clusterParameterGroups } = tables;
  const ofCluster = clusterParameterGroups.get(clusterOf(tables, row)?.parameterGroupName ?? '');
  const own = parameterGroups.get(row.parameterGroupName);
  // The instance's own take the place of its cluster's.
  const parameters = { ...ofCluster?.parameters, ...own?.parameters };
  return {
    ...databaseSettings(row, { parameters }, running),
    ...replicationSettings(tables, row, running),
    keepsArchive: keepsBackups(row),
  };
}

function originOf(
  { contextOf }: DatabaseEnvironment,
  { scope, tables, row }: { readonly scope: string; readonly tables: RdsTables; readonly row: DbInstanceRow },
): DatabaseOrigin {
  if (leaderOf(tables, row) !== undefined) return { kind: 'primary' };
  if (row.originBackupId !== undefined) {
    return { kind: 'backup', backupId: row.originBackupId, recovery: row.originRecovery };
  }
  const password = masterPassword(contextOf(scope), row);
  return {
    kind: 'empty',
    databaseName: row.dbName,
    master: { username: row.masterUsername, password },
  };
}

/** What the server follows, once it runs with these settings. */
export function followed(
  { isStandby }: RunningDatabase,
  { primary }: DatabaseSettings,
  { following }: DbInstanceRow['observed'],
): DbInstanceRow['observed']['following'] {
  if (!isStandby) return undefined;
  if (primary === undefined || primary.id === following?.resourceId) return following;
  return { resourceId: primary.id, isReplicating: false };
}

function clusterEndpoints(cluster: DbClusterRow | undefined): readonly string[] {
  return cluster === undefined ? [] : [cluster.endpointAddress, cluster.readerEndpointAddress];
}

/** When the password was set that the data of a server have that was just made; unknown when there is one that they need not have. */
function passwordInData(
  { kind }: DatabaseOrigin,
  { masterUserPassword, masterUserSecret, passwordSetAtMs, observed }: DbInstanceRow,
): number | undefined {
  if (kind === 'empty') return passwordSetAtMs;
  if (kind === 'primary') return observed.passwordAppliedAtMs;
  return masterUserPassword === undefined && masterUserSecret === undefined ? passwordSetAtMs : undefined;
}

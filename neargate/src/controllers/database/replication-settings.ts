import type { DatabaseSettings } from '../../drivers/postgres/driver.ts';
import { followersOf, leaderOf } from '../../services/rds/replication.ts';
import type { DbInstanceRow, RdsTables } from '../../services/rds/store.ts';

/**
 * Whom the server follows and who follows it. `running` holds what the server last had: where a source stood that does not run at the
 * moment is where it is looked for.
 */
export function replicationSettings(
  tables: RdsTables,
  row: DbInstanceRow,
  running?: DatabaseSettings,
): Pick<DatabaseSettings, 'primary' | 'standbys'> {
  const leader = leaderOf(tables, row);
  const standbys = followersOf(tables, row)
    .map(({ resourceId }) => resourceId)
    .toSorted();
  if (leader === undefined) return { standbys };
  const { local } = leader.observed;
  const known = running?.primary?.id === leader.resourceId ? running.primary : undefined;
  return { standbys, primary: local === undefined ? known : { id: leader.resourceId, ...local } };
}

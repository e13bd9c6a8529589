import type { DatabaseSettings } from '../../drivers/postgres/driver.ts';
import { majorOf } from '../../services/rds/engine-versions.ts';
import type { DbInstanceRow, DbParameterGroupRow } from '../../services/rds/store.ts';

/**
 * RDS refuses connections without TLS from this version on, unless told otherwise.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html
 */
const firstMajorWithTls: Readonly<Record<DbInstanceRow['engine'], number>> = {
  postgres: 15,
  'aurora-postgresql': 17,
};

/**
 * What a parameter group asks of the server. `running` holds what the server was started with: parameters that wait for a reboot
 * keep those values. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
 */
export function databaseSettings(
  row: Pick<DbInstanceRow, 'engine' | 'engineVersion'>,
  group: Pick<DbParameterGroupRow, 'parameters'> | undefined,
  running?: DatabaseSettings,
): DatabaseSettings {
  const parameters: Record<string, string> = {};
  for (const [name, { value, applyMethod }] of Object.entries(group?.parameters ?? {})) {
    const effective = running === undefined || applyMethod === 'immediate' ? value : running.parameters[name];
    if (effective !== undefined) parameters[name] = effective;
  }
  const asked = parameters['rds.force_ssl'];
  const forceTls =
    asked === undefined ? Number(majorOf(row.engineVersion)) >= firstMajorWithTls[row.engine] : isOn(asked);
  return { parameters, forceTls };
}

function isOn(value: string): boolean {
  return value === '1' || value.toLowerCase() === 'on' || value.toLowerCase() === 'true';
}

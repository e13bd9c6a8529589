import type { PostgresBinaries } from './binaries.ts';
import type { DatabaseSettings } from './driver.ts';

/** The superuser that RDS keeps for itself. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html */
export const adminUser = 'rdsadmin';

export interface SplitParameters {
  readonly applied: Readonly<Record<string, string>>;
  /** Names of those that have no effect here. */
  readonly stored: readonly string[];
}

/** Where the server is, how it is reached and how much of the machine it takes is not the parameter group's to say here. */
const ownParameters: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '16MB',
  huge_pages: 'off',
  io_method: 'sync',
  ssl: 'on',
  ssl_cert_file: 'server.crt',
  ssl_key_file: 'server.key',
  logging_collector: 'off',
  log_destination: 'stderr',
  wal_level: 'replica',
  hot_standby: 'on',
  // A standby that is stopped for long must not fill the disk; one that is repointed finds the recent past.
  max_slot_wal_keep_size: '1GB',
  wal_keep_size: '32MB',
  // A primary that was restarted is looked for at once.
  wal_retrieve_retry_interval: '500ms',
};

const untouchable = new Set([
  ...Object.keys(ownParameters),
  'extension_control_path',
  'port',
  'data_directory',
  'config_file',
  'hba_file',
  'ident_file',
  'external_pid_file',
  'ssl_ca_file',
  'ssl_crl_file',
  'ssl_dh_params_file',
  'unix_socket_group',
  'unix_socket_permissions',
  'archive_command',
  'archive_library',
  'archive_mode',
  'restore_command',
  'effective_cache_size',
  'primary_conninfo',
  'primary_slot_name',
]);

/** What the parameter group may change. */
const defaultParameters: Readonly<Record<string, string>> = {
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // RDS's.
  shared_preload_libraries: 'pg_stat_statements',
  log_line_prefix: '%t:%r:%u@%d:[%p]:',
  log_checkpoints: 'off',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
};

/** Which of a parameter group's parameters take effect here. */
export function splitParameters(
  parameters: Readonly<Record<string, string>>,
  binaries: Pick<PostgresBinaries, 'knownParameters' | 'libraries'>,
): SplitParameters {
  const applied: Record<string, string> = {};
  const stored: string[] = [];
  for (const [givenName, value] of Object.entries(parameters)) {
    const name = givenName.toLowerCase();
    // A formula such as {DBInstanceClassMemory/32768} speaks of a machine that is not this one.
    const isFormula = value.includes('{');
    const isExtension = /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/.test(name);
    if (isFormula || untouchable.has(name) || !(isExtension || binaries.knownParameters.has(name))) {
      stored.push(givenName);
    } else if (name === 'shared_preload_libraries') {
      const asked = value.split(',').map((library) => library.trim());
      const available = asked.filter((library) => binaries.libraries.has(library));
      applied[name] = available.join(',');
      if (available.length < asked.length) stored.push(givenName);
    } else {
      applied[name] = value;
    }
  }
  return { applied, stored };
}

/**
 * The server's whole postgresql.conf. `extensionPath` is where extensions' control files are looked for, `ofInstance` what a standby has
 * to know of its primary, and where the log is kept.
 */
export function postgresqlConf(
  applied: Readonly<Record<string, string>>,
  extensionPath: string,
  ofInstance: Readonly<Record<string, string>> = {},
): string {
  const settings = {
    ...defaultParameters,
    ...applied,
    ...ownParameters,
    ...ofInstance,
    extension_control_path: extensionPath,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value.replaceAll(/['\\]/g, '$&$&')}'\n`)
    .join('');
}

/** Who may connect and how. https://www.postgresql.org/docs/current/auth-pg-hba-conf.html */
export function pgHbaConf({ forceTls }: Pick<DatabaseSettings, 'forceTls'>): string {
  const connection = forceTls ? 'hostssl' : 'host';
  return [
    `host all ${adminUser} 127.0.0.0/8 scram-sha-256`,
    // Standbys; "all" does not mean them.
    `host replication ${adminUser} 127.0.0.0/8 scram-sha-256`,
    `${connection} all all 127.0.0.0/8 scram-sha-256`,
    '',
  ].join('\n');
}

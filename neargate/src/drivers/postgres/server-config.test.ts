import { describe, expect, it } from 'vitest';
import { pgHbaConf, postgresqlConf, splitParameters } from './server-config.ts';

const binaries = {
  knownParameters: new Set(['work_mem', 'listen_addresses', 'shared_preload_libraries', 'timezone']),
  libraries: new Set(['pg_stat_statements']),
};

describe('splitParameters', () => {
  it.each([
    ['what the server knows, by any case', { Work_Mem: '4096' }, { work_mem: '4096' }, []],
    ['parameters of extensions and RDS', { 'rds.force_ssl': '1' }, { 'rds.force_ssl': '1' }, []],
    ['not what is unknown', { rds_made_up: '1' }, {}, ['rds_made_up']],
    ['not formulas of the instance class', { work_mem: '{DBInstanceClassMemory/4}' }, {}, ['work_mem']],
    ['not where the server listens', { listen_addresses: '*' }, {}, ['listen_addresses']],
    [
      'only the libraries that there are',
      { shared_preload_libraries: 'pg_stat_statements, pg_cron' },
      { shared_preload_libraries: 'pg_stat_statements' },
      ['shared_preload_libraries'],
    ],
  ])('passes on %s', (_what, parameters, applied, stored) => {
    expect(splitParameters(parameters as Record<string, string>, binaries)).toEqual({ applied, stored });
  });
});

describe('configuration files', () => {
  it('lets the group change defaults, quotes values, and keeps the server on loopback', () => {
    const text = postgresqlConf({ timezone: "it's \\ here", listen_addresses: '*' }, '$system');
    expect(text).toContain("timezone = 'it''s \\\\ here'\n");
    expect(text).toContain("listen_addresses = '127.0.0.1'\n");
    expect(text).not.toContain('*');
  });

  it('demands TLS of everybody but the administrator when told to', () => {
    expect(pgHbaConf({ forceTls: true })).toMatch(
      /^host all rdsadmin .*\nhost replication rdsadmin .*\nhostssl all all /,
    );
    expect(pgHbaConf({ forceTls: false })).toContain('\nhost all all ');
  });
});

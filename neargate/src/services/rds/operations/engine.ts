import type {
  DBEngineVersionMessage,
  DescribeDBEngineVersionsMessage,
  DescribeOrderableDBInstanceOptionsMessage,
  OrderableDBInstanceOptionsMessage,
} from '@aws-sdk/client-rds';
import { zonesOf } from '../../ec2/zones.ts';
import { operation } from '../../operation.ts';
import {
  defaultEngineVersion,
  type Engine,
  engines,
  engineVersions,
  isEngine,
  majorOf,
  parameterGroupFamily,
} from '../engine-versions.ts';
import { page } from '../paging.ts';

const instanceClasses = ['db.t3.micro', 'db.t4g.micro', 'db.t4g.small', 'db.t4g.medium', 'db.m7g.large'];

const descriptions: Readonly<Record<Engine, string>> = {
  postgres: 'PostgreSQL',
  'aurora-postgresql': 'Aurora PostgreSQL',
};

export const describeDbEngineVersions = operation<DescribeDBEngineVersionsMessage, DBEngineVersionMessage>({
  handle(_context, input) {
    const asked = engines
      .filter((engine) => input.Engine === undefined || engine === input.Engine)
      .flatMap((engine) => engineVersions(engine).map((version) => ({ engine, version })))
      .filter(
        ({ engine, version }) =>
          (input.DefaultOnly !== true || version === defaultEngineVersion) &&
          (input.EngineVersion === undefined ||
            version === input.EngineVersion ||
            majorOf(version) === input.EngineVersion) &&
          (input.DBParameterGroupFamily === undefined ||
            parameterGroupFamily(version, engine) === input.DBParameterGroupFamily),
      );
    const { items, marker } = page(asked, ({ engine, version }) => `${engine} ${version}`, input);
    return {
      DBEngineVersions: items.map(({ engine, version }) => ({
        Engine: engine,
        EngineVersion: version,
        MajorEngineVersion: majorOf(version),
        DBParameterGroupFamily: parameterGroupFamily(version, engine),
        DBEngineDescription: descriptions[engine],
        DBEngineVersionDescription: `${descriptions[engine]} ${version}`,
        Status: 'available',
      })),
      Marker: marker,
    };
  },
});

/** A few common classes, so that a choice among them can be looked up; any class can be asked for. */
export const describeOrderableDbInstanceOptions = operation<
  DescribeOrderableDBInstanceOptionsMessage,
  OrderableDBInstanceOptionsMessage
>({
  handle(context, input) {
    const engine = isEngine(input.Engine) ? input.Engine : undefined;
    const versions = engine === undefined ? [] : engineVersions(engine);
    const options = versions
      .filter((version) => input.EngineVersion === undefined || version === input.EngineVersion)
      .flatMap((version) => instanceClasses.map((dbInstanceClass) => ({ version, dbInstanceClass })))
      .filter(
        (option) => input.DBInstanceClass === undefined || option.dbInstanceClass === input.DBInstanceClass,
      );
    const { items, marker } = page(options, (each) => `${each.version} ${each.dbInstanceClass}`, input);
    return {
      OrderableDBInstanceOptions: items.map(({ version, dbInstanceClass }) => ({
        Engine: engine,
        EngineVersion: version,
        DBInstanceClass: dbInstanceClass,
        LicenseModel: 'postgresql-license',
        StorageType: engine === 'postgres' ? 'gp3' : 'aurora',
        Vpc: true,
        MultiAZCapable: true,
        SupportsStorageEncryption: true,
        AvailabilityZones: zonesOf(context.caller.region).map((zone) => ({ Name: zone.zoneName })),
      })),
      Marker: marker,
    };
  },
});

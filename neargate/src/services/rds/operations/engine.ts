import type {
  DBEngineVersionMessage,
  DescribeDBEngineVersionsMessage,
  DescribeOrderableDBInstanceOptionsMessage,
  OrderableDBInstanceOptionsMessage,
} from '@aws-sdk/client-rds';
import { zonesOf } from '../../ec2/zones.ts';
import { operation } from '../../operation.ts';
import { defaultEngineVersion, engineVersions, majorOf, parameterGroupFamily } from '../engine-versions.ts';
import { page } from '../paging.ts';

const instanceClasses = ['db.t3.micro', 'db.t4g.micro', 'db.t4g.small', 'db.t4g.medium', 'db.m7g.large'];

export const describeDbEngineVersions = operation<DescribeDBEngineVersionsMessage, DBEngineVersionMessage>({
  handle(_context, input) {
    const isPostgres = input.Engine === undefined || input.Engine === 'postgres';
    const asked = engineVersions.filter(
      (version) =>
        isPostgres &&
        (input.DefaultOnly !== true || version === defaultEngineVersion) &&
        (input.EngineVersion === undefined ||
          version === input.EngineVersion ||
          majorOf(version) === input.EngineVersion) &&
        (input.DBParameterGroupFamily === undefined ||
          parameterGroupFamily(version) === input.DBParameterGroupFamily),
    );
    const { items, marker } = page(asked, (version) => version, input);
    return {
      DBEngineVersions: items.map((version) => ({
        Engine: 'postgres',
        EngineVersion: version,
        MajorEngineVersion: majorOf(version),
        DBParameterGroupFamily: parameterGroupFamily(version),
        DBEngineDescription: 'PostgreSQL',
        DBEngineVersionDescription: `PostgreSQL ${version}`,
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
  input: { Engine: { required: true } },
  handle(context, input) {
    const options = engineVersions
      .filter((version) => input.EngineVersion === undefined || version === input.EngineVersion)
      .flatMap((version) => instanceClasses.map((dbInstanceClass) => ({ version, dbInstanceClass })))
      .filter(
        (option) =>
          input.Engine === 'postgres' &&
          (input.DBInstanceClass === undefined || option.dbInstanceClass === input.DBInstanceClass),
      );
    const { items, marker } = page(options, (each) => `${each.version} ${each.dbInstanceClass}`, input);
    return {
      OrderableDBInstanceOptions: items.map(({ version, dbInstanceClass }) => ({
        Engine: 'postgres',
        EngineVersion: version,
        DBInstanceClass: dbInstanceClass,
        LicenseModel: 'postgresql-license',
        StorageType: 'gp3',
        Vpc: true,
        MultiAZCapable: true,
        SupportsStorageEncryption: true,
        AvailabilityZones: zonesOf(context.caller.region).map((zone) => ({ Name: zone.zoneName })),
      })),
      Marker: marker,
    };
  },
});

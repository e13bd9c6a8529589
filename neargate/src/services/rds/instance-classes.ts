import type { Engine } from './engine-versions.ts';
import { invalidParameterCombination, invalidParameterValue } from './errors.ts';

/**
 * Families of classes on which PostgreSQL 13, the oldest version that can be asked for, does not run, on RDS or Aurora.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html
 */
const ofOlderVersions: ReadonlySet<string> = new Set(['m1', 'm2', 'm3', 'm4', 'r3', 'r4', 't1', 't2']);

/**
 * The class, if the engine runs on it. The text of a combination that there is not is that of users' reports.
 * @throws AwsError InvalidParameterValue, InvalidParameterCombination
 */
export function checkedClass(
  dbInstanceClass: string,
  { engine, engineVersion }: { readonly engine: Engine; readonly engineVersion: string },
): string {
  const [, family = ''] = /^db\.(serverless$|[a-z0-9]+(?=\.[a-z0-9]+$))/.exec(dbInstanceClass) ?? [];
  if (family === '') throw invalidParameterValue(`Invalid DB Instance class: ${dbInstanceClass}`);
  const isSupported = family === 'serverless' ? engine !== 'postgres' : !ofOlderVersions.has(family);
  if (isSupported) return dbInstanceClass;
  throw invalidParameterCombination(
    `RDS does not support creating a DB instance with the following combination: DBInstanceClass=${dbInstanceClass}, Engine=${engine}, EngineVersion=${engineVersion}, LicenseModel=postgresql-license. For supported combinations of instance class and database engine version, see the documentation.`,
  );
}

import type { Diagnostic } from '../../../core/diagnostics.ts';
import { errorDiagnostic, warningDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import { blockOf, boolOf } from '../../arguments.ts';

/** Where a new instance's data can come from; the rest is then known too. */
const sources = ['snapshot_identifier', 'replicate_source_db', 'restore_to_point_in_time'];

/** Findings about an `aws_db_instance` before anything is called. What is not known yet is absent. */
export function dbInstanceProblems(config: PlainObject): Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (blockOf(config, 's3_import') !== undefined) {
    problems.push(
      errorDiagnostic(
        '"s3_import" is not supported',
        'What RDS imports from S3 are backups of MySQL, which Neargate does not run. Leave the block out.',
      ),
    );
  }
  if (boolOf(blockOf(config, 'blue_green_update') ?? {}, 'enabled') === true) {
    problems.push(
      warningDiagnostic(
        'Changes are made in place',
        'blue_green_update is accepted, but Neargate has no blue/green deployments: it changes the DB instance itself.',
      ),
    );
  }
  return problems;
}

/**
 * What an instance without a source lacks. Not every argument that AWS needs is required by the schema, which has to do for replicas and
 * restores too, and a plan cannot tell a snapshot that is not known yet from none.
 */
export function missingArguments(config: PlainObject): readonly string[] {
  if (sources.some((name) => !isUnset(config, name))) return [];
  const managesPassword = boolOf(config, 'manage_master_user_password') === true;
  const hasPassword = managesPassword || !isUnset(config, 'password') || !isUnset(config, 'password_wo');
  return ['allocated_storage', 'engine', 'username', ...(hasPassword ? [] : ['password'])].filter((name) =>
    isUnset(config, name),
  );
}

function isUnset(config: PlainObject, name: string): boolean {
  const value = config[name];
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

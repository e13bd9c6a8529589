import type { Diagnostic } from '../../../core/diagnostics.ts';
import { errorDiagnostic, warningDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import { blockOf, boolOf, textOf } from '../../arguments.ts';

/** Where a new instance's data would come from; none of it exists locally. */
const sources = ['snapshot_identifier', 'replicate_source_db', 'restore_to_point_in_time', 's3_import'];

/** Findings about an `aws_db_instance` before anything is called. What is not known yet is absent. */
export function dbInstanceProblems(config: PlainObject, isNew: boolean): Diagnostic[] {
  const source = sources.find((name) => textOf(config, name) ?? blockOf(config, name));
  const problems: Diagnostic[] = [];
  if (source !== undefined) {
    problems.push(
      errorDiagnostic(
        `"${source}" is not supported`,
        'Neargate creates DB instances empty: there are no snapshots, replicas or backups to create one from. Leave the argument out.',
      ),
    );
  } else if (isNew) {
    problems.push(...missing(config, 'allocated_storage', 'engine', 'username'));
    const managesPassword = boolOf(config, 'manage_master_user_password') === true;
    if (!managesPassword && isUnset(config, 'password') && isUnset(config, 'password_wo')) {
      problems.push(...missing(config, 'password'));
    }
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

/** Not every argument that AWS needs is required by the schema, which has to do for replicas and restores too. */
function missing(config: PlainObject, ...names: readonly string[]): Diagnostic[] {
  return names
    .filter((name) => isUnset(config, name))
    .map((name) => errorDiagnostic(`"${name}": required field is not set`, ''));
}

function isUnset(config: PlainObject, name: string): boolean {
  return config[name] === null || config[name] === '';
}

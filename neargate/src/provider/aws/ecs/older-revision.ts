import { type Diagnostic, warningDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import { textOf } from '../../arguments.ts';

/**
 * A warning for a plan that takes a service back to an older revision of its task definition: a pipeline registers revisions that
 * the configuration does not know.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service#ignoring-changes-to-desired-count
 */
export function olderRevisionWarnings(config: PlainObject, prior: PlainObject | undefined): Diagnostic[] {
  const running = prior && revisionOf(textOf(prior, 'task_definition'));
  const planned = revisionOf(textOf(config, 'task_definition'));
  if (running === undefined || planned === undefined) return [];
  if (running.family !== planned.family || running.revision <= planned.revision) return [];
  const [newer, older] = [running, planned].map(({ family, revision }) => `${family}:${revision}`);
  return [
    warningDiagnostic(
      'The service goes back to an older task definition',
      `It runs ${newer}, which was registered outside of this configuration, as a pipeline's deployment does; applying this deploys ${older} again. To keep what was deployed, give the service: lifecycle { ignore_changes = [task_definition] }`,
    ),
  ];
}

/** The family and revision of an ARN or `family:revision`; undefined for a family alone. */
function revisionOf(
  taskDefinition: string | undefined,
): { readonly family: string; readonly revision: number } | undefined {
  const [, family, revision] = /([^/:]+):(\d+)$/.exec(taskDefinition ?? '') ?? [];
  return family === undefined ? undefined : { family, revision: Number(revision) };
}

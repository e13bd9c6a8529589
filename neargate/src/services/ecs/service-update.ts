import { isDeepStrictEqual } from 'node:util';
import { templateOf } from './deployments.ts';
import type { DeploymentTemplate, ServiceRow } from './store.ts';

/**
 * Whether an update begins a new deployment: when it changes what tasks are started from, or is forced to. A new desired
 * count, deployment configuration, grace period or placement alone does not.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export function startsDeployment(before: ServiceRow, changed: ServiceRow, forced: boolean): boolean {
  return forced || !isDeepStrictEqual(comparable(before), comparable(changed));
}

/** Rows from the journal lack the members that are undefined in fresh ones. */
function comparable(service: ServiceRow): DeploymentTemplate {
  return JSON.parse(JSON.stringify(templateOf(service))) as DeploymentTemplate;
}

import { missingInstances } from '../../services/ecs/capacity-provider-strategy.ts';
import { ec2Tables } from '../../services/ec2/store.ts';
import { zonesInService } from '../../services/faults/network-faults.ts';
import { chooseCapacityProvider, newTask } from '../../services/ecs/new-task.ts';
import type { DeploymentTemplate, ServiceRow, TaskRow } from '../../services/ecs/store.ts';
import { sayCannotPlace } from './say.ts';
import { saveTaskOf, type ServicePass } from './service-pass.ts';
import type { ObservedTask } from './service-view.ts';
import { spreadOverZones } from './zones.ts';

/** What AWS says when a zone takes no more tasks, whatever the cause. */
const noCapacity =
  'Capacity is unavailable at this time. Please try again later or in a different availability zone.';

/** What tasks are started from: a deployment or a task set. Its id is the `startedBy` of its tasks. */
export interface TaskSource extends DeploymentTemplate {
  readonly id: string;
}

/**
 * Starts tasks of `source`, spread over the zones of its subnets and over its capacity providers.
 * @param observed every wanted task of the service
 * @returns the started tasks; fewer than `count` where there is no place for them, which is said
 */
export function startTasks(
  pass: ServicePass,
  service: ServiceRow,
  source: TaskSource,
  observed: readonly ObservedTask[],
  count: number,
): readonly TaskRow[] {
  const { environment, scope, tables, nowMs } = pass;
  const cluster = tables.clusters.get(service.clusterArn);
  const taskDefinition = tables.taskDefinitions.get(source.taskDefinition);
  if (cluster === undefined || taskDefinition === undefined) return [];
  const missing = missingInstances(source);
  if (missing !== undefined) {
    if (count > 0) sayCannotPlace(pass, service, missing);
    return [];
  }
  const { subnets: subnetTable } = ec2Tables(environment.store, scope);
  const awsvpc = source.networkConfiguration?.awsvpcConfiguration;
  const subnets = (awsvpc?.subnets ?? []).flatMap((id) => subnetTable.get(id) ?? []);
  const zones = zonesInService(environment.store, scope);
  const usable = subnets.filter(({ availabilityZone }) => zones.has(availabilityZone));
  const placed = spreadOverZones(count, usable, observed);
  if (placed.length < count) {
    sayCannotPlace(
      pass,
      service,
      subnets.length === 0 ? "None of the service's subnets exists any more." : noCapacity,
    );
  }
  const perProvider = countPerProvider(observed);
  return placed.map((subnet) => {
    const provider = chooseCapacityProvider(source.capacityProviderStrategy ?? [], perProvider);
    if (provider !== undefined) perProvider.set(provider, (perProvider.get(provider) ?? 0) + 1);
    const task = newTask(
      {
        cluster,
        taskDefinition,
        group: `service:${service.serviceName}`,
        startedBy: source.id,
        serviceName: service.serviceName,
        launchType: source.launchType,
        capacityProviderName: provider,
        platformVersion: source.platformVersion,
        // The scheduler's choice of zone: the task's interface goes into this very subnet.
        networkConfiguration: { awsvpcConfiguration: { ...awsvpc, subnets: [subnet.subnetId] } },
        enableExecuteCommand: service.enableExecuteCommand,
        tags: propagatedTags(service, taskDefinition.tags),
      },
      nowMs,
      environment.ids,
    );
    const started = {
      ...task,
      observed: { ...task.observed, availabilityZone: subnet.availabilityZone },
    };
    saveTaskOf(pass, started);
    return started;
  });
}

function countPerProvider(observed: readonly ObservedTask[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { row } of observed) {
    const provider = row.capacityProviderName ?? '';
    counts.set(provider, (counts.get(provider) ?? 0) + 1);
  }
  return counts;
}

function propagatedTags(service: ServiceRow, taskDefinitionTags: ServiceRow['tags']): ServiceRow['tags'] {
  switch (service.propagateTags) {
    case 'SERVICE':
      return service.tags;
    case 'TASK_DEFINITION':
      return taskDefinitionTags;
    default:
      return [];
  }
}

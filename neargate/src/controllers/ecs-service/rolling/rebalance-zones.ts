import { ec2Tables, type SubnetRow } from '../../../services/ec2/store.ts';
import { zonesInService } from '../../../services/faults/network-faults.ts';
import type { ServiceRow, TaskRow } from '../../../services/ecs/store.ts';
import { stopTask } from '../../../services/ecs/task-stopping.ts';
import { taskBounds } from '../bounds.ts';
import type { DeploymentView } from '../deployments/deployment-view.ts';
import { say } from '../say.ts';
import { scalingStoppedReason, schedulerEvents } from '../scheduler-events.ts';
import { currentService, saveTaskOf, type ServicePass } from '../service-pass.ts';
import { startTasks } from '../start-tasks.ts';
import { countPerZone } from '../zones.ts';
import { planRebalance } from './rebalance.ts';

/** Evens out the availability zones of a service whose deployment is completed. True when it has done or awaits something. */
export function rebalanceZones(
  pass: ServicePass,
  { service, deployment: { primary }, observed }: DeploymentView,
): boolean {
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.deploymentConfiguration;
  const startedTaskArns = service.rebalancingTaskArns ?? [];
  const isOn = service.availabilityZoneRebalancing === 'ENABLED' && maximumPercent > 100;
  if (!isOn || primary.observed.rolloutState !== 'COMPLETED') {
    setRebalancing(pass, []);
    return false;
  }
  const subnets = subnetsOf(pass, service);
  const decision = planRebalance({
    zones: subnets.map(({ availabilityZone }) => availabilityZone),
    desiredCount: service.desiredCount,
    maximum: taskBounds(service.desiredCount, minimumHealthyPercent, maximumPercent).maximum,
    tasks: observed,
    startedTaskArns,
  });
  const spread = (tasks: readonly { readonly availabilityZone: string | undefined }[]) =>
    spreadText(subnets, countPerZone(tasks));
  switch (decision.kind) {
    case 'none':
      return false;
    case 'give-up':
      setRebalancing(pass, []);
      return false;
    case 'wait':
      return true;
    case 'start': {
      say(pass, service, schedulerEvents.zonesUneven(spread(observed)), {
        eventName: 'SERVICE_REBALANCING_STARTED',
      });
      const started = startTasks(pass, service, primary, observed, decision.count);
      for (const [zoneId, taskIds] of byZone(subnets, started)) {
        say(pass, service, schedulerEvents.startedInZone(zoneId, taskIds));
      }
      setRebalancing(
        pass,
        started.map(({ taskArn }) => taskArn),
      );
      return started.length > 0;
    }
    case 'stop': {
      const stopping = observed.filter(({ taskArn }) => decision.taskArns.includes(taskArn));
      for (const { row } of stopping) {
        saveTaskOf(pass, stopTask(row, 'ServiceSchedulerInitiated', scalingStoppedReason(primary.id)));
      }
      const stopped = byZone(
        subnets,
        stopping.map(({ row }) => row),
      );
      for (const [zoneId, taskIds] of stopped)
        say(pass, service, schedulerEvents.stoppedInZone(zoneId, taskIds));
      setRebalancing(pass, []);
      const left = observed.filter(({ taskArn }) => !decision.taskArns.includes(taskArn));
      say(pass, service, schedulerEvents.zonesEven(spread(left)), {
        eventName: 'SERVICE_REBALANCING_COMPLETED',
      });
      return true;
    }
  }
}

/** The service's subnets in which something can run: a zone that is out has no share of the tasks. */
function subnetsOf({ environment, scope }: ServicePass, service: ServiceRow): readonly SubnetRow[] {
  const { subnets } = ec2Tables(environment.store, scope);
  const zones = zonesInService(environment.store, scope);
  return (service.networkConfiguration?.awsvpcConfiguration?.subnets ?? [])
    .flatMap((id) => subnets.get(id) ?? [])
    .filter(({ availabilityZone }) => zones.has(availabilityZone));
}

function setRebalancing(pass: ServicePass, rebalancingTaskArns: readonly string[]): void {
  const service = currentService(pass);
  if ((service.rebalancingTaskArns ?? []).length === 0 && rebalancingTaskArns.length === 0) return;
  pass.tables.services.put(service.serviceArn, { ...service, rebalancingTaskArns });
}

/** Such as `3 tasks in use1-az1, 1 tasks in use1-az2`. */
function spreadText(subnets: readonly SubnetRow[], perZone: ReadonlyMap<string | undefined, number>): string {
  const zones = new Map(subnets.map((subnet) => [subnet.availabilityZoneId, subnet.availabilityZone]));
  return [...zones]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([zoneId, zone]) => `${perZone.get(zone) ?? 0} tasks in ${zoneId}`)
    .join(', ');
}

function byZone(subnets: readonly SubnetRow[], tasks: readonly TaskRow[]): ReadonlyMap<string, string[]> {
  const taskIds = new Map<string, string[]>();
  for (const { taskId, observed } of tasks) {
    const subnet = subnets.find(({ availabilityZone }) => availabilityZone === observed.availabilityZone);
    const zoneId = subnet?.availabilityZoneId ?? observed.availabilityZone ?? '';
    taskIds.set(zoneId, [...(taskIds.get(zoneId) ?? []), taskId]);
  }
  return taskIds;
}

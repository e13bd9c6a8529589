import type { DeploymentTarget, ECSTaskSet, TargetLabel } from '@aws-sdk/client-codedeploy';
import { type EcsTables, ecsTables, type ServiceRow, type TaskSetRow } from '../ecs/store.ts';
import { countTasks } from '../ecs/task-counts.ts';
import { computedDesiredCount, taskSetsOf } from '../ecs/task-sets.ts';
import { type Elbv2Tables, elbv2Tables } from '../elbv2/store.ts';
import type { OperationContext } from '../context.ts';
import { regionalScope } from '../context.ts';
import { toDate } from '../timestamps.ts';
import { targetStatusOf } from './describe-deployment.ts';
import { lifecycleEvents } from './lifecycle-events.ts';
import type { DeploymentRow, LifecycleEventRow } from './store.ts';
import { rulesForwardingTo, shareOf } from './traffic-share.ts';

/** An ECS deployment has one target, its service: `CLUSTER:SERVICE`. */
export function targetIdOf({ ecsService: { clusterName = '', serviceName = '' } }: DeploymentRow): string {
  return `${clusterName}:${serviceName}`;
}

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ECSTarget.html */
export function describeTarget(context: OperationContext, row: DeploymentRow): DeploymentTarget {
  const scope = regionalScope(context.caller);
  const ecs = ecsTables(context.store, scope);
  const { scene, events, updatedAtMs } = row.observed;
  const service = scene && ecs.services.get(scene.serviceArn);
  const taskSets = service === undefined ? [] : taskSetsOf(ecs, service);
  return {
    deploymentTargetType: 'ECSTarget',
    ecsTarget: {
      deploymentId: row.deploymentId,
      targetId: targetIdOf(row),
      targetArn: scene?.serviceArn,
      lastUpdatedAt: toDate(updatedAtMs),
      lifecycleEvents: (row.rollbackOf === undefined ? lifecycleEvents : events.map(({ name }) => name)).map(
        (name) => describeEvent(events.find((event) => event.name === name) ?? { name, status: 'Pending' }),
      ),
      status: targetStatusOf(row),
      taskSetsInfo: taskSets.flatMap((taskSet) => {
        const label = labelOf(row, taskSet);
        return service === undefined || label === undefined
          ? []
          : [describeTaskSet(elbv2Tables(context.store, scope), ecs, row, service, taskSet, label)];
      }),
    },
  };
}

function labelOf({ observed: { scene } }: DeploymentRow, { id }: TaskSetRow): TargetLabel | undefined {
  if (id === scene?.originalTaskSetId) return 'Blue';
  return id === scene?.replacementTaskSetId ? 'Green' : undefined;
}

function describeEvent({ name, status, startedAtMs, endedAtMs, message }: LifecycleEventRow) {
  return {
    lifecycleEventName: name,
    status,
    startTime: toDate(startedAtMs),
    endTime: toDate(endedAtMs),
    ...(message === undefined
      ? {}
      : { diagnostics: { errorCode: 'UnknownError' as const, scriptName: '', message, logTail: '' } }),
  };
}

/** The weight is what the production listener really says. */
function describeTaskSet(
  elbv2: Elbv2Tables,
  ecs: EcsTables,
  { loadBalancerInfo }: DeploymentRow,
  service: ServiceRow,
  taskSet: TaskSetRow,
  taskSetLabel: TargetLabel,
): ECSTaskSet {
  const counts = countTasks(ecs, service).of(taskSet.id);
  const targetGroupArn = taskSet.loadBalancers[0]?.targetGroupArn ?? '';
  const [listenerArn = ''] =
    loadBalancerInfo.targetGroupPairInfoList?.[0]?.prodTrafficRoute?.listenerArns ?? [];
  const [rule] = rulesForwardingTo(elbv2, listenerArn, [targetGroupArn]);
  return {
    identifer: taskSet.id,
    desiredCount: computedDesiredCount(service, taskSet),
    pendingCount: counts.pending,
    runningCount: counts.running,
    status: taskSet.status,
    trafficWeight: rule === undefined ? 0 : shareOf(rule, targetGroupArn),
    targetGroup: { name: elbv2.targetGroups.get(targetGroupArn)?.name },
    taskSetLabel,
  };
}

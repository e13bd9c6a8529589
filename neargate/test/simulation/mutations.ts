import type { WorkloadName } from './workloads/table.ts';

/** A mistake that is planted into the code: `from` stands in the file once. */
export interface Mutation {
  /** What finds it; `deployments` unless given. */
  readonly workload?: WorkloadName;
  readonly mistake: string;
  /** In what the simulation says of it. */
  readonly found: string;
  /** In neargate/src. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Mistakes that the simulation must find: it would prove nothing if it could not fail. */
export const mutations: readonly Mutation[] = [
  {
    mistake: 'the lower bound is one too low',
    found: 'leaves minimumHealthyPercent of the tasks healthy',
    file: 'controllers/ecs-service/bounds.ts',
    from: 'Math.ceil((desiredCount * minimumHealthyPercent) / 100)',
    to: 'Math.ceil((desiredCount * minimumHealthyPercent) / 100) - 1',
  },
  {
    mistake: 'the upper bound is rounded up',
    found: 'never starts tasks beyond maximumPercent',
    file: 'controllers/ecs-service/bounds.ts',
    from: 'Math.floor((desiredCount * maximumPercent) / 100)',
    to: 'Math.ceil((desiredCount * maximumPercent) / 100)',
  },
  {
    mistake: 'the grace period is not granted',
    found: 'within its grace period',
    file: 'controllers/ecs-service/task-health.ts',
    from: 'return input.nowMs < graceEndsAtMs',
    to: 'return input.nowMs < input.startedAtMs',
  },
  {
    mistake: 'containers are stopped before their targets have drained',
    found: 'its container was stopped before it had drained',
    file: 'controllers/ecs-task/task-reconciler.ts',
    from: 'if (this.waitsForDraining()) return undefined;',
    to: '',
  },
  {
    mistake: 'a deregistered target still gets requests',
    found: 'which was deregistered',
    file: 'controllers/load-balancer/target-group-config.ts',
    from: "desired: deregisteredAtMs === undefined ? 'active' : 'draining',",
    to: "desired: 'active',",
  },
  {
    mistake: 'the circuit breaker trips one failure too early',
    found: 'failed by the circuit breaker after',
    file: 'controllers/ecs-service/deployments/failure.ts',
    from: 'view.failedTasks >= circuitBreakerThreshold(',
    to: 'view.failedTasks + 1 >= circuitBreakerThreshold(',
  },
  {
    mistake: 'containers of an earlier life are left running',
    found: 'what runs belongs to a task',
    file: 'controllers/ecs-task/running-containers.ts',
    from: "if (await driver.recover(handle)) await driver.stop(handle, { signal: 'SIGKILL', timeoutMs: 0 });\n        await driver.destroy(handle);",
    to: '',
  },
  {
    mistake: 'a deployment is completed while tasks of older ones serve',
    found: 'tasks of others are wanted',
    file: 'controllers/ecs-service/rolling/rollout.ts',
    from: ' && view.unsettledCount === 0 && view.olderCount === 0;',
    to: ';',
  },
  {
    mistake: 'a service is said to be steady when it has its tasks, healthy or not',
    found: 'service events tell only what has happened',
    file: 'controllers/ecs-service/rolling/schedule-rolling.ts',
    from: " && health === 'healthy') &&",
    to: ' && health !== undefined) &&',
  },
  {
    mistake: 'a deletion is not in the journal',
    found: 'is replayed though it was deleted',
    file: 'store/store.ts',
    from: 'changes.map(({ table, scope, key, after }): JournalEntry => [table, scope, key, after ?? null]),',
    to: 'changes.flatMap(({ table, scope, key, after }): JournalEntry[] => after === undefined ? [] : [[table, scope, key, after]]),',
  },
  {
    mistake: 'a task that is told to stop waits for its image first',
    found: 'a task that is told to stop does not go on being prepared',
    file: 'controllers/ecs-task/stop-request.ts',
    from: 'Promise.race([stopped, work()])',
    to: '(stopped.catch(() => undefined), work())',
  },
  {
    workload: 'task-sets',
    mistake: 'the scale of a task set is rounded down',
    found: 'computed, not',
    file: 'services/ecs/task-sets.ts',
    from: 'Math.ceil((service.desiredCount * scalePercent) / 100)',
    to: 'Math.floor((service.desiredCount * scalePercent) / 100)',
  },
  {
    workload: 'task-sets',
    mistake: 'a task set is steady while one of its tasks is being replaced',
    found: 'a task set in STEADY_STATE has all its tasks',
    file: 'controllers/ecs-service/task-sets/stability.ts',
    from: 'wanted.length === computedDesiredCount &&',
    to: '',
  },
  {
    workload: 'task-sets',
    mistake: 'a deleted task set is forgotten while its tasks stop',
    found: 'a task set is gone only when its tasks have stopped',
    file: 'controllers/ecs-service/task-sets/schedule-task-sets.ts',
    from: "lastStatus === 'STOPPED'",
    to: "lastStatus !== 'RUNNING'",
  },
  {
    workload: 'task-sets',
    mistake: 'a task set has three times as many tasks as the service, whatever its scale',
    found: 'a task set starts no task beyond its scale',
    file: 'controllers/ecs-service/task-sets/schedule-task-sets.ts',
    from: 'const wantedCount = computedDesiredCount(service, set);',
    to: "const wantedCount = set.status === 'DRAINING' ? 0 : service.desiredCount * 3;",
  },
  {
    workload: 'task-sets',
    mistake: 'a task set is scaled in by one task too many',
    found: 'scaling in stops no healthy task that its task set needs',
    file: 'controllers/ecs-service/plan.ts',
    from: 'Math.max(0, remaining.length - desiredCount)',
    to: 'remaining.length > desiredCount ? remaining.length - desiredCount + 1 : 0',
  },
  {
    workload: 'deployment-alarms',
    mistake: 'an alarm needs one datapoint more than it says',
    found: 'the state of an alarm is what M of its last N datapoints say',
    file: 'controllers/alarms/evaluate-alarm.ts',
    from: "decided(count >= datapointsToAlarm ? 'ALARM' : 'OK')",
    to: "decided(count > datapointsToAlarm ? 'ALARM' : 'OK')",
  },
  {
    workload: 'deployment-alarms',
    mistake: 'an alarm that was in ALARM before fails a deployment',
    found: 'was in ALARM already when it began',
    file: 'controllers/ecs-service/deployments/alarms.ts',
    from: "before === undefined ? 'DISABLED' : 'TRIGGERED'",
    to: "'TRIGGERED'",
  },
  {
    workload: 'deployment-alarms',
    mistake: 'an alarm fails no deployment',
    found: 'goes on though',
    file: 'controllers/ecs-service/deployments/alarms.ts',
    from: "before === undefined ? 'DISABLED' : 'TRIGGERED'",
    to: "'DISABLED'",
  },
  {
    workload: 'deployment-alarms',
    mistake: 'a deployment is not watched any more once its tasks serve',
    found: 'its alarms look back',
    file: 'controllers/ecs-service/deployments/bake-time.ts',
    from: ', ...alarms.map(windowMs)',
    to: ', alarms.length * 0',
  },
  {
    workload: 'autoscaling',
    mistake: 'scaling out knows no maximum',
    found: 'scaling sets a capacity within the limits of its target',
    file: 'controllers/autoscaling/plan-scaling.ts',
    from: 'Math.min(maxCapacity, Math.max(minCapacity, proposal.capacity))',
    to: 'Math.max(minCapacity, proposal.capacity)',
  },
  {
    workload: 'autoscaling',
    mistake: 'scaling in has no cooldown',
    found: 'nothing scales in within the cooldown of a scale-in',
    file: 'controllers/autoscaling/plan-scaling.ts',
    from: "if ((memory.lastScaleIn?.cooldownEndsAtMs ?? 0) > nowMs) return { kind: 'nothing' };",
    to: '',
  },
  {
    workload: 'autoscaling',
    mistake: 'a policy scales in while another wants out',
    found: 'wants out',
    file: 'controllers/autoscaling/plan-scaling.ts',
    from: 'if (out !== undefined) return',
    to: 'if (out !== undefined && largest(agreedScaleIns(situation, proposals)) === undefined) return',
  },
  {
    workload: 'autoscaling',
    mistake: 'one tracking policy is enough to scale in',
    found: 'does not agree',
    file: 'controllers/autoscaling/plan-scaling.ts',
    from: 'trackers.every(({ policyName }) => agrees(policyName))',
    to: 'trackers.some(({ policyName }) => agrees(policyName))',
  },
  {
    workload: 'autoscaling',
    mistake: 'a service scales in while it deploys',
    found: 'the service deploys',
    file: 'controllers/autoscaling/plan-scaling.ts',
    from: 'if (isDeploying)',
    to: 'if (isDeploying && minCapacity > maxCapacity)',
  },
  {
    workload: 'autoscaling',
    mistake: 'new limits act on counts that are far off only',
    found: 'the desired count follows the limits of its target',
    file: 'controllers/autoscaling/capacity-limits.ts',
    from: 'if (desiredCount < minCapacity)',
    to: 'if (desiredCount < minCapacity - 1)',
  },
  {
    workload: 'autoscaling',
    mistake: 'an activity is successful when its capacity was asked for',
    found: 'a scaling activity tells what has happened',
    file: 'controllers/autoscaling/scaling-activities.ts',
    from: 'if (service.runningCount !== asked) return undefined;',
    to: '',
  },
  {
    workload: 'autoscaling',
    mistake: 'a scheduled action leaves the limits as they are',
    found: 'a scheduled action sets its limits once, at its time',
    file: 'controllers/autoscaling/scheduled-action-reconciler.ts',
    from: 'if (fits) tables.targets.put(',
    to: 'if (!fits) tables.targets.put(',
  },
];

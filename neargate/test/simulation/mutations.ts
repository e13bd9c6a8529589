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
];

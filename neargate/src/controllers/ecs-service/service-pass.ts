import { saveTask } from '../../services/ecs/save-task.ts';
import { type EcsTables, ecsTables, type ServiceRow, type TaskRow } from '../../services/ecs/store.ts';
import { templateOfTask } from '../../services/ecs/task-template.ts';
import { regionalScopeOfArn } from '../arn-scope.ts';
import type { SchedulerEnvironment } from './scheduler-environment.ts';
import { type ObservedTask, observeTasks } from './service-view.ts';
import type { TargetHealthView } from './task-health.ts';

/** One look at one service: where it reads and writes, and when. Everything that one pass writes is one transaction. */
export interface ServicePass {
  readonly environment: SchedulerEnvironment;
  readonly serviceArn: string;
  /** Account and region. */
  readonly scope: string;
  readonly tables: EcsTables;
  readonly nowMs: number;
}

export function beginPass(environment: SchedulerEnvironment, serviceArn: string): ServicePass {
  const scope = regionalScopeOfArn(serviceArn);
  return {
    environment,
    serviceArn,
    scope,
    tables: ecsTables(environment.store, scope),
    nowMs: environment.clock.now(),
  };
}

/** The service as this pass has left it so far. */
export function currentService({ tables, serviceArn }: ServicePass): ServiceRow {
  const row = tables.services.get(serviceArn);
  if (row === undefined) throw new Error(`service ${serviceArn} has gone`);
  return row;
}

/** All tasks of the service that are still known, stopped ones included. */
export function tasksOf({ tables }: ServicePass, service: ServiceRow): readonly TaskRow[] {
  return [...tables.tasks.values()].filter(
    (task) => task.serviceName === service.serviceName && task.clusterArn === service.clusterArn,
  );
}

/** What the scheduler needs to know of the tasks that are wanted. */
export function observe(
  pass: ServicePass,
  service: ServiceRow,
  tasks: readonly TaskRow[],
): readonly ObservedTask[] {
  return observeTasks(service, tasks, {
    nowMs: pass.nowMs,
    timing: pass.environment.timing,
    taskDefinition: (arn) => pass.tables.taskDefinitions.get(arn),
    loadBalancers: (task) => templateOfTask(pass.tables, service, task).loadBalancers,
    targets: (task, loadBalancers) => targetsOf(pass, task, loadBalancers),
  });
}

function targetsOf(
  { environment, scope }: ServicePass,
  task: TaskRow,
  loadBalancers: ServiceRow['loadBalancers'],
): readonly TargetHealthView[] {
  const address = task.observed.attachments
    .flatMap(({ details }) => details)
    .find(({ name }) => name === 'privateIPv4Address')?.value;
  if (address === undefined) return [];
  return loadBalancers.flatMap(({ targetGroupArn, containerPort }) => {
    if (targetGroupArn === undefined || containerPort === undefined) return [];
    return environment.targetHealth(scope, targetGroupArn, address, containerPort) ?? [];
  });
}

export function saveTaskOf(pass: ServicePass, task: TaskRow): void {
  saveTask(pass.environment, pass.scope, task);
}

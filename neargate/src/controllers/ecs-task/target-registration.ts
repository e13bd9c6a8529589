import { serviceOfTask } from '../../services/ecs/service-of-task.ts';
import { type ServiceRow, ecsTables, type TaskRow } from '../../services/ecs/store.ts';
import { templateOfTask } from '../../services/ecs/task-template.ts';
import { appendRawServiceEvent, appendServiceEvent } from '../../services/ecs/service-events.ts';
import type { TargetAddress, TaskEnvironment } from './environment.ts';
import { privateAddress } from './task-changes.ts';

interface Registration {
  readonly targetGroupArn: string;
  readonly target: TargetAddress;
}

/** Where the task belongs, by the load balancers of its deployment or task set. Standalone tasks belong nowhere. */
function registrations(
  { store }: TaskEnvironment,
  scope: string,
  service: ServiceRow | undefined,
  task: TaskRow,
): readonly Registration[] {
  const id = privateAddress(task);
  if (service === undefined || id === undefined) return [];
  const { loadBalancers } = templateOfTask(ecsTables(store, scope), service, task);
  return loadBalancers.flatMap(({ targetGroupArn, containerPort }) =>
    targetGroupArn === undefined || containerPort === undefined
      ? []
      : {
          targetGroupArn,
          target: { id, port: containerPort, availabilityZone: task.observed.availabilityZone },
        },
  );
}

function serviceOf(environment: TaskEnvironment, scope: string, task: TaskRow): ServiceRow | undefined {
  return serviceOfTask(ecsTables(environment.store, scope), task);
}

export function registerTargets(environment: TaskEnvironment, scope: string, task: TaskRow): void {
  const service = serviceOf(environment, scope, task);
  if (service === undefined) return;
  for (const { targetGroupArn, target } of registrations(environment, scope, service, task)) {
    environment.targets.register(scope, targetGroupArn, target);
    say(environment, scope, service, ` registered 1 targets in (target-group ${targetGroupArn})`);
  }
}

export function deregisterTargets(environment: TaskEnvironment, scope: string, task: TaskRow): void {
  const service = serviceOf(environment, scope, task);
  if (service === undefined) return;
  const known = registrations(environment, scope, service, task).filter(({ targetGroupArn, target }) =>
    environment.targets.isKnown(scope, targetGroupArn, target),
  );
  for (const { targetGroupArn, target } of known) {
    environment.targets.deregister(scope, targetGroupArn, target);
    say(environment, scope, service, ` deregistered 1 targets in (target-group ${targetGroupArn})`);
  }
  if (known.length === 0) return;
  appendRawServiceEvent(
    environment.store,
    scope,
    service,
    `(service ${service.serviceName}, taskSet ${task.startedBy}) has begun draining connections on 1 tasks.`,
    environment.clock.now(),
    environment.ids,
  );
}

/** Whether no load balancer holds a connection to the task any more. */
export function isDrained(environment: TaskEnvironment, scope: string, task: TaskRow): boolean {
  return registrations(environment, scope, serviceOf(environment, scope, task), task).every(
    ({ targetGroupArn, target }) => !environment.targets.isKnown(scope, targetGroupArn, target),
  );
}

function say(environment: TaskEnvironment, scope: string, service: ServiceRow, message: string): void {
  appendServiceEvent(environment.store, scope, service, message, environment.clock.now(), environment.ids);
}

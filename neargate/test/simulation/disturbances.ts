import { AwsError } from '../../src/core/aws-error.ts';
import { zones } from './scenario.ts';
import { short } from './view.ts';
import type { World } from './world.ts';

/** What happens to any service, whatever runs it; each returns what it was for the trace. */
export const disturbances = {
  kill(world) {
    const running = world.machine.containers();
    if (running.length === 0) return 'nothing';
    const { taskArn } = world.random.pick(running);
    world.machine.kill(taskArn);
    return short(taskArn);
  },
  'stop task'(world) {
    const wanted = world.view().wanted();
    if (wanted.length === 0) return 'nothing';
    const { taskArn } = world.random.pick(wanted);
    return `${short(taskArn)} ${attempt(() => world.call('ecs', 'StopTask', { cluster: 'main', task: taskArn }))}`;
  },
  sicken(world) {
    const running = world.machine.containers();
    if (running.length === 0) return 'nothing';
    const container = world.random.pick(running);
    const seconds = world.random.integer(5, 60);
    container.sickUntilMs = world.clock.now() + seconds * 1000;
    return `${short(container.taskArn)} for ${seconds} s`;
  },
  'fail starts'(world) {
    const count = world.random.integer(1, 5);
    world.surroundings.troubles.failingStarts = count;
    return String(count);
  },
  protect(world) {
    const wanted = world.view().wanted();
    if (wanted.length === 0) return 'nothing';
    const { taskArn } = world.random.pick(wanted);
    const protection = { cluster: 'main', tasks: [taskArn], protectionEnabled: true, expiresInMinutes: 2 };
    return `${short(taskArn)} ${attempt(() => world.call('ecs', 'UpdateTaskProtection', protection))}`;
  },
  'zone out'(world) {
    const zoneName = world.random.pick(zones);
    const fault = { kind: 'availability-zone', zoneName } as const;
    return `${zoneName} ${attempt(() => world.call('faults', 'StartFault', { fault }))}`;
  },
  heal(world) {
    healAll(world);
    return '';
  },
  async restart(world) {
    if (!world.canRestart) return 'not in this world';
    await world.restart();
    return '';
  },
  wait: () => '',
} as const satisfies Readonly<Record<string, (world: World) => string | Promise<string>>>;

export type Disturbance = keyof typeof disturbances;

export function healAll(world: World): void {
  for (const { faultId } of world.call('faults', 'ListFaults', {}).faults) {
    world.call('faults', 'HealFault', { faultId });
  }
}

/** What AWS refuses is refused; anything else that is thrown is a bug. */
export function attempt(call: () => unknown): string {
  try {
    call();
    return '';
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return `refused: ${error.message}`;
  }
}

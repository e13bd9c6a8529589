import { place } from '../scenario.ts';
import { until } from '../until.ts';
import { Violation, type World } from '../world.ts';

/** A deleted service is gone after so long: its targets drain, its programs are killed at last. */
const deletionBoundMs = 5 * 60_000;

/** Deletes the service, and looks that nothing of it is left. @throws Violation */
export async function deleteService(world: World): Promise<void> {
  world.note('> delete');
  world.call('ecs', 'DeleteService', { ...place, force: true });
  await until(
    world,
    deletionBoundMs,
    'the service is INACTIVE',
    () => world.view().service()?.status === 'INACTIVE',
  );
  const view = world.view();
  const left = [
    ...view.containers().map(({ image }) => `a container of ${image}`),
    ...Array.from(view.elbv2.targets.values(), ({ id }) => `the target ${id}`),
    ...view
      .tasks()
      .flatMap(({ observed, taskId }) => (observed.lastStatus === 'STOPPED' ? [] : `task ${taskId}`)),
  ];
  if (left.length > 0) throw new Violation(`the deleted service leaves ${left.join(', ')}`);
}

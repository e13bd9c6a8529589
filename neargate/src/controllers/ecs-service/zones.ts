import type { TaskView } from './plan.ts';

type Zone = string | undefined;

/**
 * The order in which candidates are stopped: those that serve nobody first, then always one from the availability zone with the
 * most tasks of the service, the oldest first. Pure.
 * @param all every wanted task of the service; what is not a candidate counts for its zone
 */
export function stopOrder(candidates: readonly TaskView[], all: readonly TaskView[]): readonly TaskView[] {
  const perZone = countPerZone(all);
  const remaining = [...candidates];
  const ordered: TaskView[] = [];
  while (remaining.length > 0) {
    remaining.sort(
      (left, right) =>
        Number(left.health === 'healthy') - Number(right.health === 'healthy') ||
        (perZone.get(right.availabilityZone) ?? 0) - (perZone.get(left.availabilityZone) ?? 0) ||
        left.createdAtMs - right.createdAtMs ||
        (left.taskArn < right.taskArn ? -1 : 1),
    );
    const next = remaining.shift();
    if (next === undefined) break;
    ordered.push(next);
    perZone.set(next.availabilityZone, (perZone.get(next.availabilityZone) ?? 0) - 1);
  }
  return ordered;
}

/** How many of the tasks are in each availability zone. */
export function countPerZone(tasks: readonly Pick<TaskView, 'availabilityZone'>[]): Map<Zone, number> {
  const counts = new Map<Zone, number>();
  for (const { availabilityZone } of tasks) {
    counts.set(availabilityZone, (counts.get(availabilityZone) ?? 0) + 1);
  }
  return counts;
}

/**
 * The subnet for each of `count` new tasks: always one in the availability zone with the fewest tasks of the service, so
 * that they spread. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-fargate.html
 */
export function spreadOverZones<Subnet extends { readonly availabilityZone: string }>(
  count: number,
  subnets: readonly Subnet[],
  tasks: readonly Pick<TaskView, 'availabilityZone'>[],
): readonly Subnet[] {
  const perZone = countPerZone(tasks);
  const chosen: Subnet[] = [];
  for (let started = 0; started < count; started++) {
    let best: Subnet | undefined;
    for (const subnet of subnets) {
      const load = perZone.get(subnet.availabilityZone) ?? 0;
      if (best === undefined || load < (perZone.get(best.availabilityZone) ?? 0)) best = subnet;
    }
    if (best === undefined) break;
    perZone.set(best.availabilityZone, (perZone.get(best.availabilityZone) ?? 0) + 1);
    chosen.push(best);
  }
  return chosen;
}

import type { TaskView } from './plan.ts';

/** Tasks not serving first, then from the zone with the most tasks, the oldest first. */
export function stopOrder(tasks: readonly TaskView[]): readonly TaskView[] {
  const remaining = [...tasks];
  const ordered: TaskView[] = [];
  while (remaining.length > 0) {
    const perZone = countPerZone(remaining);
    remaining.sort(
      (left, right) =>
        Number(left.health === 'healthy') - Number(right.health === 'healthy') ||
        (perZone.get(right.availabilityZone) ?? 0) - (perZone.get(left.availabilityZone) ?? 0) ||
        left.createdAtMs - right.createdAtMs ||
        (left.taskArn < right.taskArn ? -1 : 1),
    );
    const next = remaining.shift();
    if (next !== undefined) ordered.push(next);
  }
  return ordered;
}

function countPerZone(tasks: readonly TaskView[]): ReadonlyMap<string | undefined, number> {
  const counts = new Map<string | undefined, number>();
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
  const perZone = new Map<string, number>();
  for (const { availabilityZone } of tasks) {
    if (availabilityZone !== undefined)
      perZone.set(availabilityZone, (perZone.get(availabilityZone) ?? 0) + 1);
  }
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

import type { Graph } from './graph.ts';

/** Whether what depends on a node may be visited: not after an error in it. */
export type VisitResult = 'done' | 'failed';

/**
 * Visits every node after all it depends on, as many at once as are ready. What depends on a failed node is not visited.
 * Rejects when a visit rejects, once the visits under way have ended.
 */
export async function walk<Node>(
  graph: Graph<Node>,
  visit: (node: Node, key: string) => VisitResult | Promise<VisitResult>,
): Promise<void> {
  const waitingFor = new Map<string, number>();
  const dependents = new Map<string, string[]>();
  const ready: string[] = [];
  for (const key of graph.nodes.keys()) {
    const dependencies = graph.dependenciesOf(key);
    waitingFor.set(key, dependencies.size);
    if (dependencies.size === 0) ready.push(key);
    for (const dependency of dependencies) {
      const list = dependents.get(dependency);
      if (list === undefined) dependents.set(dependency, [key]);
      else list.push(key);
    }
  }
  const skipped = new Set<string>();
  const running = new Set<Promise<void>>();
  const crashes: unknown[] = [];
  const finish = (key: string, result: VisitResult | 'skipped') => {
    for (const dependent of dependents.get(key) ?? []) {
      if (result !== 'done') skipped.add(dependent);
      const left = (waitingFor.get(dependent) ?? 0) - 1;
      waitingFor.set(dependent, left);
      if (left === 0) ready.push(dependent);
    }
  };
  for (;;) {
    for (let key = ready.shift(); key !== undefined; key = ready.shift()) {
      const node = graph.nodes.get(key);
      if (node === undefined || skipped.has(key) || crashes.length > 0) {
        finish(key, 'skipped');
        continue;
      }
      const visited = key;
      const result = visit(node, visited);
      if (typeof result === 'string') {
        finish(visited, result);
        continue;
      }
      const promise: Promise<void> = result
        .then(
          (value) => finish(visited, value),
          (error: unknown) => {
            crashes.push(error);
            finish(visited, 'failed');
          },
        )
        .finally(() => running.delete(promise));
      running.add(promise);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (crashes.length > 0) throw crashes[0] as Error;
}

import type { ContainerDefinition } from '@aws-sdk/client-ecs';

/** What is wrong with the `dependsOn` of a task definition's containers, or undefined. */
export function dependencyProblem(containers: readonly ContainerDefinition[]): string | undefined {
  const byName = new Map(containers.map((container) => [container.name, container]));
  for (const { name, dependsOn = [] } of containers) {
    for (const { containerName, condition } of dependsOn) {
      const target = byName.get(containerName);
      if (target === undefined) {
        return `Container '${name}' depends on container '${containerName}', which does not exist in the task definition.`;
      }
      if ((condition === 'COMPLETE' || condition === 'SUCCESS') && target.essential !== false) {
        return `Container '${name}' depends on essential container '${containerName}' with condition ${condition}. Only non-essential containers can be waited for to complete.`;
      }
      if (condition === 'HEALTHY' && target.healthCheck === undefined) {
        return `Container '${name}' depends on container '${containerName}' with condition HEALTHY, but '${containerName}' does not define a health check.`;
      }
    }
  }
  return findCycle(byName);
}

function findCycle(byName: ReadonlyMap<string | undefined, ContainerDefinition>): string | undefined {
  const finished = new Set<string>();
  const visit = (name: string, trail: readonly string[]): string | undefined => {
    if (trail.includes(name)) {
      const cycle = [...trail.slice(trail.indexOf(name)), name].join(' -> ');
      return `Container dependencies form a cycle: ${cycle}.`;
    }
    if (finished.has(name)) return undefined;
    for (const { containerName = '' } of byName.get(name)?.dependsOn ?? []) {
      const problem = visit(containerName, [...trail, name]);
      if (problem !== undefined) return problem;
    }
    finished.add(name);
    return undefined;
  };
  for (const name of byName.keys()) {
    const problem = visit(name ?? '', []);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

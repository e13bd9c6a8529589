import type { ContainerDefinition } from '@aws-sdk/client-ecs';

/** How far one container of a task has come. */
export interface ContainerProgress {
  readonly name: string;
  readonly started: boolean;
  readonly exitCode: number | undefined;
  readonly exited: boolean;
  readonly healthStatus: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
}

export type ContainerReadiness =
  | { readonly kind: 'ready' }
  | { readonly kind: 'waiting'; readonly on: string }
  /** The dependency can never be satisfied any more. */
  | { readonly kind: 'never'; readonly reason: string };

/**
 * Whether a container's dependencies allow it to start.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 */
export function containerReadiness(
  definition: ContainerDefinition,
  progress: ReadonlyMap<string, ContainerProgress>,
): ContainerReadiness {
  for (const { containerName = '', condition } of definition.dependsOn ?? []) {
    const dependency = progress.get(containerName);
    if (dependency === undefined)
      return { kind: 'never', reason: `container ${containerName} does not exist` };
    const { exited, exitCode } = dependency;
    switch (condition) {
      case 'COMPLETE':
        if (!exited) return { kind: 'waiting', on: containerName };
        break;
      case 'SUCCESS':
        if (!exited) return { kind: 'waiting', on: containerName };
        if (exitCode !== 0) {
          return {
            kind: 'never',
            reason: `container ${containerName} exited with code ${exitCode ?? 'unknown'}`,
          };
        }
        break;
      case 'HEALTHY':
        if (dependency.healthStatus === 'UNHEALTHY') {
          return { kind: 'never', reason: `container ${containerName} is unhealthy` };
        }
        if (dependency.healthStatus !== 'HEALTHY') return { kind: 'waiting', on: containerName };
        break;
      default:
        if (!dependency.started) return { kind: 'waiting', on: containerName };
    }
  }
  return { kind: 'ready' };
}

/** The order in which containers stop: dependents first. */
export function stopOrder(definitions: readonly ContainerDefinition[]): readonly (readonly string[])[] {
  const remaining = new Map(definitions.map((definition) => [definition.name ?? '', definition]));
  const rounds: string[][] = [];
  while (remaining.size > 0) {
    const neededBy = new Set(
      [...remaining.values()].flatMap(({ dependsOn }) =>
        (dependsOn ?? []).map(({ containerName }) => containerName),
      ),
    );
    const round = [...remaining.keys()].filter((name) => !neededBy.has(name));
    // A cycle cannot be registered; should one be here all the same, everything left stops together.
    const stopping = round.length > 0 ? round : [...remaining.keys()];
    for (const name of stopping) remaining.delete(name);
    rounds.push(stopping);
  }
  return rounds;
}

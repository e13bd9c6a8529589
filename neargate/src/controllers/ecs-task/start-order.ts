import type { ContainerDefinition } from '@aws-sdk/client-ecs';

/** How far one container of a task has come. */
export interface ContainerProgress {
  readonly name: string;
  readonly started: boolean;
  /** Epoch milliseconds; absent before the container has started. */
  readonly startedAtMs: number | undefined;
  readonly exitCode: number | undefined;
  readonly exited: boolean;
  readonly healthStatus: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
  /** How long others may wait for it once it has started, by its `startTimeout`; absent, for ever. */
  readonly startTimeoutMs: number | undefined;
}

export type ContainerReadiness =
  | { readonly kind: 'ready' }
  /** `untilMs`: when the wait ends in vain, epoch milliseconds. */
  | { readonly kind: 'waiting'; readonly untilMs: number | undefined }
  /** The dependency can never be satisfied any more; the reason is worded as the ECS agent words it. */
  | { readonly kind: 'never'; readonly reason: string };

/**
 * Whether a container's dependencies allow it to start.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 * Texts: https://github.com/aws/amazon-ecs-agent/blob/master/agent/engine/dependencygraph/graph.go
 */
export function containerReadiness(
  definition: ContainerDefinition,
  progress: ReadonlyMap<string, ContainerProgress>,
  nowMs: number,
): ContainerReadiness {
  const target = definition.name ?? '';
  let waiting: { kind: 'waiting'; untilMs: number | undefined } | undefined;
  for (const { containerName = '', condition } of definition.dependsOn ?? []) {
    const dependency = progress.get(containerName);
    if (dependency === undefined) {
      return never(`container ordering dependency [${containerName}] for target [${target}] does not exist.`);
    }
    const verdict = satisfied(condition, dependency);
    if (verdict === 'yes') continue;
    if (verdict !== 'not yet') {
      return never(
        `failed to resolve container ordering dependency [${containerName}] for target [${target}] as dependency ${verdict}.`,
      );
    }
    const untilMs = condition === 'START' ? undefined : endOfWait(dependency);
    if (untilMs !== undefined && nowMs >= untilMs) {
      return never(`container ordering dependency [${containerName}] for target [${target}] has timed out.`);
    }
    waiting = { kind: 'waiting', untilMs: earlier(waiting?.untilMs, untilMs) };
  }
  return waiting ?? { kind: 'ready' };
}

/** @returns what is wrong with the dependency when it can never be satisfied */
function satisfied(
  condition: string | undefined,
  { started, exited, exitCode, healthStatus }: ContainerProgress,
): 'yes' | 'not yet' | 'did not exit successfully' | 'is not healthy' {
  switch (condition) {
    case 'COMPLETE':
      return exited ? 'yes' : 'not yet';
    case 'SUCCESS':
      if (!exited) return 'not yet';
      return exitCode === 0 ? 'yes' : 'did not exit successfully';
    case 'HEALTHY':
      if (healthStatus === 'HEALTHY') return 'yes';
      return healthStatus === 'UNHEALTHY' || exited ? 'is not healthy' : 'not yet';
    default:
      return started ? 'yes' : 'not yet';
  }
}

function endOfWait({ startedAtMs, startTimeoutMs }: ContainerProgress): number | undefined {
  return startedAtMs === undefined || startTimeoutMs === undefined ? undefined : startedAtMs + startTimeoutMs;
}

function earlier(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? (left ?? right) : Math.min(left, right);
}

function never(text: string): ContainerReadiness {
  return { kind: 'never', reason: `dependency graph: ${text}` };
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

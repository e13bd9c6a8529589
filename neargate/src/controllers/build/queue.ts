/** A build as the queue sees it. */
export interface QueuedBuild {
  readonly key: string;
  readonly startedAtMs: number;
  readonly isWaiting: boolean;
}

/** The waiting builds that may start now: the oldest first, as many as there are places left. */
export function buildsToStart(builds: readonly QueuedBuild[], places: number): readonly string[] {
  const running = builds.filter(({ isWaiting }) => !isWaiting).length;
  return builds
    .filter(({ isWaiting }) => isWaiting)
    .toSorted((left, right) => left.startedAtMs - right.startedAtMs)
    .slice(0, Math.max(0, places - running))
    .map(({ key }) => key);
}

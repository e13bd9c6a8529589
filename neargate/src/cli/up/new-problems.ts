import type { Problem } from '../../gateway/admin-protocol.ts';

/** A problem that has been there for so long does not go away by itself. */
const settledMs = 3_000;
/** One that was gone for so long is over: tasks that are replaced again and again show theirs with pauses. */
const goneMs = 5_000;

/** Remembers which problems have been told, so that each is told once for as long as it lasts. */
export class ProblemWatch {
  readonly #seen = new Map<string, { readonly sinceMs: number; lastMs: number; isTold: boolean }>();

  /** The problems that are to be told now. */
  observe(problems: readonly Problem[], nowMs: number): readonly Problem[] {
    const fresh: Problem[] = [];
    for (const problem of problems) {
      const key = keyOf(problem);
      const known = this.#seen.get(key) ?? { sinceMs: nowMs, lastMs: nowMs, isTold: false };
      known.lastMs = nowMs;
      this.#seen.set(key, known);
      const isSettled = hasEnded(problem) || nowMs - known.sinceMs >= settledMs;
      if (known.isTold || !isSettled) continue;
      known.isTold = true;
      fresh.push(problem);
    }
    for (const [key, { lastMs }] of this.#seen) if (nowMs - lastMs >= goneMs) this.#seen.delete(key);
    return fresh;
  }
}

/** A pipeline or a run of the engine that failed does not go on. */
function hasEnded({ resource }: Problem): boolean {
  return ['pipeline ', 'apply ', 'destroy '].some((kind) => resource.startsWith(kind));
}

/** The same problem of the next task or target is the same problem: identifiers and addresses do not count. */
function keyOf({ resource, cause, place }: Problem): string {
  return `${resource} ${cause} ${place ?? ''}`
    .replaceAll(/\b[0-9a-f]{8,}\b/g, '')
    .replaceAll(/\d+(?:\.\d+){3}(?::\d+)?/g, '')
    .replaceAll(/, targets? [\s,]*/g, '')
    .replaceAll(/\n.*/gs, '');
}

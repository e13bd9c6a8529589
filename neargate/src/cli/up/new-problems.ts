import type { Problem } from '../../gateway/admin-protocol.ts';

/** A problem that has been there for so long does not go away by itself. */
const settledMs = 3_000;

/** Remembers which problems have been told, so that each is told once for as long as it lasts. */
export class ProblemWatch {
  readonly #since = new Map<string, number>();
  readonly #told = new Set<string>();

  /** The problems that are to be told now. */
  observe(problems: readonly Problem[], nowMs: number): readonly Problem[] {
    const present = new Map(problems.map((problem) => [keyOf(problem), problem]));
    for (const key of this.#since.keys()) {
      if (present.has(key)) continue;
      this.#since.delete(key);
      this.#told.delete(key);
    }
    const fresh: Problem[] = [];
    for (const [key, problem] of present) {
      const since = this.#since.get(key) ?? nowMs;
      this.#since.set(key, since);
      if (this.#told.has(key) || nowMs - since < settledMs) continue;
      this.#told.add(key);
      fresh.push(problem);
    }
    return fresh;
  }

  get hasTold(): boolean {
    return this.#told.size > 0;
  }
}

/** The same problem of the next task or target is the same problem: identifiers and addresses do not count. */
function keyOf({ resource, cause, place }: Problem): string {
  return `${resource} ${cause} ${place ?? ''}`
    .replaceAll(/\b[0-9a-f]{8,}\b/g, '')
    .replaceAll(/\d+(?:\.\d+){3}(?::\d+)?/g, '')
    .replaceAll(/, targets? [\s,]*/g, '')
    .replaceAll(/\n.*/gs, '');
}

import type { TerraformRequest } from '../../gateway/admin-protocol.ts';

/** An apply or destroy that was asked for and has not brought about what it says. */
export interface UnfinishedRun {
  readonly action: 'apply' | 'destroy';
  /** Absolute path of the root module. */
  readonly directory: string;
  readonly state: 'running' | 'failed';
}

type Run = Pick<TerraformRequest, 'action' | 'directory' | 'workspace' | 'targets'>;

/**
 * Which runs of the engine have not ended well since this server started. What is there may be healthy and still not be what was
 * asked for: a failed run stays unfinished until one of the same directory and workspace that covers it has succeeded.
 */
export class EngineRuns {
  readonly #running = new Set<Run>();
  readonly #failed = new Map<string, Run>();
  readonly #listeners = new Set<() => void>();

  /** Runs `work`, which resolves to Terraform's exit code, and remembers how it ended; a plan or an output changes nothing. */
  async during(run: Run, work: () => Promise<number>): Promise<number> {
    if (run.action !== 'apply' && run.action !== 'destroy') return work();
    let exitCode: number | undefined;
    this.#running.add(run);
    this.#tell();
    try {
      exitCode = await work();
      return exitCode;
    } finally {
      this.#running.delete(run);
      if (exitCode !== 0) this.#failed.set(keyOf(run), run);
      else if (covers(run, this.#failed.get(keyOf(run)))) this.#failed.delete(keyOf(run));
      this.#tell();
    }
  }

  unfinished(): readonly UnfinishedRun[] {
    return [
      ...Array.from(this.#failed.values(), (run) => unfinishedRun(run, 'failed')),
      ...Array.from(this.#running, (run) => unfinishedRun(run, 'running')),
    ];
  }

  /** Called when a run begins or ends. Returns the function that ends the subscription. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function keyOf({ directory, workspace = 'default' }: Run): string {
  return `${workspace} ${directory}`;
}

/** Whether a run did all that the failed one was to do. */
function covers({ targets = [] }: Run, failed: Run | undefined): boolean {
  return targets.length === 0 || targets.join(' ') === failed?.targets?.join(' ');
}

function unfinishedRun({ action, directory }: Run, state: UnfinishedRun['state']): UnfinishedRun {
  return { action: action === 'destroy' ? 'destroy' : 'apply', directory, state };
}

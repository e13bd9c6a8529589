import type { State } from './state.ts';
import { writeStateFile } from './state-file.ts';

/**
 * Keeps the state file up to date during an apply: every change is written at once, changes during a write together in the
 * next one, so that a burst of quick results does not wait for the disk one by one.
 */
export class StateWriter {
  private readonly file: string;
  private readonly state: State;
  private writing: Promise<void> | undefined;
  private changed = false;
  private backedUp = false;
  private failure: unknown;

  constructor(file: string, state: State) {
    this.file = file;
    this.state = state;
  }

  /** Notes that the state changed; a failed write is reported by `flush`. */
  changedState(): void {
    this.changed = true;
    this.writing ??= this.writeChanges().catch((error: unknown) => {
      this.failure ??= error;
    });
  }

  /** Resolves when everything noted so far is on disk; rejects when any write failed. */
  async flush(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
    if (this.failure !== undefined) throw this.failure as Error;
  }

  private async writeChanges(): Promise<void> {
    try {
      while (this.changed) {
        this.changed = false;
        this.state.serial += 1;
        await writeStateFile(this.file, this.state, { backup: !this.backedUp });
        this.backedUp = true;
      }
    } finally {
      this.writing = undefined;
    }
  }
}

import type { TerraformLine } from '../../gateway/admin-protocol.ts';
import { lineSplitter, readApplyLine } from './apply-lines.ts';
import type { LiveArea } from './live-area.ts';

/** Shows an apply: a counter on a terminal, the lines of what has ended otherwise. */
export class ApplyProgress {
  readonly #live: LiveArea;
  readonly #isInteractive: boolean;
  readonly #onLines: (lines: readonly string[]) => void;
  readonly #underWay = new Set<string>();
  readonly #take: (text: string) => void;
  #actions = 0;
  #ended = 0;

  constructor(live: LiveArea, isInteractive: boolean, onLines: (lines: readonly string[]) => void) {
    this.#live = live;
    this.#isInteractive = isInteractive;
    this.#onLines = onLines;
    this.#take = lineSplitter((line) => this.#takeLine(line));
  }

  take(line: TerraformLine): void {
    if (line.kind === 'text') this.#take(line.text);
    else if (line.kind === 'error') this.#live.say(line.text);
  }

  end(): void {
    this.#take('\n');
    this.#onLines([]);
  }

  #takeLine(text: string): void {
    const line = readApplyLine(text);
    switch (line.kind) {
      case 'plan':
        this.#actions = line.actions;
        this.#live.say(`${text}\n`);
        break;
      case 'begun':
        this.#underWay.add(line.address);
        break;
      case 'ended':
        this.#underWay.delete(line.address);
        // Data sources are read beside the plan's actions, and change nothing.
        if (text.includes(': Read complete')) break;
        this.#ended++;
        if (!this.#isInteractive) this.#live.say(`${text}\n`);
        break;
      case 'result':
        this.#live.say(`${text}\n`);
        break;
      case 'detail':
        return;
    }
    const waiting = [...this.#underWay].at(0);
    this.#onLines([
      `Terraform  ${this.#ended} of ${this.#actions}${waiting === undefined ? '' : `  ${waiting}`}`,
    ]);
  }
}

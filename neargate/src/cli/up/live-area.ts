import { type Clock, systemClock } from '../../core/clock.ts';
import type { Terminal } from '../command.ts';

const redrawEveryMs = 100;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Lines at the bottom of a terminal that are drawn anew as things happen, and lines above them that stay. Without a person at
 * a terminal only the lines that stay are written.
 */
export interface LiveArea {
  /** Writes text that stays; it ends with a line end. */
  say(text: string): void;
  /** Replaces the lines at the bottom. */
  show(lines: readonly string[]): void;
  /** Takes the lines at the bottom away. */
  clear(): void;
}

export function liveArea(terminal: Terminal, clock: Clock = systemClock): LiveArea {
  if (!terminal.isInteractive) {
    return { say: (text) => terminal.note(text), show: () => undefined, clear: () => undefined };
  }
  let wanted: readonly string[] = [];
  let drawn = 0;
  let frame = 0;
  let cancel: (() => void) | undefined;

  const erase = () => (drawn === 0 ? '' : `\r\u001B[${drawn}A\u001B[J`);
  const draw = () => {
    const sign = spinner[frame % spinner.length] ?? '';
    const text = wanted.map((line) => `${cut(`${sign} ${line}`, terminal.width)}\n`).join('');
    terminal.note(erase() + text);
    drawn = wanted.length;
  };
  const tick = () => {
    frame++;
    draw();
    cancel = clock.setTimer(redrawEveryMs, tick);
  };
  return {
    say(text) {
      terminal.note(erase() + text);
      drawn = 0;
      if (wanted.length > 0) draw();
    },
    show(lines) {
      wanted = lines;
      if (cancel === undefined && lines.length > 0) tick();
    },
    clear() {
      cancel?.();
      cancel = undefined;
      wanted = [];
      terminal.note(erase());
      drawn = 0;
    },
  };
}

function cut(line: string, width: number): string {
  return line.length < width ? line : `${line.slice(0, width - 2)}…`;
}

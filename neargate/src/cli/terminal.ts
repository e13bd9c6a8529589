import type { Terminal } from './command.ts';

const narrowest = 40;

/** A pipe whose reader has ended, and a terminal that was closed. */
const goneCodes: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO']);

/**
 * The terminal of a process: results on standard output, everything else on standard error. That nobody reads any more is no
 * reason to break off in the middle of a run: what is written is then lost.
 */
export function processTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!goneCodes.has(error.code)) throw error;
    });
  }
  const isInteractive = stderr.isTTY === true && env['CI'] === undefined;
  return {
    print: (text) => stdout.write(text),
    note: (text) => stderr.write(text),
    isInteractive,
    // https://no-color.org
    color: stdout.isTTY === true && !env['NO_COLOR'],
    width: Math.max(narrowest, stdout.columns ?? 80),
  };
}

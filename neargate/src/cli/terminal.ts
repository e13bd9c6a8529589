import type { Terminal } from './command.ts';

const narrowest = 40;

/** The terminal of a process: results on standard output, everything else on standard error. */
export function processTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process;
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

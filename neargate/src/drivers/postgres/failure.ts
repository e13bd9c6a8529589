import { DatabaseError } from './driver.ts';

interface KnownFailure {
  readonly pattern: RegExp;
  readonly message: (match: RegExpExecArray) => string;
  readonly remedy: string;
}

const knownFailures: readonly KnownFailure[] = [
  {
    pattern: /could not bind|could not create any TCP\/IP sockets/,
    message: () => 'The port that PostgreSQL was to listen on has been taken by another program.',
    remedy: 'Start again: another port is chosen.',
  },
  {
    pattern: /No space left on device/i,
    message: () => 'The disk that holds the databases is full.',
    remedy: 'Free some space; "neargate down --delete-data" deletes the databases.',
  },
  {
    pattern: /invalid value for parameter "([^"]+)": "([^"]*)"/,
    message: ([, name, value]) => `PostgreSQL does not accept "${value}" for the parameter ${name}.`,
    remedy: 'Correct the parameter in the DB parameter group.',
  },
  {
    pattern: /parameter "([^"]+)" requires|configuration file .* contains errors/,
    message: () => 'PostgreSQL does not accept the parameters of the DB parameter group.',
    remedy: 'Correct the DB parameter group; the reason is in the log of the database.',
  },
  {
    pattern: /initialized by PostgreSQL version (\S+), which is not compatible with this version (.+?)\.?$/m,
    message: ([, made, runs]) =>
      `The database's data were made by PostgreSQL ${made}; ${runs} cannot read them.`,
    remedy: 'Install the Neargate that made them, dump the data, and delete the database.',
  },
  {
    pattern: /EACCES: permission denied, \w+ '([^']*)'/,
    message: ([, file]) => `Neargate may not use ${file}.`,
    remedy: 'Give the folder back to the user who runs Neargate.',
  },
  {
    pattern: /"([^"]*)": Permission denied/,
    message: ([, file]) => `PostgreSQL may not use ${file}.`,
    remedy: 'Give the folder back to the user who runs Neargate.',
  },
];

/** Turns what a PostgreSQL program wrote before it failed into one sentence of cause. */
export function failureText(output: string): DatabaseError {
  for (const { pattern, message, remedy } of knownFailures) {
    const match = pattern.exec(output);
    if (match !== null) return new DatabaseError(message(match), { remedy });
  }
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const told = lines.findLast((line) => /\b(FATAL|PANIC|error|could not)\b/.test(line)) ?? lines.at(-1);
  const text = told?.replace(/^.*?\b(?:FATAL|PANIC|error):\s*/, '').trim();
  return new DatabaseError(`PostgreSQL did not start: ${text ?? 'it ended without saying why'}`);
}

/** Whether starting again, at another port or a moment later, may help. */
export function isPassing(output: string): boolean {
  return (
    /could not bind|could not create any TCP\/IP sockets/.test(output) ||
    // Children of a server that was killed hold its memory until they notice.
    /pre-existing shared memory block .* is still in use/.test(output)
  );
}

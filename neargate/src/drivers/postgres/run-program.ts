import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { DatabaseUser } from './database-user.ts';
import { failureText } from './failure.ts';

/** Programs of PostgreSQL get nothing of this process's environment, which holds the user's secrets. */
export const programEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as const;

/**
 * Runs a program as the database's user until it ends.
 *
 * @param isHarmless Whether the program's failure, by what it said, is none here.
 * @throws DatabaseError with what the program said when it fails
 */
export async function runProgram(
  user: DatabaseUser,
  file: string,
  args: readonly string[],
  isHarmless: (output: string) => boolean = () => false,
): Promise<void> {
  const { file: program, args: allArgs, ...ids } = user.invocation(file, args);
  const child = spawn(program, allArgs, {
    ...ids,
    cwd: '/',
    env: programEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code === 0 || (code !== null && isHarmless(output))) return;
  } catch (error) {
    output += String(error);
  }
  throw failureText(output);
}

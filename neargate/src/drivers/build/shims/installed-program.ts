import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** The program of that name that PATH finds when the shims' own folder is left out. */
export function installedProgram(
  name: string,
  searchPath: string | undefined,
  shimDirectory: string,
): string | undefined {
  for (const directory of (searchPath ?? '').split(path.delimiter)) {
    if (directory === '' || path.resolve(directory) === path.resolve(shimDirectory)) continue;
    const file = path.join(directory, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Runs a program in place of this process: the same streams and arguments. Resolves to its exit code. */
export function runInstead(
  file: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit', env: environment });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}

// Starts the server that is measured, with an empty state of its own.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const patienceMs = 60_000;

/** Neargate on a directory without resources; its state is in `folder` too. */
export function startNeargate(folder, port, { nodeOptions = [], stdio = [] } = {}) {
  const directory = path.join(folder, 'terraform');
  mkdirSync(directory);
  writeFileSync(path.join(directory, 'main.tf'), '');
  return spawn(
    process.execPath,
    [...nodeOptions, path.join(root, 'bin/neargate.mjs'), 'up', '--dir', directory],
    {
      env: { ...process.env, NEARGATE_STATE: path.join(folder, 'state'), NEARGATE_PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit', ...stdio],
    },
  );
}

/** Resolves once the server answers. */
export async function answers(port, child) {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return;
    } catch {
      if (child.exitCode !== null || performance.now() > deadline)
        throw new Error('the server did not start');
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

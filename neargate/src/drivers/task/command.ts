import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';

import type { ContainerConfig } from '../image/image-config.ts';

/**
 * The command line of a container, by Docker's rules: an overridden ENTRYPOINT drops the image's CMD, an overridden CMD
 * keeps the image's ENTRYPOINT.
 */
export function containerCommand(
  image: ContainerConfig,
  override: { entryPoint?: readonly string[]; command?: readonly string[] },
): string[] {
  if (override.entryPoint !== undefined && override.entryPoint.length > 0) {
    return [...override.entryPoint, ...(override.command ?? [])];
  }
  const command =
    override.command !== undefined && override.command.length > 0 ? override.command : (image.Cmd ?? []);
  return [...(image.Entrypoint ?? []), ...command];
}

/** The image's ENV with the container's own variables on top. */
export function containerEnvironment(
  image: ContainerConfig,
  environment: Readonly<Record<string, string>>,
): Record<string, string> {
  const fromImage = (image.Env ?? []).map((entry): [string, string] => {
    const separator = entry.indexOf('=');
    return separator === -1 ? [entry, ''] : [entry.slice(0, separator), entry.slice(separator + 1)];
  });
  return { ...Object.fromEntries(fromImage), ...environment };
}

/** Whether an executable honours the Node preload: `yes`, `no`, or `unknown` for shells, which may start anything. */
export function followsNodePreload(executable: string): 'yes' | 'no' | 'unknown' {
  const name = path.basename(executable);
  if (name === 'node' || name === 'nodejs') return 'yes';
  const shebang = readShebang(executable);
  if (shebang === undefined)
    return ['sh', 'bash', 'dash', 'ash', 'busybox', 'env'].includes(name) ? 'unknown' : 'no';
  if (/\bnode\b/.test(shebang)) return 'yes';
  return /\b(?:ba|da|a)?sh\b/.test(shebang) ? 'unknown' : 'no';
}

const nodePrograms: ReadonlySet<string> = new Set(['node', 'npm', 'npx', 'yarn', 'pnpm']);

/**
 * Whether a container is one of a Node program: its executable is, or a script whose first argument is, as with the
 * entry point of the official Node images, which becomes what it is given.
 */
export function isNodeProgram(executable: string, command: readonly string[]): boolean {
  const follows = followsNodePreload(executable);
  return follows === 'unknown' ? nodePrograms.has(path.basename(command[1] ?? '')) : follows === 'yes';
}

function readShebang(executable: string): string | undefined {
  const descriptor = openSync(executable, 'r');
  try {
    const head = Buffer.alloc(256);
    const length = readSync(descriptor, head, 0, head.length, 0);
    const text = head.subarray(0, length).toString('latin1');
    return text.startsWith('#!') ? text.slice(2).split('\n')[0] : undefined;
  } finally {
    closeSync(descriptor);
  }
}

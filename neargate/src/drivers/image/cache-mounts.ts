import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { BuildError } from './build-error.ts';
import { InstructionError, splitPair } from './config-instructions.ts';
import { cacheKey } from './layer-cache.ts';
import type { Owner } from './layer-writer.ts';
import type { Instruction } from './parse.ts';

/** A folder of the host that outlives the build, at a path of the image. */
export interface CacheMount {
  readonly source: string;
  readonly target: string;
  /** Who owns the folder, and its permissions, when it is made. */
  readonly owner: Owner;
  readonly mode: number;
}

/**
 * The mounts of `RUN --mount=type=cache,…`. https://docs.docker.com/reference/dockerfile/#run---mounttypecache
 * @param directory where each cache has a folder, by its id
 * @throws BuildError for mounts of another type, InstructionError for options without a meaning
 */
export function readCacheMounts(instruction: Instruction, directory: string): readonly CacheMount[] {
  const text = instruction.flags.get('mount');
  if (text === undefined) return [];
  return text.split(' ').map((mount) => {
    const options = new Map(mount.split(',').map((option) => splitPair(option)));
    const target = options.get('target') ?? options.get('dst') ?? options.get('destination');
    if (options.get('type') !== 'cache' || target === undefined) {
      throw new BuildError(
        `RUN --mount=${mount} is not supported`,
        instruction,
        'Only --mount=type=cache is; COPY what the command needs, or run with the docker driver.',
      );
    }
    const id = cacheKey(options.get('id') ?? target).slice(0, 16);
    return {
      source: path.join(directory, id),
      target,
      owner: [numberOf(options, 'uid', '0', 10), numberOf(options, 'gid', '0', 10)],
      mode: numberOf(options, 'mode', '0755', 8),
    };
  });
}

/** One that is there keeps owner and permissions: another step may have made it. */
export function makeCacheFolder({ source, owner, mode }: CacheMount): void {
  if (existsSync(source)) return;
  mkdirSync(source, { recursive: true });
  chmodSync(source, mode);
  if (process.getuid?.() === 0) chownSync(source, ...owner);
}

function numberOf(
  options: ReadonlyMap<string, string>,
  name: string,
  fallback: string,
  radix: 8 | 10,
): number {
  const text = options.get(name) ?? fallback;
  if (!(radix === 8 ? /^[0-7]{1,4}$/ : /^\d+$/).test(text))
    throw new InstructionError(`invalid value for ${name} of --mount: ${text}`);
  return Number.parseInt(text, radix);
}

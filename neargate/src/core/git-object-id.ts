import { createHash } from 'node:crypto';
import type { GitObject } from './git-repository.ts';

/** The bytes of an object as git hashes and stores them. */
export function framedObject({ type, content }: Omit<GitObject, 'id'>): Buffer {
  return Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
}

/** The id that git gives to an object. */
export function gitObjectId(object: Omit<GitObject, 'id'>): string {
  return createHash('sha1').update(framedObject(object)).digest('hex');
}

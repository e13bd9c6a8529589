import { readFile } from 'node:fs/promises';
import { UserError } from '../../../core/user-error.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import { textOf } from '../../arguments.ts';

/** The bytes of an object: a file's, or what is written in the configuration. Rejects when the file cannot be read. */
export async function objectContent(config: PlainObject): Promise<Buffer> {
  const source = textOf(config, 'source');
  if (source !== undefined) {
    const path = source.startsWith('~/') ? `${process.env['HOME'] ?? ''}${source.slice(1)}` : source;
    try {
      return await readFile(path);
    } catch (error) {
      throw new UserError(`opening S3 object source (${source}): ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  const base64 = textOf(config, 'content_base64');
  return base64 === undefined
    ? Buffer.from(textOf(config, 'content') ?? '', 'utf8')
    : Buffer.from(base64, 'base64');
}

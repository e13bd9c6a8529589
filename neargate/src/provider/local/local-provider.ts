import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type {
  AttributeSchema,
  DataSource,
  PlainObject,
  Provider,
  ResourceType,
} from '../../terraform/provider.ts';
import { requiredText, textOf } from '../arguments.ts';

export interface LocalClient {
  /** What relative file names are relative to. */
  readonly workingDirectory: string;
}

const contentArguments = ['content', 'content_base64', 'sensitive_content', 'source'];

const checksums: Readonly<Record<string, AttributeSchema>> = Object.fromEntries(
  ['md5', 'sha1', 'sha256', 'base64sha256', 'sha512', 'base64sha512'].map((kind) => [
    `content_${kind}`,
    { type: 'string', computed: true } as const,
  ]),
);

function permission(mode: string): AttributeSchema {
  return {
    type: 'string',
    optional: true,
    computed: true,
    forceNew: true,
    default: mode,
    pattern: { regex: /^[0-7]{3,4}$/, message: 'must be an octal mode such as 0644' },
  };
}

/** A file on this machine, with its content in the state. */
function fileType(options: {
  readonly mode: string;
  readonly sensitive: boolean;
}): ResourceType<LocalClient> {
  const names = options.sensitive
    ? contentArguments.filter((name) => name !== 'sensitive_content')
    : contentArguments;
  const content = (name: string): AttributeSchema => ({
    type: 'string',
    optional: true,
    forceNew: true,
    exactlyOneOf: names,
    ...((options.sensitive && name !== 'source') || name === 'sensitive_content' ? { sensitive: true } : {}),
    ...(name === 'sensitive_content' ? { deprecated: 'Use the local_sensitive_file resource instead.' } : {}),
  });
  return {
    schema: {
      attributes: {
        ...Object.fromEntries(names.map((name) => [name, content(name)])),
        ...checksums,
        directory_permission: permission(options.mode),
        file_permission: permission(options.mode),
        filename: { type: 'string', required: true, forceNew: true },
      },
    },
    behaviour: 'real',
    async create(config, { client }) {
      const file = fileOf(config, client);
      const bytes = await contentOf(config, client);
      const directoryMode = Number.parseInt(requiredText(config, 'directory_permission'), 8);
      await mkdir(path.dirname(file), { recursive: true, mode: directoryMode });
      await writeFile(file, bytes);
      await chmod(file, Number.parseInt(requiredText(config, 'file_permission'), 8));
      return { ...config, ...checksumsOf(bytes), id: sha1(bytes) };
    },
    /** A file that is missing, or that somebody changed, is to be written anew. */
    async read(state, { client }) {
      const bytes = await readIfThere(fileOf(state, client));
      return bytes !== undefined && sha1(bytes) === state['id'] ? state : undefined;
    },
    async delete(state, { client }) {
      await rm(fileOf(state, client), { force: true });
    },
  };
}

function fileSource(sensitive: boolean): DataSource<LocalClient> {
  const content: AttributeSchema = { type: 'string', computed: true, ...(sensitive ? { sensitive } : {}) };
  return {
    schema: {
      attributes: {
        ...checksums,
        content,
        content_base64: content,
        filename: { type: 'string', required: true },
      },
    },
    async read(config, { client }) {
      const bytes = await readFile(fileOf(config, client));
      return {
        ...config,
        ...checksumsOf(bytes),
        id: sha1(bytes),
        content: bytes.toString('utf8'),
        content_base64: bytes.toString('base64'),
      };
    },
  };
}

/** `hashicorp/local`: files on this machine. */
export function localProvider(workingDirectory: string = process.cwd()): Provider<LocalClient> {
  return {
    name: 'local',
    source: 'hashicorp/local',
    configuration: { attributes: {} },
    configure: async () => ({ workingDirectory }),
    resourceTypes: {
      local_file: fileType({ mode: '0777', sensitive: false }),
      local_sensitive_file: fileType({ mode: '0700', sensitive: true }),
    },
    dataSources: { local_file: fileSource(false), local_sensitive_file: fileSource(true) },
  };
}

function fileOf(object: PlainObject, { workingDirectory }: LocalClient): string {
  return path.resolve(workingDirectory, requiredText(object, 'filename'));
}

async function contentOf(config: PlainObject, { workingDirectory }: LocalClient): Promise<Buffer> {
  const encoded = textOf(config, 'content_base64');
  if (encoded !== undefined) return Buffer.from(encoded, 'base64');
  const source = textOf(config, 'source');
  if (source !== undefined) return readFile(path.resolve(workingDirectory, source));
  return Buffer.from(textOf(config, 'sensitive_content') ?? textOf(config, 'content') ?? '', 'utf8');
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function sha1(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex');
}

function checksumsOf(bytes: Buffer): PlainObject {
  const digest = (algorithm: string, encoding: 'hex' | 'base64') =>
    createHash(algorithm).update(bytes).digest(encoding);
  return {
    content_md5: digest('md5', 'hex'),
    content_sha1: digest('sha1', 'hex'),
    content_sha256: digest('sha256', 'hex'),
    content_base64sha256: digest('sha256', 'base64'),
    content_sha512: digest('sha512', 'hex'),
    content_base64sha512: digest('sha512', 'base64'),
  };
}

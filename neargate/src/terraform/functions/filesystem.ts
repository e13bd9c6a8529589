import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, normalize, resolve } from 'node:path';
import type { FunctionParameter, ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { boolType, setType, stringType } from '../../hcl/types.ts';
import { boolValue, setValue, stringValue } from '../../hcl/values.ts';
import { textAt } from './arguments.ts';
import { decodeUtf8 } from './encoding.ts';
import { matchFiles } from './file-glob.ts';

const path: FunctionParameter = { name: 'path', type: stringType };

/** Functions on files and paths. Relative paths begin at `baseDirectory`. */
export function filesystemFunctions(baseDirectory: string): readonly ValueFunction[] {
  const read = (name: string) => readFile(baseDirectory, name);
  const readForHash = (name: string) => {
    try {
      return read(name);
    } catch (error) {
      if (!(error instanceof FunctionError) || error.argumentIndex === undefined) throw error;
      throw new FunctionError(`open ${name}: no such file or directory`);
    }
  };
  const fileHash = (
    name: string,
    algorithm: string,
    encoding: 'hex' | 'base64',
    description: string,
  ): ValueFunction => ({
    name,
    description,
    params: [path],
    returnType: stringType,
    implementation: (args) =>
      stringValue(
        createHash(algorithm)
          .update(readForHash(textAt(args, 0)))
          .digest(encoding),
      ),
  });
  return [
    pathFunction('abspath', 'The absolute form of a path.', (given) => resolve(baseDirectory, given)),
    pathFunction('basename', 'The last part of a path.', (given) =>
      given === '' ? '.' : basename(given) || '/',
    ),
    pathFunction('dirname', 'A path without its last part.', (given) => cleanDirectory(given)),
    pathFunction('pathexpand', 'A path with a leading ~ replaced by the home directory.', expandHome),
    {
      name: 'file',
      description: 'The content of a file as text.',
      params: [path],
      returnType: stringType,
      implementation: (args) => stringValue(readText(baseDirectory, textAt(args, 0))),
    },
    {
      name: 'filebase64',
      description: 'The content of a file in base64.',
      params: [path],
      returnType: stringType,
      implementation: (args) => stringValue(read(textAt(args, 0)).toString('base64')),
    },
    fileHash('filebase64sha256', 'sha256', 'base64', 'The SHA-256 hash of a file, in base64.'),
    fileHash('filebase64sha512', 'sha512', 'base64', 'The SHA-512 hash of a file, in base64.'),
    fileHash('filemd5', 'md5', 'hex', 'The MD5 hash of a file, in hexadecimal.'),
    fileHash('filesha1', 'sha1', 'hex', 'The SHA-1 hash of a file, in hexadecimal.'),
    fileHash('filesha256', 'sha256', 'hex', 'The SHA-256 hash of a file, in hexadecimal.'),
    fileHash('filesha512', 'sha512', 'hex', 'The SHA-512 hash of a file, in hexadecimal.'),
    {
      name: 'fileexists',
      description: 'Whether there is a file at a path.',
      params: [path],
      returnType: boolType,
      implementation: (args) => boolValue(fileExists(baseDirectory, textAt(args, 0))),
    },
    {
      name: 'fileset',
      description: 'The names of the files below a directory that a pattern matches.',
      params: [path, { name: 'pattern', type: stringType }],
      returnType: setType(stringType),
      implementation(args) {
        const directory = resolve(baseDirectory, expandHome(textAt(args, 0)));
        return setValue(matchFiles(directory, textAt(args, 1), textAt(args, 0)).map(stringValue), stringType);
      },
    },
  ];
}

function pathFunction(name: string, description: string, compute: (path: string) => string): ValueFunction {
  return {
    name,
    description,
    params: [path],
    returnType: stringType,
    implementation: (args) => stringValue(compute(textAt(args, 0))),
  };
}

/** As Go's `filepath.Dir`: what is before the last slash, in its shortest form. */
function cleanDirectory(given: string): string {
  const slash = given.lastIndexOf('/');
  const head = slash === -1 ? '' : given.slice(0, slash + 1);
  if (head === '') return '.';
  const clean = normalize(head);
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : dirname(join(clean, 'x'));
}

function expandHome(given: string): string {
  if (!given.startsWith('~')) return given;
  if (given.length > 1 && given.charAt(1) !== '/') {
    throw new FunctionError('failed to expand ~: cannot expand user-specific home dir');
  }
  return join(homedir(), given.slice(1));
}

/** The content of a file as text. Throws `FunctionError` when there is none or it is no UTF-8. */
export function readText(baseDirectory: string, given: string): string {
  const text = decodeUtf8(readFile(baseDirectory, given));
  if (text !== undefined) return text;
  throw new FunctionError(
    `contents of "${given}" are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead`,
  );
}

function readFile(baseDirectory: string, given: string): Buffer {
  try {
    return readFileSync(resolve(baseDirectory, expandHome(given)));
  } catch (error) {
    if (error instanceof FunctionError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new FunctionError(
        `no file exists at "${given}"; this function works only with files that are distributed as part of the configuration source code, so if this file will be created by a resource in this configuration you must instead obtain this result from an attribute of that resource`,
        0,
      );
    }
    throw new FunctionError(
      `failed to read file: ${code === 'EISDIR' ? `read ${given}: is a directory` : String(error)}`,
      0,
    );
  }
}

function fileExists(baseDirectory: string, given: string): boolean {
  const stats = statSync(resolve(baseDirectory, expandHome(given)), { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (stats.isFile()) return true;
  throw new FunctionError(
    stats.isDirectory() ? `"${given}" is a directory, not a file` : `"${given}" is not a regular file`,
  );
}

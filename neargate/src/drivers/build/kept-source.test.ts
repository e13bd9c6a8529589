import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { writeZip } from '../zip/write-zip.ts';
import { keepSource, unpackOverKept } from './kept-source.ts';

const files: Record<string, string> = {
  'a.txt': 'aaaa',
  'folder/b.txt': 'bbbb',
  'folder/c.txt': 'cccc',
  'other/d.txt': 'dddd',
};

function zip(contents: Record<string, string>): Promise<Buffer> {
  const entries = Object.entries(contents).map(([name, content]) => ({
    path: name,
    content: Buffer.from(content),
    mode: 0o100_644,
  }));
  return writeZip([...entries, { path: 'link', content: Buffer.from('a.txt'), mode: 0o120_777 }], 0);
}

/** Builds that have the source one after the other. */
async function project() {
  const root = mkdtempSync(path.join(tmpdir(), 'kept-source-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  let count = 0;
  return {
    place: path.join(root, 'kept'),
    /** Takes a while to unpack, as large archives do, unless told otherwise. */
    begin: async (contents: Record<string, string>, tookMs = 60_000) => {
      const build = path.join(root, `build-${++count}`);
      const directory = path.join(build, 'src');
      mkdirSync(directory, { recursive: true });
      const kept = { place: path.join(root, 'kept'), record: path.join(build, 'source.json') };
      unpackOverKept(directory, await zip(contents), kept, () => Date.now() + tookMs);
      return {
        directory,
        file: (name: string) => path.join(directory, name),
        end: () => keepSource(directory, kept),
      };
    },
  };
}

/** Everything below a folder, with its content. */
function treeOf(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).toSorted();
  return Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const file = path.join(directory, name);
      const stats = lstatSync(file);
      if (stats.isDirectory()) return [];
      const content = stats.isSymbolicLink() ? `→ ${readlinkSync(file)}` : readFileSync(file, 'utf8');
      return [[name, `${content} ${(stats.mode & 0o777).toString(8)}`]];
    }),
  );
}

async function treeOfNew(contents: Record<string, string>): Promise<Record<string, string>> {
  const { begin } = await project();
  return treeOf((await begin(contents)).directory);
}

/** More than a tick of the file system's clock: what is younger is not trusted. */
const settle = () => sleep(40);

it('leaves the files that the next archive has too where they are', async () => {
  const { begin } = await project();
  const first = await begin(files);
  const versionOf = (file: string) => {
    const { ino, ctimeNs } = statSync(file, { bigint: true });
    return [ino, ctimeNs];
  };
  const before = { a: versionOf(first.file('a.txt')), b: versionOf(first.file('folder/b.txt')) };
  await first.end();
  await settle();
  const second = await begin({ ...files, 'folder/b.txt': 'BBBB', 'new/e.txt': 'e' });
  expect(versionOf(second.file('a.txt'))).toEqual(before.a);
  expect(versionOf(second.file('folder/b.txt'))).not.toEqual(before.b);
  expect(treeOf(second.directory)).toEqual(
    await treeOfNew({ ...files, 'folder/b.txt': 'BBBB', 'new/e.txt': 'e' }),
  );
});

it('leaves nothing of what a build has done to them', async () => {
  const { begin } = await project();
  const build = await begin(files);
  await settle();
  const { atime, mtime } = statSync(build.file('a.txt'));
  writeFileSync(build.file('a.txt'), 'AAAA');
  utimesSync(build.file('a.txt'), atime, mtime);
  chmodSync(build.file('folder/b.txt'), 0o777);
  rmSync(build.file('folder/c.txt'));
  symlinkSync('/etc/passwd', build.file('folder/c.txt'));
  rmSync(build.file('other'), { recursive: true });
  writeFileSync(build.file('other'), 'a file');
  mkdirSync(build.file('node_modules/deep'), { recursive: true });
  writeFileSync(build.file('node_modules/deep/file'), 'x');
  mkdirSync(build.file('folder/empty'));
  rmSync(build.file('link'));
  symlinkSync('..', build.file('link'));
  await build.end();
  const next = await begin(files);
  expect(treeOf(next.directory)).toEqual(await treeOfNew(files));
  expect(existsSync(next.file('node_modules'))).toBe(false);
  expect(existsSync(next.file('folder/empty'))).toBe(false);
});

it('does not trust what may have been touched in the tick in which it was unpacked', async () => {
  const { begin } = await project();
  const build = await begin(files, 0);
  writeFileSync(build.file('a.txt'), 'AAAA');
  await build.end();
  const next = await begin(files);
  expect(readFileSync(next.file('a.txt'), 'utf8')).toBe('aaaa');
});

it('unpacks all where nothing is kept, another build has it, or the record is damaged', async () => {
  const { begin, place } = await project();
  const [one, two] = [await begin(files), await begin(files)];
  expect(treeOf(two.directory)).toEqual(treeOf(one.directory));
  await one.end();
  await two.end();
  writeFileSync(path.join(place, 'record.json'), '{');
  const three = await begin(files);
  expect(treeOf(three.directory)).toEqual(await treeOfNew(files));
});

it('removes what the archive does not have any more, and takes a folder for a file', async () => {
  const { begin } = await project();
  await (await begin(files)).end();
  await settle();
  const next = await begin({ 'a.txt': 'aaaa', folder: 'now a file', 'other/d.txt/deeper': 'now a folder' });
  expect(treeOf(next.directory)).toEqual(
    await treeOfNew({ 'a.txt': 'aaaa', folder: 'now a file', 'other/d.txt/deeper': 'now a folder' }),
  );
});

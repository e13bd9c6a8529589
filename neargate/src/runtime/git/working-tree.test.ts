import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { archiveCommit } from '../../drivers/git/archive.ts';
import { type PushWorkingTree, pushWorkingTree } from '../../drivers/git/working-tree.ts';
import { type GitWorld, startGitWorld, testScope, writeFiles } from './git-test-world.ts';

let world: GitWorld;
let home: string | undefined;

beforeEach(async () => {
  world = await startGitWorld();
  world.call('codecommit', 'CreateRepository', { repositoryName: 'shop' });
  home = process.env['HOME'];
  process.env['HOME'] = path.join(world.directory, 'home');
});

afterEach(async () => {
  process.env['HOME'] = home;
  await world.stop();
});

const push = (directory: string, changes: Partial<PushWorkingTree> = {}) =>
  pushWorkingTree({
    directory,
    url: `${world.url}/v1/repos/shop`,
    branch: 'main',
    authorization: 'Basic eDp5',
    includeUncommitted: false,
    stateDirectory: path.join(world.directory, 'state'),
    nowMs: Date.UTC(2026, 0, 1),
    ...changes,
  });

const head = (folder: string) => world.git(folder, 'rev-parse', 'HEAD');

/** What the local repository's branch holds, by path. */
async function pushedFiles(): Promise<readonly string[]> {
  rmSync(path.join(world.directory, 'check'), { recursive: true, force: true });
  await world.git(world.directory, 'clone', '-q', `${world.url}/v1/repos/shop`, 'check');
  return (await world.git(path.join(world.directory, 'check'), 'ls-files')).split('\n');
}

describe('a git working tree', () => {
  it('is pushed as it is committed, once', async () => {
    const folder = await world.workingTree('app', { 'terraform/main.tf': '', 'README.md': 'hello\n' });
    const config = readFileSync(path.join(folder, '.git', 'config'), 'utf8');
    const result = await push(path.join(folder, 'terraform'));
    expect(result).toEqual({
      commitId: await head(folder),
      kind: 'commit',
      pushed: true,
      uncommitted: [],
      root: folder,
      notices: [],
    });
    expect(world.events()).toMatchObject([{ event: 'referenceCreated', commitId: result.commitId }]);
    expect(await push(folder)).toMatchObject({ pushed: false });
    expect(world.events()).toHaveLength(1);
    expect(readFileSync(path.join(folder, '.git', 'config'), 'utf8')).toBe(config);
  });

  it('is pushed without what is not committed, which is named', async () => {
    const folder = await world.workingTree('app');
    writeFiles(folder, { 'README.md': 'changed\n', 'ü new.txt': '' });
    expect(await push(folder)).toMatchObject({
      commitId: await head(folder),
      kind: 'commit',
      uncommitted: ['README.md', 'ü new.txt'],
    });
    expect(await pushedFiles()).toEqual(['README.md']);
  });

  it('is pushed with what is not committed and left as it was', async () => {
    const folder = await world.workingTree('app', {
      '.gitignore': 'secret\n',
      'kept.txt': 'kept\n',
      'changed.txt': 'old\n',
      'removed.txt': '',
    });
    writeFiles(folder, { 'changed.txt': 'new\n', secret: 'x', 'sub/new.txt': '', 'staged.txt': '' });
    rmSync(path.join(folder, 'removed.txt'));
    await world.git(folder, 'add', 'staged.txt');
    const look = async () => [
      await world.git(folder, 'status', '--porcelain'),
      await world.git(folder, 'for-each-ref'),
      await world.git(folder, 'count-objects', '-v'),
      readFileSync(path.join(folder, '.git', 'index')).toString('hex'),
    ];
    const before = await look();
    const result = await push(folder, { includeUncommitted: true });
    expect(result).toMatchObject({
      kind: 'commit-with-changes',
      pushed: true,
      uncommitted: ['changed.txt', 'removed.txt', 'staged.txt', 'sub/new.txt'],
    });
    expect(await look()).toEqual(before);
    expect(await pushedFiles()).toEqual([
      '.gitignore',
      'changed.txt',
      'kept.txt',
      'staged.txt',
      'sub/new.txt',
    ]);
    const check = path.join(world.directory, 'check');
    expect(readFileSync(path.join(check, 'changed.txt'), 'utf8')).toBe('new\n');
    expect(await world.git(check, 'rev-parse', 'HEAD^')).toBe(await head(folder));
    expect(await push(folder, { includeUncommitted: true })).toEqual({ ...result, pushed: false });
    // Back to what is committed, then a history that was rewritten.
    expect(await push(folder)).toMatchObject({ kind: 'commit', pushed: true });
    await world.git(folder, 'commit', '-q', '--amend', '-m', 'other');
    expect(await push(folder)).toMatchObject({ commitId: await head(folder), pushed: true });
  });

  it('never holds what Neargate keeps', async () => {
    const folder = await world.workingTree('app');
    const stateDirectory = path.join(folder, '.neargate [1]');
    writeFiles(stateDirectory, { 'store/journal': 'x' });
    const result = await push(folder, { includeUncommitted: true, stateDirectory });
    expect(result).toMatchObject({ kind: 'commit', uncommitted: [] });
  });

  it('may have its head detached, be a linked worktree or a shallow clone', async () => {
    const folder = await world.workingTree('app');
    await world.git(folder, 'commit', '-q', '--allow-empty', '-m', 'second');
    await world.git(folder, 'checkout', '-q', '--detach');
    expect(await push(folder)).toMatchObject({ kind: 'commit', pushed: true });

    const linked = path.join(world.directory, 'linked');
    await world.git(folder, 'worktree', 'add', '-q', '-b', 'topic', linked);
    writeFiles(linked, { 'topic.txt': '' });
    const { root, kind } = await push(linked, { includeUncommitted: true, branch: 'topic' });
    expect([root, kind]).toEqual([linked, 'commit-with-changes']);

    world.call('codecommit', 'CreateRepository', { repositoryName: 'copy' });
    await world.git(world.directory, 'clone', '-q', '--depth', '1', `file://${folder}`, 'shallow');
    const shallow = path.join(world.directory, 'shallow');
    const url = `${world.url}/v1/repos/copy`;
    writeFiles(shallow, { 'more.txt': '' });
    expect(await push(shallow, { url, includeUncommitted: true })).toMatchObject({
      kind: 'commit-with-changes',
      pushed: true,
    });
    await world.git(world.directory, 'clone', '-q', url, 'copy of copy');
    expect(existsSync(path.join(world.directory, 'copy of copy', 'more.txt'))).toBe(true);
  });

  it('says which submodules and embedded repositories are left out', async () => {
    const library = await world.workingTree('library');
    const folder = await world.workingTree('app');
    await world.git(folder, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library, 'lib');
    await world.git(folder, 'commit', '-q', '-m', 'with a submodule');
    cpSync(library, path.join(folder, 'inner'), { recursive: true });
    expect((await push(folder, { includeUncommitted: true })).notices).toEqual([
      'lib is a submodule: its files are not pushed.',
      'inner is a git repository of its own: its files are not pushed.',
    ]);
  });

  it('without a commit is pushed as a snapshot', async () => {
    const folder = path.join(world.directory, 'young');
    writeFiles(folder, { 'a.txt': 'a\n' });
    await world.git(folder, 'init', '-q');
    const first = await push(folder);
    expect(first).toMatchObject({ kind: 'snapshot', pushed: true, uncommitted: ['a.txt'] });
    expect(await push(folder)).toMatchObject({ commitId: first.commitId, pushed: false });
    expect(await world.git(folder, 'status', '--porcelain')).toBe('?? a.txt');
  });

  it('tells what git said when the repository is not there', async () => {
    const folder = await world.workingTree('app');
    await expect(push(folder, { url: `${world.url}/v1/repos/none` })).rejects.toThrow('not found');
  });
});

describe('a folder without git', () => {
  it('is pushed as it is; the same files give the same commit', async () => {
    const folder = path.join(world.directory, 'plain folder');
    writeFiles(folder, { 'a.txt': 'a\n', 'node_modules/x/index.js': '', 'terraform/main.tf': '' });
    symlinkSync('a.txt', path.join(folder, 'link'));
    const order = { plainFolder: folder };
    const directory = path.join(folder, 'terraform');
    const first = await push(directory, order);
    expect(first).toMatchObject({ kind: 'snapshot', pushed: true, uncommitted: [], root: folder });
    expect(first.notices).toEqual([
      `${folder} is not in a git repository: its files are pushed as they are, without node_modules/.`,
    ]);
    expect(await pushedFiles()).toEqual(['a.txt', 'link', 'terraform/main.tf']);
    expect(existsSync(path.join(folder, '.git'))).toBe(false);
    expect(await push(directory, { ...order, nowMs: 0 })).toEqual({ ...first, pushed: false });
    writeFiles(folder, { 'a.txt': 'b\n' });
    const second = await push(directory, order);
    expect(second).toMatchObject({ pushed: true });
    writeFiles(folder, { 'a.txt': 'a\n' });
    expect(await push(directory, order)).toMatchObject({ commitId: first.commitId, pushed: true });
  });

  it('inside a working tree that ignores it stands alone', async () => {
    const outer = await world.workingTree('outer', { '.gitignore': 'stacks/\n' });
    const folder = path.join(outer, 'stacks', 'one');
    mkdirSync(folder, { recursive: true });
    writeFiles(folder, { 'main.tf': '' });
    expect(await push(folder)).toMatchObject({ kind: 'snapshot', root: folder });
    expect(await pushedFiles()).toEqual(['main.tf']);
  });
});

describe('an archive of a commit', () => {
  it('holds every file and nothing of git', async () => {
    const folder = await world.workingTree('app', {
      '.gitattributes': 'hidden.txt export-ignore\n',
      'hidden.txt': 'there all the same\n',
    });
    const { commitId } = await push(folder);
    const id = world.call('codecommit', 'GetRepository', { repositoryName: 'shop' }).repositoryMetadata
      ?.repositoryId;
    const directory = path.join(world.gitRoot, testScope, `${id}.git`);
    const zip = await archiveCommit({ directory, commitId });
    expect(zip.toString('latin1')).toMatch(/^PK.*hidden\.txt/s);
    expect(zip.includes('.git/')).toBe(false);
    expect((await archiveCommit({ directory, commitId })).equals(zip)).toBe(true);
    await expect(archiveCommit({ directory, commitId: 'f'.repeat(40) })).rejects.toThrow('git archive');
  });
});

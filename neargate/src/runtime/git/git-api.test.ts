import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GitWorld, startGitWorld, testScope, writeFiles } from './git-test-world.ts';

const repositoryName = 'shop';
let world: GitWorld;
let directory: string;

beforeEach(async () => {
  world = await startGitWorld();
  const { repositoryMetadata } = world.call('codecommit', 'CreateRepository', { repositoryName });
  directory = path.join(world.gitRoot, testScope, `${repositoryMetadata?.repositoryId}.git`);
});

afterEach(() => world.stop());

describe('the API on a real repository', () => {
  it('writes what git accepts and clones', async () => {
    const put = (filePath: string, text: string, parentCommitId?: string) =>
      world.call('codecommit', 'PutFile', {
        repositoryName,
        branchName: 'trunk',
        filePath,
        fileContent: Buffer.from(text),
        parentCommitId,
      }).commitId ?? '';
    const first = put('a/b/c.txt', 'one\n');
    const second = put('a.txt', 'beside the folder\n', first);
    world.call('codecommit', 'CreateCommit', {
      repositoryName,
      branchName: 'trunk',
      parentCommitId: second,
      commitMessage: 'über\n',
      authorName: 'Ann <x>',
      putFiles: [{ filePath: 'run.sh', fileContent: Buffer.from('#!/bin/sh\n'), fileMode: 'EXECUTABLE' }],
      setFileModes: [{ filePath: 'a.txt', fileMode: 'EXECUTABLE' }],
    });
    await world.git(directory, 'fsck', '--full', '--strict');
    await world.git(world.directory, 'clone', '-q', `${world.url}/v1/repos/shop`, 'copy');
    const copy = path.join(world.directory, 'copy');
    expect(await world.git(copy, 'branch', '--show-current')).toBe('trunk');
    expect(await world.git(copy, 'ls-files', '--stage')).toMatch(
      /^100755 \w+ 0\ta\.txt\n100644 \w+ 0\ta\/b\/c\.txt\n100755 \w+ 0\trun\.sh$/,
    );
    expect(readFileSync(path.join(copy, 'a/b/c.txt'), 'utf8')).toBe('one\n');
    expect(await world.git(copy, 'log', '-1', '--format=%an %s')).toBe('Ann x über');
  });

  it('reads what git pushed: commits, files, links, differences, history', async () => {
    const folder = await world.workingTree('app', { 'a/one.txt': '1\n', 'b.txt': 'b\n' });
    const first = await world.git(folder, 'rev-parse', 'HEAD');
    writeFiles(folder, { 'a/one.txt': '2\n' });
    await world.git(folder, 'commit', '-q', '-a', '-m', 'second');
    const second = await world.git(folder, 'rev-parse', 'HEAD');
    await world.git(folder, 'commit', '-q', '--allow-empty', '-m', 'third');
    await world.git(folder, 'tag', '-a', 'v1', '-m', 'version', second);
    await world.git(folder, 'push', '-q', 'local', 'main', 'v1');
    const file = world.call('codecommit', 'GetFile', {
      repositoryName,
      filePath: 'a/one.txt',
      commitSpecifier: 'v1',
    });
    expect(file).toMatchObject({ commitId: second, fileSize: 2, fileMode: 'NORMAL' });
    expect(file.blobId).toBe(await world.git(folder, 'rev-parse', 'HEAD:a/one.txt'));
    expect(world.call('codecommit', 'GetCommit', { repositoryName, commitId: second }).commit).toMatchObject({
      parents: [first],
      message: 'second\n',
      author: { name: 'Ann', email: 'ann@example.com' },
    });
    expect(
      world.call('codecommit', 'GetDifferences', {
        repositoryName,
        beforeCommitSpecifier: first,
        afterCommitSpecifier: 'refs/heads/main',
      }).differences,
    ).toMatchObject([{ changeType: 'M', afterBlob: { path: 'a/one.txt', mode: '100644' } }]);
    const { revisionDag } = world.call('codecommit', 'ListFileCommitHistory', {
      repositoryName,
      filePath: 'a/one.txt',
    });
    expect(revisionDag?.map(({ commit, revisionChildren }) => [commit?.commitId, revisionChildren])).toEqual([
      [second, []],
      [first, [second]],
    ]);
  });

  it('refuses a branch that a push has moved meanwhile', async () => {
    const folder = await world.workingTree('app');
    await world.git(folder, 'push', '-q', 'local', 'main');
    const head = await world.git(folder, 'rev-parse', 'HEAD');
    await world.git(folder, 'commit', '-q', '--allow-empty', '-m', 'past the gateway');
    await world.git(folder, 'push', '-q', directory, 'main');
    expect(() =>
      world.call('codecommit', 'PutFile', {
        repositoryName,
        branchName: 'main',
        filePath: 'x',
        fileContent: Buffer.from('x'),
        parentCommitId: head,
      }),
    ).toThrow(expect.objectContaining({ code: 'ConcurrentReferenceUpdateException' }));
    expect(existsSync(path.join(directory, 'refs', 'heads', 'main.lock'))).toBe(false);
  });
});

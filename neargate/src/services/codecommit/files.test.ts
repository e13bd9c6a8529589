import { describe, expect, it } from 'vitest';
import { eventsTablesOf } from '../events/store.ts';
import { createTestContext } from '../test-context.ts';

const repositoryName = 'shop';
const bytes = (text: string) => Buffer.from(text, 'utf8');

async function shop() {
  const test = await createTestContext();
  test.call('codecommit', 'CreateRepository', { repositoryName });
  const put = (filePath: string, content: string, parentCommitId?: string, branchName = 'main') =>
    test.call('codecommit', 'PutFile', {
      repositoryName,
      branchName,
      filePath,
      fileContent: bytes(content),
      commitMessage: `put ${filePath}`,
      name: 'Ann',
      email: 'ann@example.com',
      parentCommitId,
    });
  const events = () =>
    [...eventsTablesOf(test.context).acceptedEvents.values()].map(({ event }) => event.detail);
  const text = (filePath: string, commitSpecifier?: string) =>
    Buffer.from(
      test.call('codecommit', 'GetFile', { repositoryName, filePath, commitSpecifier }).fileContent ?? [],
    ).toString('utf8');
  return { ...test, put, events, text };
}

function refused(work: () => unknown, code: string): void {
  expect(work).toThrow(expect.objectContaining({ code }));
}

describe('files through the API', () => {
  it('begin a repository, its default branch and an event', async () => {
    const { call, put, events, text } = await shop();
    const { commitId, blobId, treeId } = put('src/index.ts', 'one\n');
    // `git hash-object` of the same bytes.
    expect(blobId).toBe('5626abf0f72e58d7a153368ba57db4c673c0e171');
    expect(events()).toMatchObject([{ event: 'referenceCreated', referenceName: 'main', commitId }]);
    expect(call('codecommit', 'GetRepository', { repositoryName }).repositoryMetadata?.defaultBranch).toBe(
      'main',
    );
    expect(call('codecommit', 'GetCommit', { repositoryName, commitId }).commit).toEqual({
      commitId,
      treeId,
      parents: [],
      message: 'put src/index.ts',
      author: { name: 'Ann', email: 'ann@example.com', date: '1767225600 +0000' },
      committer: { name: 'Ann', email: 'ann@example.com', date: '1767225600 +0000' },
      additionalData: '',
    });
    expect(text('src/index.ts')).toBe('one\n');
    expect(text('/src/index.ts', 'main')).toBe('one\n');
    expect(text('src/index.ts', commitId)).toBe('one\n');
    expect(call('codecommit', 'GetBlob', { repositoryName, blobId: blobId ?? '' }).content?.toString()).toBe(
      'one\n',
    );
  });

  it('are listed by folder', async () => {
    const { call, put } = await shop();
    const { commitId: first } = put('src/deep/a.ts', 'a');
    put('README.md', 'readme', first);
    const root = call('codecommit', 'GetFolder', { repositoryName, folderPath: '/' });
    expect(root).toMatchObject({
      folderPath: '',
      subFolders: [{ absolutePath: 'src', relativePath: 'src' }],
      files: [{ absolutePath: 'README.md', relativePath: 'README.md', fileMode: 'NORMAL' }],
      symbolicLinks: [],
      subModules: [],
    });
    expect(call('codecommit', 'GetFolder', { repositoryName, folderPath: 'src/deep/' })).toMatchObject({
      folderPath: 'src/deep',
      files: [{ absolutePath: 'src/deep/a.ts', relativePath: 'a.ts' }],
    });
  });

  it('change many at once, and the differences tell', async () => {
    const { call, put, events } = await shop();
    const { commitId: first } = put('a/one.txt', '1');
    const { commitId: second } = put('b/two.txt', '2', first);
    const made = call('codecommit', 'CreateCommit', {
      repositoryName,
      branchName: 'main',
      parentCommitId: second,
      putFiles: [
        { filePath: 'c.txt', fileContent: bytes('3'), fileMode: 'EXECUTABLE' },
        { filePath: 'moved/one.txt', sourceFile: { filePath: 'a/one.txt', isMove: true } },
      ],
      deleteFiles: [{ filePath: 'b/two.txt' }],
    });
    expect(made).toMatchObject({
      filesAdded: [
        { absolutePath: 'c.txt', fileMode: 'EXECUTABLE' },
        { absolutePath: 'moved/one.txt', fileMode: 'NORMAL' },
      ],
      filesUpdated: [],
      filesDeleted: [{ absolutePath: 'a/one.txt' }, { absolutePath: 'b/two.txt' }],
    });
    expect(events().at(-1)).toMatchObject({ event: 'referenceUpdated', oldCommitId: second });
    const { differences } = call('codecommit', 'GetDifferences', {
      repositoryName,
      beforeCommitSpecifier: second,
      afterCommitSpecifier: 'main',
    });
    expect(
      differences?.map(({ changeType, beforeBlob, afterBlob }) => [
        changeType,
        beforeBlob?.path,
        afterBlob?.path,
        afterBlob?.mode,
      ]),
    ).toEqual([
      ['D', 'a/one.txt', undefined, undefined],
      ['D', 'b/two.txt', undefined, undefined],
      ['A', undefined, 'c.txt', '100755'],
      ['A', undefined, 'moved/one.txt', '100644'],
    ]);
    expect(
      call('codecommit', 'GetFolder', { repositoryName, folderPath: '/' }).subFolders?.map(
        ({ relativePath }) => relativePath,
      ),
    ).toEqual(['moved']);
  });

  it('differ below a path, or from nothing', async () => {
    const { call, put } = await shop();
    const { commitId: first } = put('a/one.txt', '1');
    const { commitId: second } = put('b/two.txt', '2', first);
    const { commitId: third } = put('a/one.txt', 'changed', second);
    const differences = (input: object) =>
      call('codecommit', 'GetDifferences', {
        repositoryName,
        afterCommitSpecifier: third,
        ...input,
      }).differences?.map(({ changeType, afterBlob }) => [changeType, afterBlob?.path]);
    expect(differences({})).toEqual([
      ['A', 'a/one.txt'],
      ['A', 'b/two.txt'],
    ]);
    const from = { beforeCommitSpecifier: first };
    expect(differences({ ...from, beforePath: 'a', afterPath: 'a' })).toEqual([['M', 'a/one.txt']]);
    expect(differences({ ...from, beforePath: 'b', afterPath: 'b' })).toEqual([['A', 'b/two.txt']]);
    expect(differences({ ...from, beforePath: 'a/one.txt', afterPath: 'a/one.txt' })).toEqual([
      ['M', 'a/one.txt'],
    ]);
    refused(() => differences({ ...from, beforePath: 'x', afterPath: 'x' }), 'PathDoesNotExistException');
    const page = call('codecommit', 'GetDifferences', {
      repositoryName,
      afterCommitSpecifier: third,
      MaxResults: 1,
    });
    expect(page.differences).toHaveLength(1);
    expect(
      call('codecommit', 'GetDifferences', {
        repositoryName,
        afterCommitSpecifier: third,
        NextToken: page.NextToken,
      }).differences,
    ).toMatchObject([{ afterBlob: { path: 'b/two.txt' } }]);
  });

  it('are deleted with the folder they leave empty, unless it shall stay', async () => {
    const { call, put } = await shop();
    const { commitId: first } = put('a/one.txt', '1');
    const { commitId: second } = put('b/two.txt', '2', first);
    const remove = (filePath: string, parentCommitId: string, keepEmptyFolders: boolean) =>
      call('codecommit', 'DeleteFile', {
        repositoryName,
        branchName: 'main',
        filePath,
        parentCommitId,
        keepEmptyFolders,
      });
    const { commitId: third } = remove('a/one.txt', second ?? '', false);
    refused(
      () => call('codecommit', 'GetFolder', { repositoryName, folderPath: 'a' }),
      'FolderDoesNotExistException',
    );
    remove('b/two.txt', third ?? '', true);
    expect(call('codecommit', 'GetFolder', { repositoryName, folderPath: 'b' }).files).toMatchObject([
      { relativePath: '.gitkeep' },
    ]);
    refused(() => remove('none', third ?? '', false), 'ParentCommitIdOutdatedException');
  });

  it('are refused in the words of AWS', async () => {
    const { call, put, text } = await shop();
    refused(() => text('x'), 'CommitRequiredException');
    const { commitId } = put('a/one.txt', '1');
    refused(() => put('b.txt', '2'), 'ParentCommitIdRequiredException');
    refused(() => put('b.txt', '2', 'main'), 'InvalidParentCommitIdException');
    refused(() => put('b.txt', '2', 'f'.repeat(40)), 'ParentCommitDoesNotExistException');
    refused(() => put('b.txt', '2', commitId, 'dev'), 'BranchDoesNotExistException');
    refused(() => put('a/one.txt', '1', commitId), 'SameFileContentException');
    refused(() => put('a', '1', commitId), 'FileNameConflictsWithDirectoryNameException');
    refused(() => put('a/one.txt/b', '1', commitId), 'DirectoryNameConflictsWithFileNameException');
    refused(() => put('a/../b', '1', commitId), 'InvalidPathException');
    refused(() => put('.git/config', '1', commitId), 'InvalidPathException');
    refused(() => put('b.txt', '', commitId), 'FileContentRequiredException');
    refused(() => text('none'), 'FileDoesNotExistException');
    refused(() => text('a'), 'FileDoesNotExistException');
    refused(() => text('a/one.txt', 'dev'), 'CommitDoesNotExistException');
    refused(() => text('a/one.txt', '..'), 'InvalidCommitException');
    const commit = (id: string) => call('codecommit', 'GetCommit', { repositoryName, commitId: id });
    refused(() => commit('main'), 'InvalidCommitIdException');
    refused(() => commit('f'.repeat(40)), 'CommitIdDoesNotExistException');
    refused(
      () => call('codecommit', 'GetBlob', { repositoryName, blobId: commitId ?? '' }),
      'BlobIdDoesNotExistException',
    );
    refused(
      () => call('codecommit', 'CreateCommit', { repositoryName, branchName: 'main' }),
      'FileEntryRequiredException',
    );
    const batch = call('codecommit', 'BatchGetCommits', {
      repositoryName,
      commitIds: [commitId ?? '', 'f'.repeat(40)],
    });
    expect(batch.commits).toMatchObject([{ commitId }]);
    expect(batch.errors).toMatchObject([{ errorCode: 'CommitIdDoesNotExistException' }]);
  });
});

describe('branches through the API', () => {
  it('are made and deleted with an event each', async () => {
    const { call, put, events } = await shop();
    const commitId = put('a.txt', '1').commitId ?? '';
    const create = (branchName: string) =>
      call('codecommit', 'CreateBranch', { repositoryName, branchName, commitId });
    create('dev');
    refused(() => create('dev'), 'BranchNameExistsException');
    refused(() => create('a..b'), 'InvalidBranchNameException');
    const remove = (branchName: string) => call('codecommit', 'DeleteBranch', { repositoryName, branchName });
    expect(remove('dev')).toEqual({ deletedBranch: { branchName: 'dev', commitId } });
    expect(remove('dev')).toEqual({});
    refused(() => remove('main'), 'DefaultBranchCannotBeDeletedException');
    expect(events().slice(1)).toMatchObject([
      { event: 'referenceCreated', referenceName: 'dev', commitId },
      { event: 'referenceDeleted', referenceName: 'dev', oldCommitId: commitId },
    ]);
  });
});

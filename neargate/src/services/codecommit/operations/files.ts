import type {
  GetBlobInput,
  GetBlobOutput,
  GetFileInput,
  GetFileOutput,
  GetFolderInput,
  GetFolderOutput,
} from '@aws-sdk/client-codecommit';
import type { GitRepository } from '../../../core/git-repository.ts';
import { regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { specifiedCommit } from '../commits.ts';
import {
  blobIdDoesNotExist,
  blobIdRequired,
  fileDoesNotExist,
  fileTooLarge,
  folderDoesNotExist,
  invalidBlobId,
} from '../errors.ts';
import { describeMode } from '../file-modes.ts';
import { requireFilePath, requireFolderPath } from '../file-paths.ts';
import { isFolder } from '../git-tree.ts';
import { findRepository } from '../repositories.ts';
import { entriesOf, entryAt } from '../tree-walk.ts';

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const longestContentBytes = 6 * 1024 * 1024;

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetFile.html */
export const getFile = operation<GetFileInput, GetFileOutput>({
  handle(context, { repositoryName, commitSpecifier, filePath }) {
    const repository = findRepository(context, repositoryName);
    const path = requireFilePath(filePath);
    const git = context.git.open(regionalScope(context.caller), repository.repositoryId);
    const { commitId, treeId } = specifiedCommit(context, git, repository, commitSpecifier);
    const entry = entryAt(git, treeId, path);
    if (entry === undefined || isFolder(entry) || entry.mode === '160000') throw fileDoesNotExist(path);
    const content = smallBlob(git, entry.id);
    if (content === undefined) throw fileDoesNotExist(path);
    return {
      commitId,
      blobId: entry.id,
      filePath: path,
      fileMode: describeMode(entry),
      fileSize: content.length,
      fileContent: content,
    };
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetFolder.html */
export const getFolder = operation<GetFolderInput, GetFolderOutput>({
  handle(context, { repositoryName, commitSpecifier, folderPath }) {
    const repository = findRepository(context, repositoryName);
    const path = requireFolderPath(folderPath);
    const git = context.git.open(regionalScope(context.caller), repository.repositoryId);
    const { commitId, treeId } = specifiedCommit(context, git, repository, commitSpecifier);
    const folder = entryAt(git, treeId, path);
    if (folder === undefined || !isFolder(folder)) throw folderDoesNotExist(path);
    const placed = entriesOf(git, folder.id).map((entry) => ({
      entry,
      place: {
        absolutePath: path === '' ? entry.name : `${path}/${entry.name}`,
        relativePath: entry.name,
      },
    }));
    const files = placed.filter(({ entry }) => entry.mode.startsWith('100'));
    const ofMode = (mode: string) => placed.filter(({ entry }) => entry.mode === mode);
    return {
      commitId,
      folderPath: path,
      treeId: folder.id,
      subFolders: ofMode('40000').map(({ entry, place }) => ({ treeId: entry.id, ...place })),
      files: files.map(({ entry, place }) => ({
        blobId: entry.id,
        ...place,
        fileMode: describeMode(entry),
      })),
      symbolicLinks: ofMode('120000').map(({ entry, place }) => ({
        blobId: entry.id,
        ...place,
        fileMode: describeMode(entry),
      })),
      subModules: ofMode('160000').map(({ entry, place }) => ({ commitId: entry.id, ...place })),
    };
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetBlob.html */
export const getBlob = operation<GetBlobInput, GetBlobOutput>({
  handle(context, { repositoryName, blobId }) {
    const { repositoryId } = findRepository(context, repositoryName);
    if (blobId === undefined || blobId === '') throw blobIdRequired();
    if (!/^[0-9a-f]{40}$/.test(blobId)) throw invalidBlobId(blobId);
    const content = smallBlob(context.git.open(regionalScope(context.caller), repositoryId), blobId);
    if (content === undefined) throw blobIdDoesNotExist(blobId);
    return { content };
  },
});

/** A blob's content; undefined when there is no such blob. Throws when it is larger than the API gives out. */
function smallBlob(git: GitRepository, id: string): Buffer | undefined {
  const [size] = git.measure([id]);
  if (size?.type !== 'blob') return undefined;
  if (size.sizeBytes > longestContentBytes) throw fileTooLarge();
  return git.read([id])[0]?.content;
}

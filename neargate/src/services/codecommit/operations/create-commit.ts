import type {
  CreateCommitInput,
  CreateCommitOutput,
  DeleteFileInput,
  DeleteFileOutput,
  FileMetadata,
  PutFileEntry,
  PutFileInput,
  PutFileOutput,
} from '@aws-sdk/client-codecommit';
import { operation } from '../../operation.ts';
import { type BranchTip, commitToBranch, requireTip } from '../commit-to-branch.ts';
import {
  contentAndSource,
  contentOrSourceRequired,
  fileContentRequired,
  fileContentTooLarge,
  fileDoesNotExist,
  fileEntryConflict,
  fileEntryRequired,
  fileModeRequired,
  noChange,
  parentCommitIdRequired,
  sameFileContent,
  tooManyFileEntries,
} from '../errors.ts';
import { describeMode, requireMode } from '../file-modes.ts';
import { requireFilePath } from '../file-paths.ts';
import { type GitTreeEntry, isFolder } from '../git-tree.ts';
import { findRepository } from '../repositories.ts';
import { entryAt } from '../tree-walk.ts';

const maxEntries = 100;
const longestFileBytes = 6 * 1024 * 1024;
const longestCommitBytes = 7 * 1024 * 1024;

type Edit = Pick<GitTreeEntry, 'mode' | 'id'> | undefined;

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_PutFile.html */
export const putFile = operation<PutFileInput, PutFileOutput>({
  handle(context, input) {
    const repository = findRepository(context, input.repositoryName);
    const path = requireFilePath(input.filePath);
    const { fileContent } = input;
    if (fileContent === undefined || fileContent.length === 0) throw fileContentRequired();
    if (fileContent.length > longestFileBytes) throw fileContentTooLarge();
    const tip = requireTip(context, repository, input);
    const before = fileAt(tip, path);
    const edit = { mode: modeOf(input.fileMode, before), id: writeBlob(tip, fileContent) };
    if (before?.id === edit.id && before.mode === edit.mode) throw sameFileContent();
    const words = { authorName: input.name, email: input.email, message: input.commitMessage };
    const edits = new Map([[path, edit]]);
    const { commitId, treeId } = commitToBranch(context, tip, { edits, keepsEmptyFolders: false, words });
    return { commitId, blobId: edit.id, treeId };
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_DeleteFile.html */
export const deleteFile = operation<DeleteFileInput, DeleteFileOutput>({
  handle(context, input) {
    const repository = findRepository(context, input.repositoryName);
    const path = requireFilePath(input.filePath);
    if (input.parentCommitId === undefined || input.parentCommitId === '') throw parentCommitIdRequired();
    const tip = requireTip(context, repository, input);
    const before = fileAt(tip, path);
    if (before === undefined) throw fileDoesNotExist(path);
    const words = { authorName: input.name, email: input.email, message: input.commitMessage };
    const { commitId, treeId } = commitToBranch(context, tip, {
      edits: new Map([[path, undefined]]),
      keepsEmptyFolders: input.keepEmptyFolders === true,
      words,
    });
    return { commitId, blobId: before.id, treeId, filePath: path };
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateCommit.html */
export const createCommit = operation<CreateCommitInput, CreateCommitOutput>({
  handle(context, input) {
    const repository = findRepository(context, input.repositoryName);
    requireSomeEntries(input);
    const tip = requireTip(context, repository, input);
    const edits = editsOf(tip, input);
    const changed = [...edits].filter(([path, edit]) => {
      const before = fileAt(tip, path);
      return before?.id !== edit?.id || before?.mode !== edit?.mode;
    });
    if (changed.length === 0) throw noChange();
    const added = changed.filter(([path, edit]) => edit !== undefined && fileAt(tip, path) === undefined);
    const updated = changed.filter(([path, edit]) => edit !== undefined && fileAt(tip, path) !== undefined);
    const deleted = changed.flatMap(([path, edit]) =>
      edit === undefined ? [[path, fileAt(tip, path)] as const] : [],
    );
    const words = { authorName: input.authorName, email: input.email, message: input.commitMessage };
    const made = commitToBranch(context, tip, {
      edits: new Map(changed),
      keepsEmptyFolders: input.keepEmptyFolders === true,
      words,
    });
    return {
      ...made,
      filesAdded: added.map(describeFile),
      filesUpdated: updated.map(describeFile),
      filesDeleted: deleted.map(describeFile),
    };
  },
});

function requireSomeEntries({ putFiles = [], deleteFiles = [], setFileModes = [] }: CreateCommitInput): void {
  const count = putFiles.length + deleteFiles.length + setFileModes.length;
  if (count === 0) throw fileEntryRequired();
  if (count > maxEntries) throw tooManyFileEntries();
  const total = putFiles.reduce((sum, { fileContent }) => sum + (fileContent?.length ?? 0), 0);
  const isTooLarge = putFiles.some(({ fileContent }) => (fileContent?.length ?? 0) > longestFileBytes);
  if (isTooLarge || total > longestCommitBytes) throw fileContentTooLarge();
}

function editsOf(tip: BranchTip, input: CreateCommitInput): Map<string, Edit> {
  const edits = new Map<string, Edit>();
  const set = (path: string, edit: Edit, conflict: string) => {
    if (edits.has(path)) throw fileEntryConflict(conflict, path);
    edits.set(path, edit);
  };
  for (const entry of input.putFiles ?? []) {
    const path = requireFilePath(entry.filePath);
    set(path, putEdit(tip, path, entry), 'PutFileEntryConflictException');
    const { sourceFile } = entry;
    if (sourceFile?.isMove === true)
      set(requireFilePath(sourceFile.filePath), undefined, 'PutFileEntryConflictException');
  }
  for (const { filePath } of input.deleteFiles ?? []) {
    const path = requireFilePath(filePath);
    requireFile(tip, path);
    set(path, undefined, 'PutFileEntryConflictException');
  }
  for (const { filePath, fileMode } of input.setFileModes ?? []) {
    const path = requireFilePath(filePath);
    if (fileMode === undefined) throw fileModeRequired();
    set(
      path,
      { id: requireFile(tip, path).id, mode: requireMode(fileMode) },
      'PutFileEntryConflictException',
    );
  }
  return edits;
}

function putEdit(tip: BranchTip, path: string, { fileContent, sourceFile, fileMode }: PutFileEntry): Edit {
  if (fileContent !== undefined && sourceFile !== undefined) throw contentAndSource();
  if (sourceFile !== undefined) {
    const source = requireFile(tip, requireFilePath(sourceFile.filePath));
    return { id: source.id, mode: modeOf(fileMode, source) };
  }
  if (fileContent === undefined) throw contentOrSourceRequired();
  return { id: writeBlob(tip, fileContent), mode: modeOf(fileMode, fileAt(tip, path)) };
}

function fileAt({ git, parent }: BranchTip, path: string): GitTreeEntry | undefined {
  const entry = parent === undefined ? undefined : entryAt(git, parent.treeId, path);
  return entry === undefined || isFolder(entry) ? undefined : entry;
}

function requireFile(tip: BranchTip, path: string): GitTreeEntry {
  const entry = fileAt(tip, path);
  if (entry === undefined) throw fileDoesNotExist(path);
  return entry;
}

/** The mode asked for; else the one that the file has. */
function modeOf(given: PutFileEntry['fileMode'], before: GitTreeEntry | undefined): string {
  return given === undefined ? (before?.mode ?? requireMode('NORMAL')) : requireMode(given);
}

function writeBlob({ git }: BranchTip, content: Uint8Array): string {
  const [id = ''] = git.write([{ type: 'blob', content: Buffer.from(content) }]);
  return id;
}

function describeFile([path, edit]: readonly [string, Edit]): FileMetadata {
  return edit === undefined
    ? { absolutePath: path }
    : { absolutePath: path, blobId: edit.id, fileMode: describeMode(edit) };
}

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import type {
  GitHistoryEntry,
  GitObject,
  GitObjectSize,
  GitObjectType,
  GitReference,
  GitRepositories,
  GitRepository,
} from '../../core/git-repository.ts';
import { framedObject, gitObjectId } from '../../core/git-object-id.ts';
import { ensureRepository, repositoryDirectory } from './repositories.ts';
import { GitError, runGitNow } from './run-git.ts';

/** The bare repositories below `root`, through git itself. */
export function gitRepositories(root: string): GitRepositories {
  return { open: (scope, repositoryId) => openRepository(repositoryDirectory(root, scope, repositoryId)) };
}

function openRepository(directory: string): GitRepository {
  const git = (args: readonly string[], input?: string) => {
    ensureRepository(directory);
    return runGitNow([`--git-dir=${directory}`, ...args], input === undefined ? {} : { input });
  };
  return {
    references: () => parseReferences(git(['for-each-ref', `--format=${referenceFormat}`]).toString('utf8')),
    read: (ids) => (ids.length === 0 ? [] : parseObjects(git(['cat-file', '--batch'], lines(ids)))),
    measure: (ids) =>
      ids.length === 0 ? [] : parseSizes(git(['cat-file', '--batch-check'], lines(ids)).toString('utf8')),
    historyOf: (commitId, file) =>
      parseHistory(
        git(['rev-list', '--topo-order', '--parents', commitId, '--', `:(literal)${file}`]).toString('utf8'),
      ),
    write(objects) {
      ensureRepository(directory);
      return objects.map((object) => writeLooseObject(directory, object));
    },
    moveReference({ fullName, from = zeroId, to }) {
      try {
        if (to === undefined) git(['update-ref', '-d', fullName, from]);
        else git(['update-ref', fullName, to, from]);
        return true;
      } catch (error) {
        if (error instanceof GitError) return false;
        throw error;
      }
    },
    pointHeadAt(branchName) {
      ensureRepository(directory);
      const wanted = `ref: refs/heads/${branchName}\n`;
      if (readFileSync(path.join(directory, 'HEAD'), 'utf8') === wanted) return;
      git(['symbolic-ref', 'HEAD', `refs/heads/${branchName}`]);
    },
  };
}

const zeroId = '0'.repeat(40);
const referenceFormat = '%(refname)%00%(objectname)%00%(*objectname)';

function lines(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join('');
}

function parseReferences(text: string): readonly GitReference[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [fullName = '', objectId = '', standsFor = ''] = line.split('\0');
      return { fullName, objectId, commitId: standsFor === '' ? objectId : standsFor };
    });
}

function parseHistory(text: string): readonly GitHistoryEntry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [commitId = '', ...parents] = line.split(' ');
      return { commitId, parents };
    });
}

/** https://git-scm.com/docs/git-cat-file#_batch_output */
function parseObjects(output: Buffer): readonly (GitObject | undefined)[] {
  const found: (GitObject | undefined)[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(0x0a, at);
    const head = parseSize(output.toString('utf8', at, end));
    at = end + 1;
    if (head === undefined) {
      found.push(undefined);
      continue;
    }
    found.push({ id: head.id, type: head.type, content: output.subarray(at, at + head.sizeBytes) });
    at += head.sizeBytes + 1;
  }
  return found;
}

function parseSizes(output: string): readonly (GitObjectSize | undefined)[] {
  return output.split('\n').slice(0, -1).map(parseSize);
}

/** `<id> <type> <size>`, or `<id> missing`. */
function parseSize(line: string): GitObjectSize | undefined {
  const [id = '', type = '', size] = line.split(' ');
  return size === undefined ? undefined : { id, type: type as GitObjectType, sizeBytes: Number(size) };
}

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_object_storage */
function writeLooseObject(directory: string, object: Omit<GitObject, 'id'>): string {
  const id = gitObjectId(object);
  const folder = path.join(directory, 'objects', id.slice(0, 2));
  const file = path.join(folder, id.slice(2));
  if (existsSync(file)) return id;
  mkdirSync(folder, { recursive: true });
  const unfinished = path.join(folder, `tmp_obj_${randomBytes(6).toString('hex')}`);
  writeFileSync(unfinished, deflateSync(framedObject(object)), { mode: 0o444, flush: true });
  renameSync(unfinished, file);
  return id;
}

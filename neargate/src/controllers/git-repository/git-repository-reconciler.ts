import type { Logger } from '../../core/logger.ts';
import { UserError } from '../../core/user-error.ts';
import {
  ensureRepository,
  removeRepository,
  repositoryDirectory,
  repositoryIdsIn,
  scopesIn,
} from '../../drivers/git/repositories.ts';
import { runGit } from '../../drivers/git/run-git.ts';
import { repositoryById } from '../../services/codecommit/locate-repository.ts';
import { recordReferences } from '../../services/codecommit/record-references.ts';
import {
  codecommitTableNames,
  codecommitTables,
  type RepositoryRow,
} from '../../services/codecommit/store.ts';
import type { OperationContext } from '../../services/context.ts';
import type { Store } from '../../store/store.ts';
import type { Change } from '../../store/table.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';

export interface GitRepositoryOptions {
  readonly store: Store;
  readonly log: Logger;
  /** Where git data is kept, as drivers/git lays it out. */
  readonly root: string;
  readonly contextOf: (scope: string) => OperationContext;
}

/** How soon a change that came past the gateway, such as a commit made in the directory itself, is seen. */
const pollMs = 15_000;

/**
 * Keeps one bare git repository for each repository of CodeCommit and records what its references did. After a crash the first
 * look finds what was pushed but not yet told, and removes the data of repositories that are gone. Keyed by scope and id.
 */
export function gitRepositoryReconciler({ store, log, root, contextOf }: GitRepositoryOptions): Reconciler {
  const maintained = new Set<string>();
  let hasSaidWhyNot = false;

  async function work(key: string, signal: AbortSignal): Promise<ReconcileResult | undefined> {
    const { scope, repositoryId } = parseKey(key);
    const directory = repositoryDirectory(root, scope, repositoryId);
    const repository = repositoryById(store, scope, repositoryId);
    if (repository === undefined) {
      await removeRepository(directory);
      return undefined;
    }
    ensureRepository(directory);
    recordReferences(contextOf(scope), repository);
    if (!maintained.has(key)) {
      maintained.add(key);
      await runGit([`--git-dir=${directory}`, 'gc', '--auto', '--quiet'], { signal });
    }
    return { requeueAfterMs: pollMs };
  }

  return {
    name: 'git-repository',
    keysFor: (change) => keysFor(change),
    initialKeys: () => new Set([...keysOfRows(store), ...keysOnDisk(root)]),
    async reconcile(key, signal) {
      try {
        return await work(key, signal);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        if (!hasSaidWhyNot) log.warn(error.message);
        hasSaidWhyNot = true;
        return { requeueAfterMs: pollMs };
      }
    },
  };
}

/** Only creation and deletion: what else changes in a row, a look at the repository has written itself. */
function keysFor({ table, scope, before, after }: Change): readonly string[] {
  if (table !== codecommitTableNames.repositories) return [];
  const rows = [before, after].filter((row): row is RepositoryRow => row !== undefined);
  if (rows.length !== 1) return [];
  return rows.map(({ repositoryId }) => formatKey(scope, repositoryId));
}

function keysOfRows(store: Store): readonly string[] {
  return store
    .scopes(codecommitTableNames.repositories)
    .flatMap((scope) =>
      [...codecommitTables(store, scope).repositories.values()].map(({ repositoryId }) =>
        formatKey(scope, repositoryId),
      ),
    );
}

function keysOnDisk(root: string): readonly string[] {
  return scopesIn(root).flatMap((scope) => repositoryIdsIn(root, scope).map((id) => formatKey(scope, id)));
}

function formatKey(scope: string, repositoryId: string): string {
  return `${scope}|${repositoryId}`;
}

function parseKey(key: string): { readonly scope: string; readonly repositoryId: string } {
  const [scope = '', repositoryId = ''] = key.split('|');
  return { scope, repositoryId };
}

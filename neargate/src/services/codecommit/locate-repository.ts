import type { Store } from '../../store/store.ts';
import { codecommitTableNames, codecommitTables, type RepositoryRow } from './store.ts';

export interface RepositoryPlace {
  readonly scope: string;
  readonly repository: RepositoryRow;
}

/** What a clone URL on this machine leaves open: it names neither account nor region. */
export interface RepositorySearch {
  readonly name: string;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  readonly defaultAccountId: string;
  readonly defaultRegion: string;
}

/**
 * Finds the repository of that name: where the request says it is, else in the default account and region, else the only one
 * there is. Gives every place when there are several.
 */
export function locateRepository(store: Store, search: RepositorySearch): readonly RepositoryPlace[] {
  const places = store.scopes(codecommitTableNames.repositories).flatMap((scope): RepositoryPlace[] => {
    const repository = codecommitTables(store, scope).repositories.get(search.name);
    return repository === undefined ? [] : [{ scope, repository }];
  });
  const asked = places.filter(({ scope }) => {
    const [accountId, region] = scope.split('/');
    return (
      (search.accountId === undefined || search.accountId === accountId) &&
      (search.region === undefined || search.region === region)
    );
  });
  const preferred = asked.find(
    ({ scope }) =>
      scope === `${search.accountId ?? search.defaultAccountId}/${search.region ?? search.defaultRegion}`,
  );
  return preferred === undefined ? asked : [preferred];
}

/** The repository with this id in a scope, whatever it is called now. */
export function repositoryById(store: Store, scope: string, repositoryId: string): RepositoryRow | undefined {
  for (const row of codecommitTables(store, scope).repositories.values())
    if (row.repositoryId === repositoryId) return row;
  return undefined;
}

import { type OperationContext } from '../context.ts';
import { imageNotFound, repositoryNotFound } from './errors.ts';
import { ecrTablesOf, type EcrTables, imageKey, type ImageRow, type RepositoryRow, tagKey } from './store.ts';

/** The repository of the caller's registry; another registry's does not exist here. */
export function findRepository(
  context: OperationContext,
  input: { readonly repositoryName: string | undefined; readonly registryId?: string | undefined },
): RepositoryRow {
  const { repositoryName = '', registryId = context.caller.accountId } = input;
  const row = ecrTablesOf(context).repositories.get(repositoryName);
  if (row === undefined || row.registryId !== registryId)
    throw repositoryNotFound(repositoryName, registryId);
  return row;
}

/** The image that a digest or a tag names, or undefined; a tag beside a digest must point at that digest. */
export function lookUpImage(
  tables: EcrTables,
  repositoryName: string,
  id: { readonly imageDigest?: string | undefined; readonly imageTag?: string | undefined },
): ImageRow | undefined {
  const tagged =
    id.imageTag === undefined ? undefined : tables.imageTags.get(tagKey(repositoryName, id.imageTag));
  if (id.imageTag !== undefined && tagged === undefined) return undefined;
  const digest = id.imageDigest ?? tagged?.imageDigest;
  if (digest === undefined || (tagged !== undefined && tagged.imageDigest !== digest)) return undefined;
  return tables.images.get(imageKey(repositoryName, digest));
}

export function findImage(
  context: OperationContext,
  repository: RepositoryRow,
  id: { readonly imageDigest?: string | undefined; readonly imageTag?: string | undefined },
): ImageRow {
  const { repositoryName, registryId } = repository;
  const row = lookUpImage(ecrTablesOf(context), repositoryName, id);
  if (row === undefined) throw imageNotFound(id.imageDigest, id.imageTag, repositoryName, registryId);
  return row;
}

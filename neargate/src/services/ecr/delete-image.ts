import type { ImageIdentifier } from '@aws-sdk/client-ecr';
import type { OperationContext } from '../context.ts';
import { tellImageAction } from './image-events.ts';
import { parseManifest } from './manifest.ts';
import { ecrTablesOf, type EcrTables, imageKey, type ImageRow, tagKey, tagsOf } from './store.ts';

/** By tag only the tag goes, and the image with its last tag; by digest the image goes with all tags. */
export function deleteImage(
  context: OperationContext,
  row: ImageRow,
  tag: string | undefined,
): ImageIdentifier[] {
  const tables = ecrTablesOf(context);
  const { repositoryName, imageDigest } = row;
  const tags = tagsOf(tables, row);
  const removed = tag === undefined ? tags : [tag];
  for (const name of removed) tables.imageTags.delete(tagKey(repositoryName, name));
  if (removed.length === tags.length) tables.images.delete(imageKey(repositoryName, imageDigest));
  const ids: ImageIdentifier[] =
    removed.length === 0 ? [{ imageDigest }] : removed.map((imageTag) => ({ imageDigest, imageTag }));
  for (const { imageTag } of ids)
    tellImageAction(context, 'DELETE', { repositoryName, imageDigest, imageTag });
  return ids;
}

/** The digests that the indexes of a repository name: such an image cannot go before its index. */
export function referencedDigests(tables: EcrTables, repositoryName: string): ReadonlySet<string> {
  const digests = [...tables.images.values()]
    .filter((row) => row.repositoryName === repositoryName)
    .flatMap((row) => {
      const manifest = parseManifest(row.manifest, row.manifestMediaType);
      return manifest.kind === 'index' ? manifest.manifests.map(({ digest }) => digest) : [];
    });
  return new Set(digests);
}

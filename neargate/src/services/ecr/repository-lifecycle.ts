import type { OperationContext } from '../context.ts';
import { deleteImage, referencedDigests } from './delete-image.ts';
import { expiringImages, type LifecycleImage, type LifecycleOutcome } from './expiring-images.ts';
import { lookUpImage } from './repositories.ts';
import { ecrTablesOf, type EcrTables, tagsOf } from './store.ts';

/** What a policy would do to the images of a repository now. */
export function evaluateLifecycle(
  tables: EcrTables,
  repositoryName: string,
  policyText: string,
  nowMs: number,
): LifecycleOutcome {
  const referenced = referencedDigests(tables, repositoryName);
  const images = [...tables.images.values()]
    .filter((row) => row.repositoryName === repositoryName)
    .map((row): LifecycleImage => ({
      imageDigest: row.imageDigest,
      tags: tagsOf(tables, row),
      pushedAtMs: row.pushedAtMs,
      lastPulledAtMs: row.lastPulledAtMs,
      isReferenced: referenced.has(row.imageDigest),
    }));
  return expiringImages(policyText, images, nowMs);
}

/** Expires what a repository's policy says now. Returns when the next image becomes old enough. */
export function applyLifecycle(context: OperationContext, repositoryName: string): number | undefined {
  const tables = ecrTablesOf(context);
  const policyText = tables.repositories.get(repositoryName)?.lifecyclePolicyText;
  if (policyText === undefined) return undefined;
  const { expiring, nextAtMs } = evaluateLifecycle(tables, repositoryName, policyText, context.clock.now());
  for (const { image } of expiring) {
    const row = lookUpImage(tables, repositoryName, { imageDigest: image.imageDigest });
    if (row !== undefined) deleteImage(context, row, undefined);
  }
  return nextAtMs;
}

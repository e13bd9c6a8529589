import type { ImageScanStatus } from '@aws-sdk/client-ecr';
import type { OperationContext } from '../context.ts';
import { tellImageScan } from './image-events.ts';
import { ecrTablesOf, imageKey, type ImageRow, type RepositoryRow, tagsOf } from './store.ts';

/** A scan was asked for, by a push or by StartImageScan. It fails at once: nobody here looks into images. */
export function failScan(context: OperationContext, repository: RepositoryRow, image: ImageRow): void {
  const tables = ecrTablesOf(context);
  const { repositoryName, repositoryArn } = repository;
  const { imageDigest } = image;
  tables.images.update(imageKey(repositoryName, imageDigest), (row) => ({
    ...row,
    scanFailedAtMs: context.clock.now(),
  }));
  tellImageScan(context, { repositoryName, repositoryArn, imageDigest, imageTags: tagsOf(tables, image) });
}

/** What came of a scan; undefined when none was asked for. */
export function scanStatusOf({ scanFailedAtMs }: ImageRow): ImageScanStatus | undefined {
  return scanFailedAtMs === undefined
    ? undefined
    : { status: 'FAILED', description: 'Not scanned: Neargate has no scanner.' };
}

import type {
  BatchDeleteImageRequest,
  BatchDeleteImageResponse,
  BatchGetImageRequest,
  BatchGetImageResponse,
  DescribeImageScanFindingsRequest,
  DescribeImageScanFindingsResponse,
  DescribeImagesRequest,
  DescribeImagesResponse,
  ImageDetail,
  ImageFailure,
  ImageIdentifier,
  ListImagesRequest,
  ListImagesResponse,
} from '@aws-sdk/client-ecr';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { invalidNextToken, invalidParameter, scanNotFound } from '../errors.ts';
import { tellImageAction } from '../image-events.ts';
import { parseManifest } from '../manifest.ts';
import { findImage, findRepository, lookUpImage } from '../repositories.ts';
import { ecrTablesOf, type EcrTables, imageKey, type ImageRow, tagKey, tagsOf } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html */
export const batchGetImage = operation<BatchGetImageRequest, BatchGetImageResponse>({
  input: { repositoryName: { required: true }, imageIds: { required: true, min: 1, max: 100 } },
  handle(context, { imageIds = [], ...input }) {
    const { repositoryName, registryId } = findRepository(context, input);
    const tables = ecrTablesOf(context);
    const response: Required<BatchGetImageResponse> = { images: [], failures: [] };
    for (const imageId of imageIds) {
      const row = lookUpImage(tables, repositoryName, imageId);
      if (row === undefined) {
        response.failures?.push(failureOf(imageId));
        continue;
      }
      response.images?.push({
        registryId,
        repositoryName,
        imageId: { imageDigest: row.imageDigest, imageTag: imageId.imageTag },
        imageManifest: row.manifest,
        imageManifestMediaType: row.manifestMediaType,
      });
      tables.images.put(imageKey(repositoryName, row.imageDigest), {
        ...row,
        lastPulledAtMs: context.clock.now(),
      });
    }
    return response;
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchDeleteImage.html */
export const batchDeleteImage = operation<BatchDeleteImageRequest, BatchDeleteImageResponse>({
  input: { repositoryName: { required: true }, imageIds: { required: true, min: 1, max: 100 } },
  handle(context, { imageIds = [], ...input }) {
    const { repositoryName } = findRepository(context, input);
    const tables = ecrTablesOf(context);
    const response: Required<BatchDeleteImageResponse> = { imageIds: [], failures: [] };
    for (const imageId of imageIds) {
      const row = lookUpImage(tables, repositoryName, imageId);
      if (row === undefined) response.failures?.push(failureOf(imageId));
      else if (isReferenced(tables, row) && imageId.imageTag === undefined) {
        response.failures?.push({
          imageId,
          failureCode: 'ImageReferencedByManifestList',
          failureReason: `Requested image referenced by manifest list: [${row.imageDigest}]`,
        });
      } else {
        const deleted = deleteImage(tables, row, imageId.imageTag);
        response.imageIds?.push(...deleted);
        for (const { imageTag } of deleted)
          tellImageAction(context, 'DELETE', { repositoryName, imageDigest: row.imageDigest, imageTag });
      }
    }
    return response;
  },
});

/** By tag only the tag goes, and the image with its last tag; by digest the image goes with all tags. */
function deleteImage(tables: EcrTables, row: ImageRow, tag: string | undefined): ImageIdentifier[] {
  const { repositoryName, imageDigest } = row;
  const tags = tagsOf(tables, row);
  const removed = tag === undefined ? tags : [tag];
  for (const name of removed) tables.imageTags.delete(tagKey(repositoryName, name));
  if (removed.length === tags.length) tables.images.delete(imageKey(repositoryName, imageDigest));
  return removed.length === 0 ? [{ imageDigest }] : removed.map((imageTag) => ({ imageDigest, imageTag }));
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImages.html */
export const listImages = operation<ListImagesRequest, ListImagesResponse>({
  input: { repositoryName: { required: true }, maxResults: { min: 1, max: 1000 } },
  handle(context, { nextToken, maxResults = 100, filter, ...input }) {
    const { repositoryName } = findRepository(context, input);
    const tables = ecrTablesOf(context);
    const ids = imagesOf(tables, repositoryName, filter?.tagStatus).flatMap((row): ImageIdentifier[] => {
      const tags = tagsOf(tables, row);
      const { imageDigest } = row;
      return tags.length === 0 ? [{ imageDigest }] : tags.map((imageTag) => ({ imageDigest, imageTag }));
    });
    const keyOf = ({ imageDigest, imageTag }: ImageIdentifier) => `${imageDigest} ${imageTag}`;
    const page = paginate(ids, keyOf, { token: nextToken, limit: maxResults }, invalidNextToken);
    return { imageIds: page.items, nextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
export const describeImages = operation<DescribeImagesRequest, DescribeImagesResponse>({
  input: { repositoryName: { required: true }, maxResults: { min: 1, max: 1000 } },
  handle(context, { imageIds, nextToken, maxResults = 100, filter, ...input }) {
    const repository = findRepository(context, input);
    const tables = ecrTablesOf(context);
    const describe = (row: ImageRow): ImageDetail => {
      const tags = tagsOf(tables, row);
      return {
        registryId: repository.registryId,
        repositoryName: repository.repositoryName,
        imageDigest: row.imageDigest,
        imageTags: tags.length === 0 ? undefined : tags,
        imageSizeInBytes: row.sizeBytes,
        imagePushedAt: toDate(row.pushedAtMs),
        imageManifestMediaType: row.manifestMediaType,
        artifactMediaType: row.artifactMediaType,
        lastRecordedPullTime: toDate(row.lastPulledAtMs),
        imageStatus: 'ACTIVE',
      };
    };
    if (imageIds !== undefined && imageIds.length > 0) {
      const rows = new Set(imageIds.map((imageId) => findImage(context, repository, imageId)));
      return { imageDetails: [...rows].map(describe) };
    }
    const rows = imagesOf(tables, repository.repositoryName, filter?.tagStatus);
    const request = { token: nextToken, limit: maxResults };
    const page = paginate(rows, (row) => row.imageDigest, request, invalidNextToken);
    return { imageDetails: page.items.map(describe), nextToken: page.nextToken };
  },
});

/** Nothing scans images here, so there never is a scan. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html */
export const describeImageScanFindings = operation<
  DescribeImageScanFindingsRequest,
  DescribeImageScanFindingsResponse
>({
  input: { repositoryName: { required: true }, imageId: { required: true } },
  handle(context, { imageId, ...input }) {
    const repository = findRepository(context, input);
    if (imageId === undefined) throw invalidParameter("Invalid parameter at 'imageId'");
    const { imageDigest } = findImage(context, repository, imageId);
    throw scanNotFound(imageDigest, imageId.imageTag, repository.repositoryName, repository.registryId);
  },
});

function imagesOf(tables: EcrTables, repositoryName: string, tagStatus = 'ANY'): ImageRow[] {
  return [...tables.images.values()].filter(
    (row) =>
      row.repositoryName === repositoryName &&
      (tagStatus === 'ANY' || tagsOf(tables, row).length > 0 === (tagStatus === 'TAGGED')),
  );
}

function isReferenced(tables: EcrTables, image: ImageRow): boolean {
  return imagesOf(tables, image.repositoryName).some((row) => {
    const manifest = parseManifest(row.manifest, row.manifestMediaType);
    return manifest.kind === 'index' && manifest.manifests.some(({ digest }) => digest === image.imageDigest);
  });
}

function failureOf(imageId: ImageIdentifier): ImageFailure {
  if (imageId.imageDigest === undefined && imageId.imageTag === undefined) {
    return {
      imageId,
      failureCode: 'MissingDigestAndTag',
      failureReason: 'Invalid request parameters: both tag and digest cannot be null',
    };
  }
  return { imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' };
}

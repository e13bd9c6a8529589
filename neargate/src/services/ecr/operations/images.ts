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
  StartImageScanRequest,
  StartImageScanResponse,
} from '@aws-sdk/client-ecr';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { deleteImage, referencedDigests } from '../delete-image.ts';
import { invalidNextToken, invalidParameter, scanNotFound } from '../errors.ts';
import { failScan, scanStatusOf } from '../image-scan.ts';
import { findImage, findRepository, lookUpImage } from '../repositories.ts';
import { ecrTablesOf, type EcrTables, imageKey, type ImageRow, tagsOf } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html */
export const batchGetImage = operation<BatchGetImageRequest, BatchGetImageResponse>({
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
  handle(context, { imageIds = [], ...input }) {
    const { repositoryName } = findRepository(context, input);
    const tables = ecrTablesOf(context);
    const referenced = referencedDigests(tables, repositoryName);
    const response: Required<BatchDeleteImageResponse> = { imageIds: [], failures: [] };
    for (const imageId of imageIds) {
      const row = lookUpImage(tables, repositoryName, imageId);
      if (row === undefined) response.failures?.push(failureOf(imageId));
      else if (referenced.has(row.imageDigest) && imageId.imageTag === undefined) {
        response.failures?.push({
          imageId,
          failureCode: 'ImageReferencedByManifestList',
          failureReason: `Requested image referenced by manifest list: [${row.imageDigest}]`,
        });
      } else response.imageIds?.push(...deleteImage(context, row, imageId.imageTag));
    }
    return response;
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImages.html */
export const listImages = operation<ListImagesRequest, ListImagesResponse>({
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
        imageScanStatus: scanStatusOf(row),
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

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_StartImageScan.html */
export const startImageScan = operation<StartImageScanRequest, StartImageScanResponse>({
  handle(context, { imageId, ...input }) {
    const repository = findRepository(context, input);
    if (imageId === undefined) throw invalidParameter("Invalid parameter at 'imageId'");
    const image = findImage(context, repository, imageId);
    failScan(context, repository, image);
    const { registryId, repositoryName } = repository;
    const { imageDigest } = image;
    const row = findImage(context, repository, { imageDigest });
    return {
      registryId,
      repositoryName,
      imageId: { imageDigest, imageTag: imageId.imageTag },
      imageScanStatus: scanStatusOf(row),
    };
  },
});

/** Never any findings: the status says why. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html */
export const describeImageScanFindings = operation<
  DescribeImageScanFindingsRequest,
  DescribeImageScanFindingsResponse
>({
  handle(context, { imageId, ...input }) {
    const repository = findRepository(context, input);
    if (imageId === undefined) throw invalidParameter("Invalid parameter at 'imageId'");
    const image = findImage(context, repository, imageId);
    const { registryId, repositoryName } = repository;
    const { imageDigest } = image;
    const imageScanStatus = scanStatusOf(image);
    if (imageScanStatus === undefined)
      throw scanNotFound(imageDigest, imageId.imageTag, repositoryName, registryId);
    return {
      registryId,
      repositoryName,
      imageId: { imageDigest, imageTag: imageId.imageTag },
      imageScanStatus,
    };
  },
});

function imagesOf(tables: EcrTables, repositoryName: string, tagStatus = 'ANY'): ImageRow[] {
  return [...tables.images.values()].filter(
    (row) =>
      row.repositoryName === repositoryName &&
      (tagStatus === 'ANY' || tagsOf(tables, row).length > 0 === (tagStatus === 'TAGGED')),
  );
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

import type {
  CreateRepositoryRequest,
  CreateRepositoryResponse,
  DeleteRepositoryRequest,
  DeleteRepositoryResponse,
  DescribeRepositoriesRequest,
  DescribeRepositoriesResponse,
  PutImageScanningConfigurationRequest,
  PutImageScanningConfigurationResponse,
  PutImageTagMutabilityRequest,
  PutImageTagMutabilityResponse,
} from '@aws-sdk/client-ecr';
import { formatArn } from '../../../core/arn.ts';
import { operation } from '../../operation.ts';
import { paginateByKey } from '../../pagination.ts';
import { describeRepository } from '../describe-repository.ts';
import {
  invalidNextToken,
  invalidParameter,
  repositoryAlreadyExists,
  repositoryNotEmpty,
} from '../errors.ts';
import { findRepository } from '../repositories.ts';
import { ecrTablesOf, imageKey, type RepositoryRow, tagKey } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const createRepository = operation<CreateRepositoryRequest, CreateRepositoryResponse>({
  handle(context, input) {
    const { caller, clock } = context;
    const name = input.repositoryName ?? '';
    const { repositories } = ecrTablesOf(context);
    if (repositories.has(name)) throw repositoryAlreadyExists(name, caller.accountId);
    const { encryptionType = 'AES256', kmsKey } = input.encryptionConfiguration ?? {};
    const { partition, region, accountId } = caller;
    const row: RepositoryRow = {
      repositoryName: name,
      repositoryArn: formatArn({
        partition,
        service: 'ecr',
        region,
        accountId,
        resource: `repository/${name}`,
      }),
      registryId: accountId,
      createdAtMs: clock.now(),
      imageTagMutability: input.imageTagMutability ?? 'MUTABLE',
      imageTagMutabilityExclusionFilters: input.imageTagMutabilityExclusionFilters,
      scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
      encryption: { encryptionType, kmsKey },
      tags: input.tags ?? [],
    };
    repositories.put(name, row);
    return { repository: describeRepository(context, row) };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html */
export const describeRepositories = operation<DescribeRepositoriesRequest, DescribeRepositoriesResponse>({
  handle(context, { repositoryNames, registryId, nextToken, maxResults = 100 }) {
    if (repositoryNames !== undefined) {
      const named = repositoryNames.map((name) =>
        findRepository(context, { repositoryName: name, registryId }),
      );
      return { repositories: named.map((row) => describeRepository(context, row)) };
    }
    const rows = ecrTablesOf(context).repositories.values();
    const request = { token: nextToken, limit: maxResults };
    const page = paginateByKey(rows, (row) => row.repositoryName, request, invalidNextToken);
    return {
      repositories: page.items.map((row) => describeRepository(context, row)),
      nextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html */
export const deleteRepository = operation<DeleteRepositoryRequest, DeleteRepositoryResponse>({
  handle(context, { force = false, ...input }) {
    const row = findRepository(context, input);
    const name = row.repositoryName;
    const tables = ecrTablesOf(context);
    const inRepository = (owned: { readonly repositoryName: string }) => owned.repositoryName === name;
    const images = [...tables.images.values()].filter(inRepository);
    if (images.length > 0 && !force) throw repositoryNotEmpty(name, row.registryId);
    for (const { imageDigest } of images) tables.images.delete(imageKey(name, imageDigest));
    for (const { tag } of [...tables.imageTags.values()].filter(inRepository)) {
      tables.imageTags.delete(tagKey(name, tag));
    }
    for (const { layerDigest } of [...tables.layers.values()].filter(inRepository)) {
      tables.layers.delete(imageKey(name, layerDigest));
    }
    for (const { uploadId } of [...tables.uploads.values()].filter(inRepository))
      tables.uploads.delete(uploadId);
    tables.lifecyclePreviews.delete(name);
    tables.repositories.delete(name);
    return { repository: describeRepository(context, row) };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImageTagMutability.html */
export const putImageTagMutability = operation<PutImageTagMutabilityRequest, PutImageTagMutabilityResponse>({
  handle(context, input) {
    const { repositoryName: name, registryId } = findRepository(context, input);
    const { imageTagMutability: mutability = 'MUTABLE', imageTagMutabilityExclusionFilters } = input;
    if (mutability.endsWith('_EXCLUSION') && (imageTagMutabilityExclusionFilters ?? []).length === 0) {
      throw invalidParameter(
        "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy constraint: 'at least one filter is required'",
      );
    }
    ecrTablesOf(context).repositories.update(name, (row) => ({
      ...row,
      imageTagMutability: mutability,
      imageTagMutabilityExclusionFilters,
    }));
    return {
      registryId,
      repositoryName: name,
      imageTagMutability: mutability,
      imageTagMutabilityExclusionFilters,
    };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImageScanningConfiguration.html */
export const putImageScanningConfiguration = operation<
  PutImageScanningConfigurationRequest,
  PutImageScanningConfigurationResponse
>({
  handle(context, input) {
    const { repositoryName: name, registryId } = findRepository(context, input);
    const scanOnPush = input.imageScanningConfiguration?.scanOnPush ?? false;
    ecrTablesOf(context).repositories.update(name, (row) => ({ ...row, scanOnPush }));
    return { registryId, repositoryName: name, imageScanningConfiguration: { scanOnPush } };
  },
});

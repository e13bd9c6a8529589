import type {
  BatchCheckLayerAvailabilityRequest,
  BatchCheckLayerAvailabilityResponse,
  CompleteLayerUploadRequest,
  CompleteLayerUploadResponse,
  GetDownloadUrlForLayerRequest,
  GetDownloadUrlForLayerResponse,
  InitiateLayerUploadRequest,
  InitiateLayerUploadResponse,
  UploadLayerPartRequest,
  UploadLayerPartResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { registryPassword } from '../authorization-token.ts';
import { invalidLayer, invalidLayerPart, layersNotFound, uploadNotFound } from '../errors.ts';
import { storeLayer } from '../layers.ts';
import { findRepository } from '../repositories.ts';
import { ecrTablesOf, imageKey, type LayerUploadRow, type RepositoryRow } from '../store.ts';

const partSizeBytes = 20 * 1024 * 1024;
const downloadUrlLifetimeMs = 60 * 60 * 1000;

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchCheckLayerAvailability.html */
export const batchCheckLayerAvailability = operation<
  BatchCheckLayerAvailabilityRequest,
  BatchCheckLayerAvailabilityResponse
>({
  handle(context, { layerDigests = [], ...input }) {
    const { repositoryName } = findRepository(context, input);
    const tables = ecrTablesOf(context);
    const response: Required<BatchCheckLayerAvailabilityResponse> = { layers: [], failures: [] };
    for (const layerDigest of layerDigests) {
      if (!/^sha256:[0-9a-f]{64}$/.test(layerDigest)) {
        response.failures?.push({
          layerDigest,
          failureCode: 'InvalidLayerDigest',
          failureReason: 'Invalid layer digest',
        });
        continue;
      }
      const row = tables.layers.get(imageKey(repositoryName, layerDigest));
      response.layers?.push({
        layerDigest,
        layerAvailability: row === undefined ? 'UNAVAILABLE' : 'AVAILABLE',
        layerSize: row?.sizeBytes,
      });
    }
    return response;
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetDownloadUrlForLayer.html */
export const getDownloadUrlForLayer = operation<
  GetDownloadUrlForLayerRequest,
  GetDownloadUrlForLayerResponse
>({
  handle(context, { layerDigest = '', ...input }) {
    const { repositoryName, registryId } = findRepository(context, input);
    if (!ecrTablesOf(context).layers.has(imageKey(repositoryName, layerDigest))) {
      throw layersNotFound([layerDigest], repositoryName, registryId);
    }
    const token = registryPassword(context, downloadUrlLifetimeMs);
    const downloadUrl = `${context.gatewayUrl}/v2/${repositoryName}/blobs/${layerDigest}?token=${encodeURIComponent(token)}`;
    return { layerDigest, downloadUrl };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_InitiateLayerUpload.html */
export const initiateLayerUpload = operation<InitiateLayerUploadRequest, InitiateLayerUploadResponse>({
  handle(context, input) {
    const { repositoryName } = findRepository(context, input);
    const uploadId = context.ids.uuid();
    const createdAtMs = context.clock.now();
    ecrTablesOf(context).uploads.put(uploadId, { uploadId, repositoryName, createdAtMs, parts: [] });
    return { uploadId, partSize: partSizeBytes };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_UploadLayerPart.html */
export const uploadLayerPart = operation<UploadLayerPartRequest, UploadLayerPartResponse>({
  handle(context, { uploadId = '', partFirstByte, layerPartBlob = new Uint8Array(), ...input }) {
    const repository = findRepository(context, input);
    const upload = findUpload(context, repository, uploadId);
    const received = sizeOf(upload);
    if (partFirstByte !== received || layerPartBlob.length > partSizeBytes)
      throw invalidLayerPart(received - 1);
    const part = { blobDigest: context.blobs.put(layerPartBlob), sizeBytes: layerPartBlob.length };
    ecrTablesOf(context).uploads.put(uploadId, { ...upload, parts: [...upload.parts, part] });
    return {
      registryId: repository.registryId,
      repositoryName: repository.repositoryName,
      uploadId,
      lastByteReceived: received + layerPartBlob.length - 1,
    };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CompleteLayerUpload.html */
export const completeLayerUpload = operation<CompleteLayerUploadRequest, CompleteLayerUploadResponse>({
  handle(context, { uploadId = '', layerDigests = [], ...input }) {
    const repository = findRepository(context, input);
    const { repositoryName, registryId } = repository;
    const upload = findUpload(context, repository, uploadId);
    if (upload.parts.length === 0) {
      throw new AwsError(
        'EmptyUploadException',
        `The upload with id '${uploadId}' does not contain any layer parts.`,
      );
    }
    const content = Buffer.concat(upload.parts.map(({ blobDigest }) => requireBlob(context, blobDigest)));
    const [expected] = layerDigests;
    const tables = ecrTablesOf(context);
    const known = expected !== undefined && tables.layers.has(imageKey(repositoryName, expected));
    if (known) {
      throw new AwsError(
        'LayerAlreadyExistsException',
        `The layer with digest '${expected}' already exists in the repository with name '${repositoryName}' in registry with id '${registryId}'`,
      );
    }
    const layerDigest = storeLayer(context, repositoryName, content);
    if (layerDigest !== expected) {
      throw invalidLayer(`Layer digest '${expected}' does not match the calculated digest '${layerDigest}'.`);
    }
    tables.uploads.delete(uploadId);
    return { registryId, repositoryName, uploadId, layerDigest };
  },
});

function findUpload(context: OperationContext, repository: RepositoryRow, uploadId: string): LayerUploadRow {
  const upload = ecrTablesOf(context).uploads.get(uploadId);
  if (upload?.repositoryName !== repository.repositoryName) {
    throw uploadNotFound(uploadId, repository.repositoryName, repository.registryId);
  }
  return upload;
}

function sizeOf({ parts }: LayerUploadRow): number {
  return parts.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
}

function requireBlob({ blobs }: OperationContext, digest: string): Buffer {
  const content = blobs.get(digest);
  if (content === undefined) throw new Error(`blob ${digest} of a layer part is gone`);
  return content;
}

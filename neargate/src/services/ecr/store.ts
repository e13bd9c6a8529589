import type { ImageTagMutability, ImageTagMutabilityExclusionFilter, Tag } from '@aws-sdk/client-ecr';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

export interface RepositoryRow {
  readonly repositoryName: string;
  readonly repositoryArn: string;
  readonly registryId: string;
  readonly createdAtMs: number;
  readonly imageTagMutability: ImageTagMutability;
  readonly imageTagMutabilityExclusionFilters?: readonly ImageTagMutabilityExclusionFilter[] | undefined;
  /** Every push asks for a scan, which fails: nothing scans images here. */
  readonly scanOnPush: boolean;
  readonly encryption: {
    readonly encryptionType: 'AES256' | 'KMS' | 'KMS_DSSE';
    readonly kmsKey?: string | undefined;
  };
  readonly tags: readonly Tag[];
  readonly policyText?: string | undefined;
  /** Acts through controllers/image-lifecycle. */
  readonly lifecyclePolicyText?: string | undefined;
}

export interface ImageRow {
  readonly repositoryName: string;
  /** The digest of the manifest's exact bytes. */
  readonly imageDigest: string;
  readonly manifest: string;
  readonly manifestMediaType: string;
  readonly artifactMediaType?: string | undefined;
  /** Compressed layers and configuration; absent for an index, whose images have their own sizes. */
  readonly sizeBytes?: number | undefined;
  readonly pushedAtMs: number;
  readonly lastPulledAtMs?: number | undefined;
  /** When a scan was asked for last; each fails, for want of a scanner. */
  readonly scanFailedAtMs?: number | undefined;
}

export interface ImageTagRow {
  readonly repositoryName: string;
  readonly tag: string;
  readonly imageDigest: string;
}

/** A layer or configuration that a repository holds; the bytes are a blob under the same digest. */
export interface LayerRow {
  readonly repositoryName: string;
  readonly layerDigest: string;
  readonly sizeBytes: number;
}

export interface LayerUploadRow {
  readonly uploadId: string;
  readonly repositoryName: string;
  readonly createdAtMs: number;
  /** The parts so far, each a blob, in order. */
  readonly parts: readonly { readonly blobDigest: string; readonly sizeBytes: number }[];
}

/** What a lifecycle policy would have done when somebody asked. */
export interface LifecyclePreviewRow {
  readonly repositoryName: string;
  readonly lifecyclePolicyText: string;
  readonly expiring: readonly {
    readonly imageDigest: string;
    readonly imageTags: readonly string[];
    readonly pushedAtMs: number;
    readonly rulePriority: number;
  }[];
}

/** The tables of one registry, which is an account in a region. */
export interface EcrTables {
  /** Keyed by name. */
  readonly repositories: Table<RepositoryRow>;
  /** Keyed by `imageKey`. */
  readonly images: Table<ImageRow>;
  /** Keyed by `tagKey`. */
  readonly imageTags: Table<ImageTagRow>;
  /** Keyed by `imageKey` of the layer's digest. */
  readonly layers: Table<LayerRow>;
  /** Keyed by upload id. */
  readonly uploads: Table<LayerUploadRow>;
  /** Keyed by repository. */
  readonly lifecyclePreviews: Table<LifecyclePreviewRow>;
  /** What authorization tokens are sealed with, under `key`. */
  readonly tokenKeys: Table<{ readonly key: string }>;
}

export function ecrTables(store: Store, scope: string): EcrTables {
  return {
    repositories: store.table('ecr.repositories', scope),
    images: store.table('ecr.images', scope),
    imageTags: store.table('ecr.image-tags', scope),
    layers: store.table('ecr.layers', scope),
    uploads: store.table('ecr.layer-uploads', scope),
    lifecyclePreviews: store.table('ecr.lifecycle-previews', scope),
    tokenKeys: store.table('ecr.token-keys', scope),
  };
}

export function ecrTablesOf(context: OperationContext): EcrTables {
  return ecrTables(context.store, regionalScope(context.caller));
}

export function imageKey(repositoryName: string, digest: string): string {
  return `${repositoryName}@${digest}`;
}

export function tagKey(repositoryName: string, tag: string): string {
  return `${repositoryName}:${tag}`;
}

/** The tags that point at an image, in the order they were put. */
export function tagsOf(tables: EcrTables, { repositoryName, imageDigest }: ImageRow): string[] {
  return [...tables.imageTags.values()]
    .filter((row) => row.repositoryName === repositoryName && row.imageDigest === imageDigest)
    .map(({ tag }) => tag);
}

import type {
  AccelerateConfiguration,
  AnalyticsConfiguration,
  CORSRule,
  Grant,
  IntelligentTieringConfiguration,
  InventoryConfiguration,
  LoggingEnabled,
  MetricsConfiguration,
  NotificationConfiguration,
  ObjectLockConfiguration,
  ObjectOwnership,
  Payer,
  PublicAccessBlockConfiguration,
  ReplicationConfiguration,
  ServerSideEncryptionConfiguration,
  StorageClass,
  Tag,
  TransitionDefaultMinimumObjectSize,
  WebsiteConfiguration,
} from '@aws-sdk/client-s3';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import type { Caller, OperationContext } from '../context.ts';
import type { ChecksumName } from './checksums.ts';
import type { StoredLifecycleRule } from './lifecycle.ts';

/** A bucket and its settings. What a setting does is said beside it; one without a word is stored and does nothing. */
export interface BucketRow {
  readonly name: string;
  readonly ownerAccountId: string;
  readonly region: string;
  readonly createdAtMs: number;
  /** Followed: versions and delete markers are made and kept by it. Absent before the first PutBucketVersioning. */
  readonly versioning?: { readonly status: 'Enabled' | 'Suspended'; readonly mfaDelete?: string | undefined };
  /** Followed: retention and legal holds keep versions from being deleted. */
  readonly objectLock?: ObjectLockConfiguration | undefined;
  /** Named in the answers about objects; nothing is encrypted. */
  readonly encryption: ServerSideEncryptionConfiguration;
  /** Followed as far as it refuses public policies and ACLs. */
  readonly publicAccessBlock?: PublicAccessBlockConfiguration | undefined;
  /** Followed: `BucketOwnerEnforced` refuses ACLs. */
  readonly ownership?: ObjectOwnership | undefined;
  /** Evaluated with the caller's policies. */
  readonly policy?: string | undefined;
  readonly grants: readonly Grant[];
  readonly tags?: readonly Tag[] | undefined;
  readonly cors?: readonly CORSRule[] | undefined;
  readonly website?: WebsiteConfiguration | undefined;
  readonly logging?: LoggingEnabled | undefined;
  readonly lifecycle?:
    | {
        readonly rules: readonly StoredLifecycleRule[];
        readonly minimumSize: TransitionDefaultMinimumObjectSize;
      }
    | undefined;
  /** Followed for EventBridge, queues and topics; nobody calls functions. */
  readonly notification?: NotificationConfiguration | undefined;
  readonly replication?: ReplicationConfiguration | undefined;
  readonly acceleration?: AccelerateConfiguration['Status'];
  readonly payer?: Payer | undefined;
  /** Each by its id. */
  readonly metrics: Readonly<Record<string, MetricsConfiguration>>;
  readonly analytics: Readonly<Record<string, AnalyticsConfiguration>>;
  readonly inventories: Readonly<Record<string, InventoryConfiguration>>;
  readonly intelligentTiering: Readonly<Record<string, IntelligentTieringConfiguration>>;
}

/** What a client says about an object beside its bytes. */
export interface ObjectDescription {
  readonly contentType: string;
  readonly cacheControl?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentLanguage?: string | undefined;
  readonly expiresMs?: number | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: StorageClass;
  readonly websiteRedirectLocation?: string | undefined;
  readonly serverSideEncryption: 'AES256' | 'aws:fsx' | 'aws:backup' | 'aws:kms' | 'aws:kms:dsse';
  readonly kmsKeyId?: string | undefined;
  readonly bucketKeyEnabled?: boolean | undefined;
  readonly tags: readonly Tag[];
  readonly grants: readonly Grant[];
  readonly lock?: ObjectLock | undefined;
}

export interface ObjectLock {
  readonly mode?: 'GOVERNANCE' | 'COMPLIANCE' | undefined;
  readonly retainUntilMs?: number | undefined;
  readonly legalHold?: boolean | undefined;
}

export interface Checksum {
  readonly name: ChecksumName;
  /** Base64; a composite one ends in `-` and the number of parts. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** One version of an object, or a delete marker. `null` is the version id of what was put without versioning. */
export interface ObjectVersionRow {
  readonly key: string;
  readonly versionId: string;
  readonly modifiedAtMs: number;
  /** Absent for a delete marker. */
  readonly content?: ObjectContent | undefined;
}

export interface ObjectContent extends ObjectDescription {
  /** The bytes, as a blob. */
  readonly blobDigest: string;
  readonly sizeBytes: number;
  /** In quotes, as in the header. */
  readonly etag: string;
  readonly checksum?: Checksum | undefined;
  /** The sizes of the parts that it was uploaded in. */
  readonly partSizes?: readonly number[] | undefined;
}

export interface UploadRow {
  readonly uploadId: string;
  readonly key: string;
  readonly initiatedAtMs: number;
  readonly description: ObjectDescription;
  readonly checksum?: { readonly name: ChecksumName; readonly type: 'FULL_OBJECT' | 'COMPOSITE' } | undefined;
}

export interface PartRow {
  readonly uploadId: string;
  readonly partNumber: number;
  readonly blobDigest: string;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly checksum?: string | undefined;
  readonly modifiedAtMs: number;
}

/** The tables of one bucket. Bytes are blobs, which stay when an object goes: another may have the same content. */
export interface BucketTables {
  /** The current version of each object, which may be a delete marker; keyed by object key. */
  readonly current: Table<ObjectVersionRow>;
  /** Versions that others have replaced, oldest first; keyed by `versionKey`. */
  readonly noncurrent: Table<ObjectVersionRow>;
  /** Keyed by upload id. */
  readonly uploads: Table<UploadRow>;
  /** Keyed by `partKey`. */
  readonly parts: Table<PartRow>;
}

/** Every bucket of the partition, keyed by name: bucket names are unique across accounts. */
export function bucketsOf({
  store,
  caller,
}: Pick<OperationContext, 'store'> & { readonly caller: Pick<Caller, 'partition'> }): Table<BucketRow> {
  return store.table('s3.buckets', caller.partition);
}

export function bucketTables(store: Store, bucketName: string): BucketTables {
  return {
    current: store.table('s3.objects', bucketName),
    noncurrent: store.table('s3.noncurrent-versions', bucketName),
    uploads: store.table('s3.uploads', bucketName),
    parts: store.table('s3.parts', bucketName),
  };
}

export function versionKey(key: string, versionId: string): string {
  return `${versionId} ${key}`;
}

export function partKey(uploadId: string, partNumber: number): string {
  return `${uploadId} ${partNumber}`;
}

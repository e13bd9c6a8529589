import { X509Certificate } from 'node:crypto';
import type { TrustStore } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import { openBucket } from '../s3/buckets.ts';
import { readContent } from '../s3/object-bytes.ts';
import { findObject } from '../s3/versions.ts';
import { caCertificatesBundleNotFound, invalidCaCertificatesBundle, trustStoreNotFound } from './errors.ts';
import type { Elbv2Tables, TrustStoreRow } from './store.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const maxCaCertificates = 25;

export interface ObjectReference {
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** The current version when absent. */
  readonly versionId: string | undefined;
}

/** The trust store's row, or TrustStoreNotFound. */
export function findTrustStore(tables: Elbv2Tables, arn: string | undefined): TrustStoreRow {
  const row = tables.trustStores.get(arn ?? '');
  if (row === undefined) throw trustStoreNotFound();
  return row;
}

/** The bytes of an object that a trust store is made of; undefined when it is not there. */
export function objectBytes(
  context: OperationContext,
  { bucket, key, versionId }: ObjectReference,
): Uint8Array | undefined {
  try {
    const { tables } = openBucket(context, { Bucket: bucket });
    return readContent(context, findObject(tables, { Key: key, VersionId: versionId }).content);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** The certificates of the bundle (PEM), each read. Throws the errors of CreateTrustStore. */
export function readCaCertificates(
  context: OperationContext,
  reference: ObjectReference,
): Pick<TrustStoreRow, 'caCertificatesPem'> {
  const bytes = objectBytes(context, reference);
  if (bytes === undefined) throw caCertificatesBundleNotFound();
  const text = Buffer.from(bytes).toString('utf8');
  const parts = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (parts.length === 0 || parts.length > maxCaCertificates) {
    throw invalidCaCertificatesBundle(
      `it holds ${parts.length} certificates in PEM, which must be 1 to ${maxCaCertificates}`,
    );
  }
  return {
    caCertificatesPem: parts.map((pem, index) => {
      const place = `certificate ${index + 1} of ${parts.length}`;
      const certificate = parsed(pem, place);
      if (!certificate.ca) {
        throw invalidCaCertificatesBundle(`${place} is not a certificate authority's`);
      }
      return pem;
    }),
  };
}

function parsed(pem: string, place: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw invalidCaCertificatesBundle(`${place} cannot be read`);
  }
}

/** The listeners that verify clients by the trust store. */
export function listenersUsing(tables: Elbv2Tables, trustStoreArn: string): string[] {
  return [...tables.listeners.values()].flatMap(({ listenerArn, mutualAuthentication }) =>
    mutualAuthentication?.mode === 'verify' && mutualAuthentication.trustStoreArn === trustStoreArn
      ? [listenerArn]
      : [],
  );
}

export function describeTrustStore(row: TrustStoreRow): TrustStore {
  return {
    Name: row.name,
    TrustStoreArn: row.trustStoreArn,
    Status: 'ACTIVE',
    NumberOfCaCertificates: row.caCertificatesPem.length,
    TotalRevokedEntries: row.revocations.reduce((sum, { revoked }) => sum + revoked.length, 0),
  };
}

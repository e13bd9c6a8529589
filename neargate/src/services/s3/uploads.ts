import type { OperationContext } from '../context.ts';
import { type ChecksumMembers, type ChecksumName, etagOf, verifiedChecksum } from './checksums.ts';
import { invalidArgument, noSuchUpload } from './errors.ts';
import { type BucketTables, partKey, type PartRow, type UploadRow } from './store.ts';

const maxPartNumber = 10_000;

export function findUpload(
  tables: BucketTables,
  request: { readonly Key: string | undefined; readonly UploadId: string | undefined },
): UploadRow {
  const row = tables.uploads.get(request.UploadId ?? '');
  if (row === undefined || row.key !== request.Key) throw noSuchUpload();
  return row;
}

/** The parts of an upload by number. */
export function partsOf(tables: BucketTables, { uploadId }: UploadRow): PartRow[] {
  return [...tables.parts.values()]
    .filter((row) => row.uploadId === uploadId)
    .toSorted((left, right) => left.partNumber - right.partNumber);
}

/** Stores a part; one of the same number goes. Throws when its bytes are not what the request says. */
export function putPart(
  context: OperationContext,
  tables: BucketTables,
  upload: UploadRow,
  part: {
    readonly partNumber: number;
    readonly body: Uint8Array;
    readonly request: ChecksumMembers & {
      readonly ContentMD5?: string | undefined;
      readonly ChecksumAlgorithm?: string | undefined;
    };
  },
): { readonly etag: string; readonly checksum: { name: ChecksumName; value: string } | undefined } {
  const { partNumber, body, request } = part;
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > maxPartNumber) {
    throw invalidArgument(`Part number must be an integer between 1 and ${maxPartNumber}, inclusive`);
  }
  const algorithm = upload.checksum?.name ?? request.ChecksumAlgorithm;
  const checksum = verifiedChecksum(body, { ...request, ChecksumAlgorithm: algorithm });
  const etag = etagOf(body);
  tables.parts.put(partKey(upload.uploadId, partNumber), {
    uploadId: upload.uploadId,
    partNumber,
    blobDigest: context.blobs.put(body),
    sizeBytes: body.length,
    etag,
    checksum: checksum?.name === upload.checksum?.name ? checksum?.value : undefined,
    modifiedAtMs: context.clock.now(),
  });
  return { etag, checksum };
}

export function forgetUpload(tables: BucketTables, upload: UploadRow): void {
  for (const { partNumber } of partsOf(tables, upload))
    tables.parts.delete(partKey(upload.uploadId, partNumber));
  tables.uploads.delete(upload.uploadId);
}

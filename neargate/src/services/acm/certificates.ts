import type { Tag } from '@aws-sdk/client-acm';
import type { OperationContext } from '../context.ts';
import { certificateNotFound, invalid } from './errors.ts';
import { acmTablesOf, type CertificateRow } from './store.ts';

const maxTags = 50;

/** The certificate's row, or ResourceNotFoundException. */
export function findCertificate(context: OperationContext, arn = ''): CertificateRow {
  if (!/^arn:[\w+=/,.@-]+:acm:/.test(arn)) throw invalid(`The ARN '${arn}' is not valid.`);
  const row = acmTablesOf(context).certificates.get(arn);
  if (row === undefined) throw certificateNotFound(arn);
  return row;
}

export function newCertificateArn({ caller, ids }: OperationContext): string {
  return `arn:${caller.partition}:acm:${caller.region}:${caller.accountId}:certificate/${ids.uuid()}`;
}

/** The tags after the changes; a later one of a key replaces an earlier one. */
export function mergeTags(
  tags: CertificateRow['tags'],
  changes: readonly Tag[] = [],
): CertificateRow['tags'] {
  const merged = new Map(tags.map(({ key, value }) => [key, value]));
  for (const { Key: key = '', Value: value = '' } of changes) merged.set(key, value);
  if (merged.size > maxTags) throw invalid(`A certificate can have at most ${maxTags} tags.`);
  return Array.from(merged, ([key, value]) => ({ key, value }));
}

import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import { AwsError } from '../../core/aws-error.ts';
import { emptyBatch, idsNotDistinct, tooManyEntries } from './errors.ts';

/**
 * Does each entry of a batch; what one is refused for does not hold up the others.
 * @throws AwsError when the batch as a whole is not one
 */
export function runBatch<Entry extends { readonly Id: string | undefined }, Result extends object>(
  entries: readonly Entry[],
  work: (entry: Entry) => Result,
): { Successful: (Result & { Id: string })[]; Failed: BatchResultErrorEntry[] } {
  if (entries.length === 0) throw emptyBatch();
  if (entries.length > 10) throw tooManyEntries(entries.length);
  const seen = new Set<string>();
  for (const { Id = '' } of entries) {
    if (seen.has(Id)) throw idsNotDistinct(Id);
    seen.add(Id);
  }
  const Successful: (Result & { Id: string })[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    const { Id = '' } = entry;
    try {
      Successful.push({ ...work(entry), Id });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, Code: error.code, Message: error.message, SenderFault: error.fault === 'client' });
    }
  }
  return { Successful, Failed };
}

import type { ListObjectVersionsOutput, ObjectIdentifier } from '@aws-sdk/client-s3';
import { UserError } from '../../../core/user-error.ts';
import type { AwsClient } from '../client.ts';

/** Deletes every object of a bucket with all its versions. Rejects with a UserError that names one that stays. */
export async function emptyBucket(Bucket: string, client: AwsClient): Promise<void> {
  for (;;) {
    const page = await client.call('s3', 'ListObjectVersions', { Bucket });
    const Objects = versionsOf(page);
    if (Objects.length === 0) return;
    const { Errors = [] } = await client.call('s3', 'DeleteObjects', {
      Bucket,
      Delete: { Objects, Quiet: true },
      BypassGovernanceRetention: true,
    });
    const [failure] = Errors;
    if (failure !== undefined) {
      throw new UserError(
        `emptying S3 Bucket (${Bucket}): deleting S3 Object (${failure.Key ?? ''}): ${failure.Code ?? ''}: ${failure.Message ?? ''}`,
      );
    }
  }
}

function versionsOf({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsOutput): ObjectIdentifier[] {
  return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
}

import type { ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
import type { AwsClient } from '../client.ts';

/** All record sets of a zone. */
export async function recordSetsOfZone(
  client: AwsClient,
  HostedZoneId: string,
): Promise<readonly ResourceRecordSet[]> {
  const found: ResourceRecordSet[] = [];
  let from: {
    readonly StartRecordName?: string | undefined;
    readonly StartRecordType?: RRType | undefined;
    readonly StartRecordIdentifier?: string | undefined;
  } = {};
  for (;;) {
    const page = await client.call('route53', 'ListResourceRecordSets', { HostedZoneId, ...from });
    found.push(...(page.ResourceRecordSets ?? []));
    if (page.IsTruncated !== true) return found;
    from = {
      StartRecordName: page.NextRecordName,
      StartRecordType: page.NextRecordType,
      StartRecordIdentifier: page.NextRecordIdentifier,
    };
  }
}

import type { DataSource } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/canonical_user_id */
export const canonicalUserIdSource: DataSource<AwsClient> = {
  schema: { attributes: { display_name: { type: 'string', computed: true } } },
  async read(_config, { client }) {
    const { Owner } = await client.call('s3', 'ListBuckets', {});
    return { id: Owner?.ID ?? null, display_name: Owner?.DisplayName ?? '' };
  },
};

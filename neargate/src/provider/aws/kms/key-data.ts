import type { DataSource, Plain } from '../../../terraform/provider.ts';
import { requiredText, textsOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { fromApi, timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { keyDataSchema } from './key-data-schema.ts';

export const keyData: DataSource<AwsClient> = {
  schema: keyDataSchema,
  async read(config, { client }) {
    const reference = requiredText(config, 'key_id');
    const output = await orAbsent(
      client.call('kms', 'DescribeKey', { KeyId: reference, GrantTokens: textsOf(config, 'grant_tokens') }),
      'NotFoundException',
    );
    const found = output?.KeyMetadata;
    if (found === undefined) throw notFoundError('KMS Key', reference);
    const regions = found.MultiRegionConfiguration;
    return {
      ...fromApi(found, keyDataSchema, {
        style: 'pascal',
        names: {
          aws_account_id: 'AWSAccountId',
          grant_tokens: null,
          key_id: null,
          multi_region_configuration: null,
          xks_key_configuration: null,
        },
      }),
      id: found.KeyId ?? null,
      key_id: reference,
      grant_tokens: config['grant_tokens'] ?? null,
      creation_date: timeText(found.CreationDate),
      multi_region_configuration:
        regions === undefined
          ? []
          : [
              {
                multi_region_key_type: regions.MultiRegionKeyType ?? null,
                primary_key: [placeOf(regions.PrimaryKey)],
                replica_keys: (regions.ReplicaKeys ?? []).map(placeOf),
              },
            ],
      xks_key_configuration:
        found.XksKeyConfiguration === undefined ? [] : [{ id: found.XksKeyConfiguration.Id ?? null }],
    };
  },
};

function placeOf(
  key: { readonly Arn?: string | undefined; readonly Region?: string | undefined } = {},
): Plain {
  return { arn: key.Arn ?? null, region: key.Region ?? null };
}

import type { CORSRule } from '@aws-sdk/client-s3';
import type { Schema } from '../../../terraform/provider.ts';
import { blocksOf } from '../../arguments.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import { accountIdPattern } from '../value-patterns.ts';
import { bucketSettingType } from './setting.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_cors_configuration */
const ruleBlock = {
  nesting: 'set',
  min: 1,
  max: 100,
  attributes: {
    allowed_headers: { type: 'set(string)', optional: true },
    allowed_methods: { type: 'set(string)', required: true },
    allowed_origins: { type: 'set(string)', required: true },
    expose_headers: { type: 'set(string)', optional: true },
    id: { type: 'string', optional: true, range: [0, 255] },
    max_age_seconds: { type: 'number', optional: true },
  },
} as const;

const schema: Schema = {
  attributes: {
    bucket: { type: 'string', required: true, forceNew: true, range: [1, 63] },
    expected_bucket_owner: {
      type: 'string',
      optional: true,
      forceNew: true,
      deprecated:
        'expected_bucket_owner is deprecated. It will be removed in a future version of the provider.',
      pattern: accountIdPattern,
    },
  },
  blocks: { cors_rule: ruleBlock },
};

const naming: ApiNaming = { style: 'pascal', names: { id: 'ID' } };

/** Browsers are really answered by it. */
export const bucketCorsConfiguration = bucketSettingType({
  schema,
  behaviour: 'real',
  absent: ['NoSuchBucket', 'NoSuchCORSConfiguration'],
  async put(bucket, config, client) {
    const CORSRules = blocksOf(config, 'cors_rule').map((block) => toApi<CORSRule>(block, ruleBlock, naming));
    await client.call('s3', 'PutBucketCors', { ...bucket, CORSConfiguration: { CORSRules } });
  },
  async get(bucket, _known, client) {
    const { CORSRules = [] } = await client.call('s3', 'GetBucketCors', bucket);
    return { cors_rule: CORSRules.map((rule) => fromApi(rule, ruleBlock, naming)) };
  },
  async remove(bucket, _state, client) {
    await client.call('s3', 'DeleteBucketCors', bucket);
  },
});

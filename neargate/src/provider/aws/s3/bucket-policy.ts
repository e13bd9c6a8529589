import { requiredText } from '../../arguments.ts';
import { samePolicy } from '../equivalence.ts';
import { policyProblems } from '../json-arguments.ts';
import { bucketPolicySchema } from './bucket-policy-schema.ts';
import { bucketSettingType } from './setting.ts';

export const bucketPolicy = bucketSettingType({
  schema: bucketPolicySchema,
  behaviour: 'evaluated',
  absent: ['NoSuchBucket', 'NoSuchBucketPolicy'],
  plan: (config) => ({ diagnostics: policyProblems(config, 'policy') }),
  async put(bucket, config, client) {
    await client.call('s3', 'PutBucketPolicy', { ...bucket, Policy: requiredText(config, 'policy') });
  },
  async get(bucket, known, client) {
    const { Policy: remote = '' } = await client.call('s3', 'GetBucketPolicy', bucket);
    const written = requiredText(known, 'policy');
    return { policy: samePolicy(written, remote) ? written : remote };
  },
  async remove(bucket, _state, client) {
    await client.call('s3', 'DeleteBucketPolicy', bucket);
  },
});

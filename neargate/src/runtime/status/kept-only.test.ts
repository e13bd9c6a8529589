import { expect, it } from 'vitest';
import { providers } from '../../provider/providers.ts';
import { createInvoke } from '../../services/invoke.ts';
import { createTestContext } from '../../services/test-context.ts';
import { keptTypes } from './kept-only.ts';

const types = [
  'aws_iam_role',
  'aws_iam_role_policy',
  'aws_s3_bucket_policy',
  'aws_sqs_queue_policy',
  'aws_flow_log',
  'aws_no_such_type',
  'null_resource',
  'terraform_data',
];

async function kept(enforcesPolicies: boolean) {
  const { context, clock } = await createTestContext();
  const known = providers({
    invoke: createInvoke(context),
    clock,
    accountId: context.caller.accountId,
    defaultRegion: 'us-east-1',
    enforcesPolicies,
  });
  return keptTypes(types, known);
}

it('tells policies that are only evaluated from what is only stored', async () => {
  expect(await kept(false)).toEqual({
    stored: ['aws_flow_log', 'aws_no_such_type'],
    evaluated: ['aws_iam_role_policy', 'aws_s3_bucket_policy', 'aws_sqs_queue_policy'],
  });
});

it('takes policies for real where they are enforced', async () => {
  expect(await kept(true)).toEqual({ stored: ['aws_flow_log', 'aws_no_such_type'], evaluated: [] });
});

import type {
  DeleteResourcePolicyRequest,
  DescribeResourcePoliciesRequest,
  DescribeResourcePoliciesResponse,
  PutResourcePolicyRequest,
  PutResourcePolicyResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../operation.ts';
import { resourceNotFound } from '../errors.ts';
import { logsTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
export const putResourcePolicy = operation<PutResourcePolicyRequest, PutResourcePolicyResponse>({
  input: { policyName: { required: true }, policyDocument: { required: true, min: 1, max: 5120 } },
  handle(context, { policyName = '', policyDocument = '' }) {
    const lastUpdatedAtMs = context.clock.now();
    logsTablesOf(context).resourcePolicies.put(policyName, { policyName, policyDocument, lastUpdatedAtMs });
    return { resourcePolicy: { policyName, policyDocument, lastUpdatedTime: lastUpdatedAtMs } };
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeResourcePolicies.html */
export const describeResourcePolicies = operation<
  DescribeResourcePoliciesRequest,
  DescribeResourcePoliciesResponse
>({
  handle: (context) => ({
    resourcePolicies: [...logsTablesOf(context).resourcePolicies.values()].map(
      ({ policyName, policyDocument, lastUpdatedAtMs }) => ({
        policyName,
        policyDocument,
        lastUpdatedTime: lastUpdatedAtMs,
      }),
    ),
  }),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy = operation<DeleteResourcePolicyRequest, Record<string, never>>({
  handle(context, { policyName = '' }) {
    if (!logsTablesOf(context).resourcePolicies.delete(policyName)) {
      throw resourceNotFound(`Policy with name [${policyName}] does not exist.`);
    }
    return {};
  },
});

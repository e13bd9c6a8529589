import type {
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { operation } from '../../operation.ts';
import { accountLimits } from '../limits.ts';
import { page } from '../paging.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeAccountLimits.html */
export const describeAccountLimits = operation<DescribeAccountLimitsInput, DescribeAccountLimitsOutput>({
  handle(_context, input) {
    const { items, nextMarker } = page(Object.entries(accountLimits), ([name]) => name, input);
    return { Limits: items.map(([Name, max]) => ({ Name, Max: String(max) })), NextMarker: nextMarker };
  },
});

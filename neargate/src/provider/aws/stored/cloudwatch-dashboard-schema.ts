import type { Schema } from '../../../terraform/provider.ts';
import { sameJson } from '../equivalence.ts';
import { jsonPattern } from '../patterns.ts';

/** The arguments and attributes of `aws_cloudwatch_dashboard`, as the provider's 6.x documentation lists them. */
export const cloudwatchDashboardSchema: Schema = {
  attributes: {
    dashboard_arn: { type: 'string', computed: true },
    dashboard_body: { type: 'string', required: true, pattern: jsonPattern, equivalent: sameJson },
    dashboard_name: {
      type: 'string',
      required: true,
      forceNew: true,
      pattern: {
        regex: /^[0-9A-Za-z_-]{1,255}$/,
        message: 'can have at most 255 characters of A-Z, a-z, 0-9, hyphen and underscore',
      },
    },
  },
};

import type { Schema } from '../../../terraform/provider.ts';

/** The arguments and attributes of `aws_cloudfront_origin_access_control`, as the provider's 6.x documentation lists them. */
export const cloudfrontOriginAccessControlSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    description: { type: 'string', optional: true, default: 'Managed by Terraform', range: [0, 256] },
    etag: { type: 'string', computed: true },
    name: { type: 'string', required: true, range: [1, 64] },
    origin_access_control_origin_type: {
      type: 'string',
      required: true,
      enum: ['s3', 'mediastore', 'mediapackagev2', 'lambda'],
    },
    signing_behavior: { type: 'string', required: true, enum: ['never', 'always', 'no-override'] },
    signing_protocol: { type: 'string', required: true, enum: ['sigv4'] },
  },
};

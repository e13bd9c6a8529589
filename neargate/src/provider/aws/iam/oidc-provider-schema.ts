import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

const withoutScheme = (url: string) => url.replace(/^https:\/\//, '');

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_openid_connect_provider */
export const oidcProviderSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    client_id_list: { type: 'set(string)', required: true },
    thumbprint_list: { type: 'list(string)', optional: true, computed: true },
    url: {
      type: 'string',
      required: true,
      forceNew: true,
      pattern: { regex: /^https:\/\/./, message: 'must be a URL that begins with https://' },
      equivalent: (prior, configured) => withoutScheme(prior) === withoutScheme(configured),
    },
    ...tagAttributes,
  },
};

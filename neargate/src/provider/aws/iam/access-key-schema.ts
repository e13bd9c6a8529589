import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_access_key */
export const accessKeySchema: Schema = {
  attributes: {
    create_date: { type: 'string', computed: true },
    encrypted_secret: { type: 'string', computed: true },
    encrypted_ses_smtp_password_v4: { type: 'string', computed: true },
    key_fingerprint: { type: 'string', computed: true },
    pgp_key: { type: 'string', optional: true, forceNew: true },
    secret: { type: 'string', computed: true, sensitive: true },
    ses_smtp_password_v4: { type: 'string', computed: true, sensitive: true },
    status: { type: 'string', optional: true, default: 'Active', enum: ['Active', 'Inactive', 'Expired'] },
    user: { type: 'string', required: true, forceNew: true },
  },
};

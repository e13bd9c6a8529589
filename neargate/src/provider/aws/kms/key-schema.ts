import type { Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';
import { tagAttributes } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key */
export const keySchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    bypass_policy_lockout_safety_check: { type: 'bool', optional: true, default: false },
    custom_key_store_id: { type: 'string', optional: true, forceNew: true, range: [1, 22] },
    customer_master_key_spec: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'SYMMETRIC_DEFAULT',
      enum: [
        'RSA_2048',
        'RSA_3072',
        'RSA_4096',
        'ECC_NIST_P256',
        'ECC_NIST_P384',
        'ECC_NIST_P521',
        'ECC_SECG_P256K1',
        'SYMMETRIC_DEFAULT',
        'HMAC_224',
        'HMAC_256',
        'HMAC_384',
        'HMAC_512',
        'SM2',
        'ML_DSA_44',
        'ML_DSA_65',
        'ML_DSA_87',
        'ECC_NIST_EDWARDS25519',
      ],
    },
    deletion_window_in_days: { type: 'number', optional: true, range: [7, 30] },
    description: { type: 'string', optional: true, computed: true, range: [0, 8192] },
    enable_key_rotation: { type: 'bool', optional: true, default: false },
    is_enabled: { type: 'bool', optional: true, default: true },
    key_id: { type: 'string', computed: true },
    key_usage: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'ENCRYPT_DECRYPT',
      enum: ['SIGN_VERIFY', 'ENCRYPT_DECRYPT', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT'],
    },
    multi_region: { type: 'bool', optional: true, computed: true, forceNew: true },
    policy: { type: 'string', optional: true, computed: true, equivalent: samePolicy },
    rotation_period_in_days: {
      type: 'number',
      optional: true,
      computed: true,
      range: [90, 2560],
      requiredWith: ['enable_key_rotation'],
    },
    xks_key_id: {
      type: 'string',
      optional: true,
      forceNew: true,
      range: [1, 128],
      requiredWith: ['custom_key_store_id'],
    },
    ...tagAttributes,
  },
};

import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

const conflicting = ['certificate_authority_arn', 'domain_name', 'validation_method'];

/** The arguments and attributes of `aws_acm_certificate`, as the provider's 6.x documentation lists them. */
export const acmCertificateSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    certificate_authority_arn: {
      type: 'string',
      optional: true,
      forceNew: true,
      pattern: arnPattern,
      conflictsWith: ['certificate_body', 'private_key', 'private_key_wo', 'validation_method'],
    },
    certificate_body: { type: 'string', optional: true, conflictsWith: conflicting },
    certificate_chain: { type: 'string', optional: true, conflictsWith: conflicting },
    domain_name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: { regex: /[^.]$/, message: 'cannot end with a period' },
      conflictsWith: ['certificate_body', 'certificate_chain', 'private_key'],
      exactlyOneOf: ['domain_name', 'private_key', 'private_key_wo'],
    },
    domain_validation_options: {
      type: 'set(object({domain_name: string, resource_record_name: string, resource_record_type: string, resource_record_value: string}))',
      computed: true,
    },
    early_renewal_duration: {
      type: 'string',
      optional: true,
      conflictsWith: ['certificate_body', 'certificate_chain', 'private_key', 'validation_method'],
    },
    key_algorithm: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'],
      conflictsWith: ['certificate_body', 'certificate_chain', 'private_key'],
    },
    not_after: { type: 'string', computed: true },
    not_before: { type: 'string', computed: true },
    pending_renewal: { type: 'bool', computed: true },
    private_key: {
      type: 'string',
      optional: true,
      sensitive: true,
      exactlyOneOf: ['domain_name', 'private_key', 'private_key_wo'],
    },
    private_key_wo: {
      type: 'string',
      optional: true,
      exactlyOneOf: ['domain_name', 'private_key', 'private_key_wo'],
      requiredWith: ['private_key_wo_version'],
    },
    private_key_wo_version: { type: 'number', optional: true, requiredWith: ['private_key_wo'] },
    renewal_eligibility: { type: 'string', computed: true },
    renewal_summary: {
      type: 'list(object({renewal_status: string, renewal_status_reason: string, updated_at: string}))',
      computed: true,
    },
    status: { type: 'string', computed: true },
    subject_alternative_names: {
      type: 'set(string)',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: { regex: /[^.]$/, message: 'cannot end with a period' },
      range: [1, 253],
      conflictsWith: ['certificate_body', 'certificate_chain', 'private_key'],
    },
    type: { type: 'string', computed: true },
    validation_emails: { type: 'list(string)', computed: true },
    validation_method: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['EMAIL', 'DNS', 'HTTP'],
      conflictsWith: ['certificate_authority_arn', 'certificate_body', 'certificate_chain', 'private_key'],
    },
  },
  blocks: {
    options: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        certificate_transparency_logging_preference: {
          type: 'string',
          optional: true,
          default: 'ENABLED',
          enum: ['ENABLED', 'DISABLED'],
          conflictsWith: ['certificate_body', 'certificate_chain', 'private_key'],
        },
        export: { type: 'string', optional: true, computed: true, enum: ['ENABLED', 'DISABLED'] },
      },
    },
    validation_option: {
      nesting: 'set',
      forceNew: true,
      attributes: {
        domain_name: { type: 'string', required: true, forceNew: true },
        validation_domain: { type: 'string', required: true, forceNew: true },
      },
    },
  },
};

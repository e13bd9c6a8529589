import type { Schema } from '../../../terraform/provider.ts';
import { jsonPattern } from '../patterns.ts';

const removed = {
  type: 'string',
  optional: true,
  deprecated: 'Use source_policy_documents or override_policy_documents instead.',
  pattern: {
    regex: /^$/,
    message: 'must be empty: use source_policy_documents or override_policy_documents',
  },
} as const;

/** The arguments and attributes of `aws_iam_policy_document`, as the provider's 6.x documentation lists them. */
export const policyDocumentSchema: Schema = {
  attributes: {
    json: { type: 'string', computed: true },
    minified_json: { type: 'string', computed: true },
    override_json: { ...removed },
    override_policy_documents: { type: 'list(string)', optional: true, pattern: jsonPattern },
    policy_id: { type: 'string', optional: true },
    source_json: { ...removed },
    source_policy_documents: { type: 'list(string)', optional: true, pattern: jsonPattern },
    version: { type: 'string', optional: true, default: '2012-10-17', enum: ['2008-10-17', '2012-10-17'] },
  },
  blocks: {
    statement: {
      nesting: 'list',
      attributes: {
        actions: { type: 'set(string)', optional: true },
        effect: { type: 'string', optional: true, default: 'Allow', enum: ['Allow', 'Deny'] },
        not_actions: { type: 'set(string)', optional: true },
        not_resources: { type: 'set(string)', optional: true },
        resources: { type: 'set(string)', optional: true },
        sid: { type: 'string', optional: true },
      },
      blocks: {
        condition: {
          nesting: 'set',
          attributes: {
            test: { type: 'string', required: true },
            values: { type: 'list(string)', required: true },
            variable: { type: 'string', required: true },
          },
        },
        not_principals: {
          nesting: 'set',
          attributes: {
            identifiers: { type: 'set(string)', required: true },
            type: { type: 'string', required: true },
          },
        },
        principals: {
          nesting: 'set',
          attributes: {
            identifiers: { type: 'set(string)', required: true },
            type: { type: 'string', required: true },
          },
        },
      },
    },
  },
};

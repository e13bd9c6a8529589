import type { BlockSchema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { fieldToMatch, forwardedIpConfig, ja3Fingerprint, textTransformation } from './waf-matching.ts';
import { managedRuleGroup, ruleActionOverride } from './waf-managed-rules.ts';

const cookie: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: { name: { type: 'string', required: true, range: [1, 64] } },
  blocks: { text_transformation: textTransformation },
};

const queryString: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {},
  blocks: { text_transformation: textTransformation },
};

const matches: Readonly<Record<string, BlockSchema>> = {
  asn_match_statement: {
    nesting: 'list',
    max: 1,
    attributes: { asn_list: { type: 'list(number)', required: true } },
    blocks: { forwarded_ip_config: forwardedIpConfig },
  },
  byte_match_statement: {
    nesting: 'list',
    max: 1,
    attributes: {
      positional_constraint: {
        type: 'string',
        required: true,
        enum: ['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD'],
      },
      search_string: { type: 'string', required: true, range: [1, 200] },
    },
    blocks: { field_to_match: fieldToMatch, text_transformation: textTransformation },
  },
  geo_match_statement: {
    nesting: 'list',
    max: 1,
    attributes: { country_codes: { type: 'list(string)', required: true } },
    blocks: { forwarded_ip_config: forwardedIpConfig },
  },
  ip_set_reference_statement: {
    nesting: 'list',
    max: 1,
    attributes: { arn: { type: 'string', required: true, pattern: arnPattern } },
    blocks: {
      ip_set_forwarded_ip_config: {
        nesting: 'list',
        max: 1,
        attributes: {
          fallback_behavior: { type: 'string', required: true, enum: ['MATCH', 'NO_MATCH'] },
          header_name: {
            type: 'string',
            required: true,
            range: [1, 255],
            pattern: { regex: /^[0-9A-Za-z-]+$/, message: 'must match ^[0-9A-Za-z-]+$' },
          },
          position: { type: 'string', required: true, enum: ['FIRST', 'LAST', 'ANY'] },
        },
      },
    },
  },
  label_match_statement: {
    nesting: 'list',
    max: 1,
    attributes: {
      key: {
        type: 'string',
        required: true,
        range: [1, 1024],
        pattern: { regex: /^[0-9A-Za-z_\-:]+$/, message: 'must match ^[0-9A-Za-z_\\-:]+$' },
      },
      scope: { type: 'string', required: true, enum: ['LABEL', 'NAMESPACE'] },
    },
  },
  regex_match_statement: {
    nesting: 'list',
    max: 1,
    attributes: { regex_string: { type: 'string', required: true, range: [1, 512] } },
    blocks: { field_to_match: fieldToMatch, text_transformation: textTransformation },
  },
  regex_pattern_set_reference_statement: {
    nesting: 'list',
    max: 1,
    attributes: { arn: { type: 'string', required: true, pattern: arnPattern } },
    blocks: { field_to_match: fieldToMatch, text_transformation: textTransformation },
  },
  size_constraint_statement: {
    nesting: 'list',
    max: 1,
    attributes: {
      comparison_operator: { type: 'string', required: true, enum: ['EQ', 'NE', 'LE', 'LT', 'GE', 'GT'] },
      size: { type: 'number', required: true, range: [0, null] },
    },
    blocks: { field_to_match: fieldToMatch, text_transformation: textTransformation },
  },
  sqli_match_statement: {
    nesting: 'list',
    max: 1,
    attributes: { sensitivity_level: { type: 'string', optional: true, enum: ['LOW', 'HIGH'] } },
    blocks: { field_to_match: fieldToMatch, text_transformation: textTransformation },
  },
  xss_match_statement: {
    nesting: 'list',
    max: 1,
    attributes: {},
    blocks: { field_to_match: fieldToMatch, text_transformation: textTransformation },
  },
};

/** How deep `and`, `or` and `not` can be nested. */
const nesting = 3;

/** The statements that a statement may consist of. */
function statements(depth: number): Readonly<Record<string, BlockSchema>> {
  if (depth === 0) return matches;
  const inner = { nesting: 'list', min: 1, attributes: {}, blocks: statements(depth - 1) } as const;
  const one: BlockSchema = {
    nesting: 'list',
    max: 1,
    attributes: {},
    blocks: { statement: { ...inner, max: 1 } },
  };
  const several: BlockSchema = { nesting: 'list', max: 1, attributes: {}, blocks: { statement: inner } };
  return { ...matches, and_statement: several, not_statement: one, or_statement: several };
}

const nestedStatements = statements(nesting);

const scopeDownStatement: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {},
  blocks: nestedStatements,
};

const rateBased: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    aggregate_key_type: {
      type: 'string',
      optional: true,
      default: 'IP',
      enum: ['IP', 'FORWARDED_IP', 'CUSTOM_KEYS', 'CONSTANT'],
    },
    evaluation_window_sec: { type: 'number', optional: true, default: 300, range: [60, 600] },
    limit: { type: 'number', required: true, range: [10, 2000000000] },
  },
  blocks: {
    custom_key: {
      nesting: 'list',
      max: 5,
      attributes: {},
      blocks: {
        asn: { nesting: 'list', max: 1, attributes: {} },
        cookie: cookie,
        forwarded_ip: { nesting: 'list', max: 1, attributes: {} },
        http_method: { nesting: 'list', max: 1, attributes: {} },
        header: cookie,
        ip: { nesting: 'list', max: 1, attributes: {} },
        ja3_fingerprint: ja3Fingerprint,
        ja4_fingerprint: ja3Fingerprint,
        label_namespace: {
          nesting: 'list',
          max: 1,
          attributes: {
            namespace: {
              type: 'string',
              required: true,
              range: [1, 1024],
              pattern: { regex: /^[0-9A-Za-z_\-:]+$/, message: 'must match ^[0-9A-Za-z_\\-:]+$' },
            },
          },
        },
        query_argument: cookie,
        query_string: queryString,
        uri_path: queryString,
      },
    },
    forwarded_ip_config: forwardedIpConfig,
    scope_down_statement: scopeDownStatement,
  },
};

const ruleGroupReference: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: { arn: { type: 'string', required: true, pattern: arnPattern } },
  blocks: { rule_action_override: ruleActionOverride },
};

/** `statement` of a rule. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/wafv2_web_acl#statement-block */
export const ruleStatement: BlockSchema = {
  nesting: 'list',
  min: 1,
  max: 1,
  attributes: {},
  blocks: {
    ...nestedStatements,
    managed_rule_group_statement: managedRuleGroup(scopeDownStatement),
    rate_based_statement: rateBased,
    rule_group_reference_statement: ruleGroupReference,
  },
};

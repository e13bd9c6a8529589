import type { BlockSchema } from '../../../terraform/provider.ts';
import { notBlankPattern } from '../patterns.ts';

/** Parts that the match statements of AWS WAF have in common. */

export const forwardedIpConfig: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    fallback_behavior: { type: 'string', required: true, enum: ['MATCH', 'NO_MATCH'] },
    header_name: { type: 'string', required: true },
  },
};

export const ja3Fingerprint: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: { fallback_behavior: { type: 'string', required: true, enum: ['MATCH', 'NO_MATCH'] } },
};

export const fieldToMatch: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {},
  blocks: {
    all_query_arguments: { nesting: 'list', max: 1, attributes: {} },
    body: {
      nesting: 'list',
      max: 1,
      attributes: {
        oversize_handling: {
          type: 'string',
          optional: true,
          default: 'CONTINUE',
          enum: ['CONTINUE', 'MATCH', 'NO_MATCH'],
        },
      },
    },
    cookies: {
      nesting: 'list',
      max: 1,
      attributes: {
        match_scope: { type: 'string', required: true, enum: ['ALL', 'KEY', 'VALUE'] },
        oversize_handling: { type: 'string', required: true, enum: ['CONTINUE', 'MATCH', 'NO_MATCH'] },
      },
      blocks: {
        match_pattern: {
          nesting: 'list',
          min: 1,
          attributes: {
            excluded_cookies: { type: 'list(string)', optional: true },
            included_cookies: { type: 'list(string)', optional: true },
          },
          blocks: { all: { nesting: 'list', max: 1, attributes: {} } },
        },
      },
    },
    header_order: {
      nesting: 'list',
      attributes: {
        oversize_handling: { type: 'string', required: true, enum: ['CONTINUE', 'MATCH', 'NO_MATCH'] },
      },
    },
    headers: {
      nesting: 'list',
      attributes: {
        match_scope: { type: 'string', required: true, enum: ['ALL', 'KEY', 'VALUE'] },
        oversize_handling: { type: 'string', required: true, enum: ['CONTINUE', 'MATCH', 'NO_MATCH'] },
      },
      blocks: {
        match_pattern: {
          nesting: 'list',
          min: 1,
          max: 1,
          attributes: {
            excluded_headers: {
              type: 'list(string)',
              optional: true,
              range: [1, 64],
              pattern: notBlankPattern,
            },
            included_headers: {
              type: 'list(string)',
              optional: true,
              range: [1, 64],
              pattern: notBlankPattern,
            },
          },
          blocks: { all: { nesting: 'list', max: 1, attributes: {} } },
        },
      },
    },
    ja3_fingerprint: ja3Fingerprint,
    ja4_fingerprint: ja3Fingerprint,
    json_body: {
      nesting: 'list',
      max: 1,
      attributes: {
        invalid_fallback_behavior: {
          type: 'string',
          optional: true,
          enum: ['MATCH', 'NO_MATCH', 'EVALUATE_AS_STRING'],
        },
        match_scope: { type: 'string', required: true, enum: ['ALL', 'KEY', 'VALUE'] },
        oversize_handling: {
          type: 'string',
          optional: true,
          default: 'CONTINUE',
          enum: ['CONTINUE', 'MATCH', 'NO_MATCH'],
        },
      },
      blocks: {
        match_pattern: {
          nesting: 'list',
          min: 1,
          max: 1,
          attributes: {
            included_paths: {
              type: 'list(string)',
              optional: true,
              range: [1, 512],
              pattern: {
                regex: /(\/)|(\/(([^~])|(~[01]))+)/,
                message: 'must match (/)|(/(([^~])|(~[01]))+)',
              },
            },
          },
          blocks: { all: { nesting: 'list', max: 1, attributes: {} } },
        },
      },
    },
    method: { nesting: 'list', max: 1, attributes: {} },
    query_string: { nesting: 'list', max: 1, attributes: {} },
    single_header: {
      nesting: 'list',
      max: 1,
      attributes: {
        name: {
          type: 'string',
          required: true,
          range: [1, 40],
          pattern: { regex: /^[0-9a-z_-]+$/, message: 'must match ^[0-9a-z_-]+$' },
        },
      },
    },
    single_query_argument: {
      nesting: 'list',
      max: 1,
      attributes: {
        name: {
          type: 'string',
          required: true,
          range: [1, 30],
          pattern: { regex: /^[0-9a-z_-]+$/, message: 'must match ^[0-9a-z_-]+$' },
        },
      },
    },
    uri_fragment: {
      nesting: 'list',
      max: 1,
      attributes: {
        fallback_behavior: { type: 'string', optional: true, computed: true, enum: ['MATCH', 'NO_MATCH'] },
      },
    },
    uri_path: { nesting: 'list', max: 1, attributes: {} },
  },
};

export const textTransformation: BlockSchema = {
  nesting: 'set',
  min: 1,
  attributes: {
    priority: { type: 'number', required: true },
    type: {
      type: 'string',
      required: true,
      enum: [
        'NONE',
        'COMPRESS_WHITE_SPACE',
        'HTML_ENTITY_DECODE',
        'LOWERCASE',
        'CMD_LINE',
        'URL_DECODE',
        'BASE64_DECODE',
        'HEX_DECODE',
        'MD5',
        'REPLACE_COMMENTS',
        'ESCAPE_SEQ_DECODE',
        'SQL_HEX_DECODE',
        'CSS_DECODE',
        'JS_DECODE',
        'NORMALIZE_PATH',
        'NORMALIZE_PATH_WIN',
        'REMOVE_NULLS',
        'REPLACE_NULLS',
        'BASE64_DECODE_EXT',
        'URL_DECODE_UNI',
        'UTF8_TO_UNICODE',
      ],
    },
  },
};

import type { BlockSchema } from '../../../terraform/provider.ts';
import { notBlankPattern } from '../patterns.ts';

const addressFields: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: { identifiers: { type: 'list(string)', required: true } },
};

const emailField: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: { identifier: { type: 'string', required: true, range: [1, 512], pattern: notBlankPattern } },
};

const responseInspection: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {},
  blocks: {
    body_contains: {
      nesting: 'list',
      max: 1,
      attributes: {
        failure_strings: { type: 'set(string)', required: true },
        success_strings: { type: 'set(string)', required: true },
      },
    },
    header: {
      nesting: 'list',
      max: 1,
      attributes: {
        failure_values: { type: 'set(string)', required: true },
        name: { type: 'string', required: true, range: [1, 256] },
        success_values: { type: 'set(string)', required: true },
      },
    },
    json: {
      nesting: 'list',
      max: 1,
      attributes: {
        failure_values: { type: 'set(string)', required: true },
        identifier: { type: 'string', required: true, range: [1, 256] },
        success_values: { type: 'set(string)', required: true },
      },
    },
    status_code: {
      nesting: 'list',
      max: 1,
      attributes: {
        failure_codes: { type: 'set(number)', required: true },
        success_codes: { type: 'set(number)', required: true },
      },
    },
  },
};

const passwordField: BlockSchema = {
  nesting: 'list',
  min: 1,
  max: 1,
  attributes: { identifier: { type: 'string', required: true, range: [1, 512], pattern: notBlankPattern } },
};

export const allow: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {},
  blocks: {
    custom_request_handling: {
      nesting: 'list',
      max: 1,
      attributes: {},
      blocks: {
        insert_header: {
          nesting: 'set',
          min: 1,
          attributes: {
            name: {
              type: 'string',
              required: true,
              range: [1, 64],
              pattern: { regex: /^[0-9A-Za-z_$.-]+$/, message: 'must match ^[0-9A-Za-z_$.-]+$' },
            },
            value: { type: 'string', required: true, range: [1, 255] },
          },
        },
      },
    },
  },
};

export const block: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {},
  blocks: {
    custom_response: {
      nesting: 'list',
      max: 1,
      attributes: {
        custom_response_body_key: {
          type: 'string',
          optional: true,
          range: [1, 128],
          pattern: { regex: /^[\w-]+$/, message: 'must match ^[\\w\\-]+$' },
        },
        response_code: { type: 'number', required: true, range: [200, 600] },
      },
      blocks: {
        response_header: {
          nesting: 'set',
          attributes: {
            name: {
              type: 'string',
              required: true,
              range: [1, 64],
              pattern: { regex: /^[0-9A-Za-z_$.-]+$/, message: 'must match ^[0-9A-Za-z_$.-]+$' },
            },
            value: { type: 'string', required: true, range: [1, 255] },
          },
        },
      },
    },
  },
};

export const ruleActionOverride: BlockSchema = {
  nesting: 'list',
  max: 100,
  attributes: { name: { type: 'string', required: true, range: [1, 128] } },
  blocks: {
    action_to_use: {
      nesting: 'list',
      min: 1,
      max: 1,
      attributes: {},
      blocks: { allow: allow, block: block, captcha: allow, challenge: allow, count: allow },
    },
  },
};

/** `managed_rule_group_statement`, whose rules AWS and others keep. */
export function managedRuleGroup(scopeDownStatement: BlockSchema): BlockSchema {
  return {
    nesting: 'list',
    max: 1,
    attributes: {
      name: { type: 'string', required: true, range: [1, 128] },
      vendor_name: { type: 'string', required: true, range: [1, 128] },
      version: { type: 'string', optional: true, range: [1, 128] },
    },
    blocks: {
      managed_rule_group_configs: {
        nesting: 'list',
        attributes: {
          login_path: { type: 'string', optional: true, range: [1, 256], pattern: notBlankPattern },
          payload_type: { type: 'string', optional: true, enum: ['JSON', 'FORM_ENCODED'] },
        },
        blocks: {
          aws_managed_rules_acfp_rule_set: {
            nesting: 'list',
            max: 1,
            attributes: {
              enable_regex_in_path: { type: 'bool', optional: true, computed: true },
              creation_path: { type: 'string', required: true, range: [1, 256], pattern: notBlankPattern },
              registration_page_path: {
                type: 'string',
                required: true,
                range: [1, 256],
                pattern: notBlankPattern,
              },
            },
            blocks: {
              request_inspection: {
                nesting: 'list',
                min: 1,
                max: 1,
                attributes: {
                  payload_type: { type: 'string', required: true, enum: ['JSON', 'FORM_ENCODED'] },
                },
                blocks: {
                  address_fields: addressFields,
                  email_field: emailField,
                  password_field: emailField,
                  phone_number_fields: addressFields,
                  username_field: emailField,
                },
              },
              response_inspection: responseInspection,
            },
          },
          aws_managed_rules_anti_ddos_rule_set: {
            nesting: 'list',
            max: 1,
            attributes: {
              sensitivity_to_block: {
                type: 'string',
                optional: true,
                default: 'LOW',
                enum: ['LOW', 'MEDIUM', 'HIGH'],
              },
            },
            blocks: {
              client_side_action_config: {
                nesting: 'list',
                min: 1,
                max: 1,
                attributes: {},
                blocks: {
                  challenge: {
                    nesting: 'list',
                    min: 1,
                    max: 1,
                    attributes: {
                      sensitivity: {
                        type: 'string',
                        optional: true,
                        default: 'HIGH',
                        enum: ['LOW', 'MEDIUM', 'HIGH'],
                      },
                      usage_of_action: { type: 'string', required: true, enum: ['ENABLED', 'DISABLED'] },
                    },
                    blocks: {
                      exempt_uri_regular_expression: {
                        nesting: 'list',
                        max: 5,
                        attributes: { regex_string: { type: 'string', optional: true, range: [1, 512] } },
                      },
                    },
                  },
                },
              },
            },
          },
          aws_managed_rules_atp_rule_set: {
            nesting: 'list',
            max: 1,
            attributes: {
              enable_regex_in_path: { type: 'bool', optional: true, computed: true },
              login_path: { type: 'string', required: true, range: [1, 256], pattern: notBlankPattern },
            },
            blocks: {
              request_inspection: {
                nesting: 'list',
                max: 1,
                attributes: {
                  payload_type: { type: 'string', required: true, enum: ['JSON', 'FORM_ENCODED'] },
                },
                blocks: { password_field: passwordField, username_field: passwordField },
              },
              response_inspection: responseInspection,
            },
          },
          aws_managed_rules_bot_control_rule_set: {
            nesting: 'list',
            max: 1,
            attributes: {
              enable_machine_learning: { type: 'bool', optional: true, computed: true },
              inspection_level: { type: 'string', required: true, enum: ['COMMON', 'TARGETED'] },
            },
          },
          password_field: emailField,
          username_field: emailField,
        },
      },
      rule_action_override: ruleActionOverride,
      scope_down_statement: scopeDownStatement,
    },
  };
}

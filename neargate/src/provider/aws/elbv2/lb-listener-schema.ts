import type { Schema } from '../../../terraform/provider.ts';
import { sameIgnoringCase } from '../equivalence.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';
import { actionBlocks } from './actions-schema.ts';
import { headerAttributes } from './listener-attributes.ts';

/** The arguments and attributes of `aws_lb_listener`, as the provider's 6.x documentation lists them. */
export const lbListenerSchema: Schema = {
  attributes: {
    ...tagAttributes,
    alpn_policy: {
      type: 'string',
      optional: true,
      pattern: {
        regex: /^(?:HTTP1Only|HTTP2Only|HTTP2Optional|HTTP2Preferred|None)$/i,
        message: 'must be one of HTTP1Only, HTTP2Only, HTTP2Optional, HTTP2Preferred, None',
      },
      equivalent: sameIgnoringCase,
    },
    arn: { type: 'string', computed: true },
    certificate_arn: { type: 'string', optional: true, pattern: arnPattern },
    load_balancer_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
    port: { type: 'number', optional: true, range: [1, 65535] },
    protocol: {
      type: 'string',
      optional: true,
      computed: true,
      pattern: {
        regex: /^(?:HTTP|HTTPS|TCP|TLS|UDP|TCP_UDP|GENEVE|QUIC|TCP_QUIC)$/i,
        message: 'must be one of HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, GENEVE, QUIC, TCP_QUIC',
      },
      equivalent: sameIgnoringCase,
    },
    ...headerAttributes,
    ssl_policy: { type: 'string', optional: true, computed: true },
    tcp_idle_timeout_seconds: { type: 'number', optional: true, computed: true, range: [60, 6000] },
  },
  blocks: {
    default_action: actionBlocks,
    mutual_authentication: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        advertise_trust_store_ca_names: {
          type: 'string',
          optional: true,
          computed: true,
          enum: ['on', 'off'],
        },
        ignore_client_certificate_expiry: { type: 'bool', optional: true },
        mode: {
          type: 'string',
          required: true,
          pattern: {
            regex: /^(?:off|verify|passthrough)$/i,
            message: 'must be one of off, verify, passthrough',
          },
        },
        trust_store_arn: { type: 'string', optional: true, pattern: arnPattern },
      },
    },
    timeouts: timeouts('create', 'update'),
  },
};

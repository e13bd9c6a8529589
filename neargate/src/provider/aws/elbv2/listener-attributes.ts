import type { AttributeSchema } from '../../../terraform/provider.ts';
import type { AttributeKeys } from './api-attributes.ts';

const requestHeaders = [
  'x_amzn_mtls_clientcert',
  'x_amzn_mtls_clientcert_issuer',
  'x_amzn_mtls_clientcert_leaf',
  'x_amzn_mtls_clientcert_serial_number',
  'x_amzn_mtls_clientcert_subject',
  'x_amzn_mtls_clientcert_validity',
  'x_amzn_tls_cipher_suite',
  'x_amzn_tls_version',
];

const responseHeaders = [
  'access_control_allow_credentials',
  'access_control_allow_headers',
  'access_control_allow_methods',
  'access_control_allow_origin',
  'access_control_expose_headers',
  'access_control_max_age',
  'content_security_policy',
  'strict_transport_security',
  'x_content_type_options',
  'x_frame_options',
];

const headerKeys: AttributeKeys = {
  ...Object.fromEntries(
    requestHeaders.map((header) => [
      `routing_http_request_${header}_header_name`,
      `routing.http.request.${header}.header_name`,
    ]),
  ),
  ...Object.fromEntries(
    responseHeaders.map((header) => [
      `routing_http_response_${header}_header_value`,
      `routing.http.response.${header}.header_value`,
    ]),
  ),
};

/** The listener attributes behind the arguments of `aws_lb_listener`. */
export const listenerAttributeKeys: AttributeKeys = {
  ...headerKeys,
  routing_http_response_server_enabled: 'routing.http.response.server.enabled',
  tcp_idle_timeout_seconds: 'tcp.idle_timeout.seconds',
};

/** The arguments that name or set a header. */
export const headerAttributes: Readonly<Record<string, AttributeSchema>> = {
  ...Object.fromEntries(
    Object.keys(headerKeys).map(
      (name) => [name, { type: 'string', optional: true, computed: true }] as const,
    ),
  ),
  routing_http_response_server_enabled: { type: 'bool', optional: true, computed: true },
};

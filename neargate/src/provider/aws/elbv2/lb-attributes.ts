import type { Plain, PlainObject } from '../../../terraform/provider.ts';
import { blockOf, boolOf, textOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import {
  argumentsOfAttributes,
  type AttributeKeys,
  attributeMap,
  changedAttributes,
  type CurrentAttributes,
  wantedAttributes,
} from './api-attributes.ts';
import { lbSchema } from './lb-schema.ts';

const attributeKeys: AttributeKeys = {
  client_keep_alive: 'client_keep_alive.seconds',
  desync_mitigation_mode: 'routing.http.desync_mitigation_mode',
  dns_record_client_routing_policy: 'dns_record.client_routing_policy',
  drop_invalid_header_fields: 'routing.http.drop_invalid_header_fields.enabled',
  enable_deletion_protection: 'deletion_protection.enabled',
  enable_http2: 'routing.http2.enabled',
  enable_tls_version_and_cipher_suite_headers: 'routing.http.x_amzn_tls_version_and_cipher_suite.enabled',
  enable_waf_fail_open: 'waf.fail_open.enabled',
  enable_xff_client_port: 'routing.http.xff_client_port.enabled',
  enable_zonal_shift: 'zonal_shift.config.enabled',
  idle_timeout: 'idle_timeout.timeout_seconds',
  preserve_host_header: 'routing.http.preserve_host_header.enabled',
  secondary_ips_auto_assigned_per_subnet: 'secondary_ips.auto_assigned.per_subnet',
  xff_header_processing_mode: 'routing.http.xff_header_processing.mode',
};

/** An application load balancer always crosses zones, whatever the argument says. */
const networkAttributeKeys: AttributeKeys = {
  ...attributeKeys,
  enable_cross_zone_load_balancing: 'load_balancing.cross_zone.enabled',
};

const logBlocks = ['access_logs', 'connection_logs', 'health_check_logs'] as const;

/** A load balancer's attributes by their keys. */
export async function currentAttributes(client: AwsClient, arn: string): Promise<CurrentAttributes> {
  const { Attributes } = await client.call('elbv2', 'DescribeLoadBalancerAttributes', {
    LoadBalancerArn: arn,
  });
  return attributeMap(Attributes);
}

/** Makes the attributes what the arguments say. */
export async function setAttributes(client: AwsClient, arn: string, config: PlainObject): Promise<void> {
  const current = await currentAttributes(client, arn);
  const isApplication = config['load_balancer_type'] === 'application';
  const wanted = {
    ...wantedAttributes(config, isApplication ? attributeKeys : networkAttributeKeys),
    ...Object.assign({}, ...logBlocks.map((name) => logAttributes(name, blockOf(config, name)))),
  };
  const changes = changedAttributes(wanted, current);
  if (changes.length === 0) return;
  await client.call('elbv2', 'ModifyLoadBalancerAttributes', { LoadBalancerArn: arn, Attributes: changes });
}

/** A log that is off keeps no bucket. */
function logAttributes(
  name: (typeof logBlocks)[number],
  block: PlainObject | undefined,
): Record<string, string> {
  const isOn = block !== undefined && boolOf(block, 'enabled') === true;
  return {
    [`${name}.s3.enabled`]: String(isOn),
    ...(isOn
      ? {
          [`${name}.s3.bucket`]: textOf(block, 'bucket') ?? '',
          [`${name}.s3.prefix`]: textOf(block, 'prefix') ?? '',
        }
      : {}),
  };
}

function logBlockOf(
  name: (typeof logBlocks)[number],
  current: CurrentAttributes,
  known: PlainObject,
): PlainObject[] {
  const isOn = current.get(`${name}.s3.enabled`) === 'true';
  const block = blockOf(known, name);
  if (!isOn) return block === undefined ? [] : [{ ...block, enabled: false }];
  return [
    {
      enabled: true,
      bucket: current.get(`${name}.s3.bucket`) ?? '',
      prefix: current.get(`${name}.s3.prefix`) ?? '',
    },
  ];
}

/** The arguments that stand for attributes, as these are. */
export function attributeArguments(
  type: string | undefined,
  current: CurrentAttributes,
  known: PlainObject,
): Record<string, Plain> {
  const keys = type === 'application' ? attributeKeys : networkAttributeKeys;
  return {
    ...argumentsOfAttributes(keys, lbSchema, current, known),
    ...Object.fromEntries(logBlocks.map((log) => [log, logBlockOf(log, current, known)])),
  };
}

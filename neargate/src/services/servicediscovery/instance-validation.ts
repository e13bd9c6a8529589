import { isIPv4, isIPv6 } from 'node:net';
import { invalidInput } from './errors.ts';
import type { DiscoveryServiceRow } from './store.ts';

/** The attribute that a record of each type is made of. https://docs.aws.amazon.com/cloud-map/latest/api/API_RegisterInstance.html */
const attributeOfRecord = {
  A: 'AWS_INSTANCE_IPV4',
  AAAA: 'AWS_INSTANCE_IPV6',
  CNAME: 'AWS_INSTANCE_CNAME',
  SRV: 'AWS_INSTANCE_PORT',
} as const;

const maxAttributes = 30;

type Check = (value: string) => boolean;

const forms: Readonly<Record<string, Check>> = {
  AWS_INSTANCE_IPV4: (value) => isIPv4(value),
  AWS_INSTANCE_IPV6: (value) => isIPv6(value),
  AWS_INSTANCE_PORT: (value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
  AWS_INIT_HEALTH_STATUS: (value) => value === 'HEALTHY' || value === 'UNHEALTHY',
};

/** @throws AwsError InvalidInput that names the attribute */
export function requireAttributes(
  service: DiscoveryServiceRow,
  attributes: Readonly<Record<string, string>>,
): void {
  const names = Object.keys(attributes);
  if (names.length > maxAttributes) {
    throw invalidInput(`An instance can have at most ${maxAttributes} attributes, got ${names.length}.`);
  }
  for (const [name, isOfForm] of Object.entries(forms)) {
    const value = attributes[name];
    if (value !== undefined && !isOfForm(value))
      throw invalidInput(`Invalid value for attribute ${name}: ${value}`);
  }
  if (attributes['AWS_INIT_HEALTH_STATUS'] !== undefined && !service.hasCustomHealth) {
    throw invalidInput(
      'AWS_INIT_HEALTH_STATUS can be specified only for services created with HealthCheckCustomConfig.',
    );
  }
  // An alias stands for the addresses of a load balancer, in place of the instance's own.
  if (attributes['AWS_ALIAS_DNS_NAME'] !== undefined) return;
  for (const { type } of service.dns?.records ?? []) {
    const needed = attributeOfRecord[type];
    if (attributes[needed] === undefined) {
      throw invalidInput(`The ${type} record of service ${service.id} needs the attribute ${needed}.`);
    }
  }
}

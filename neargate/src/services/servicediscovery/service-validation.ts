import type {
  CreateServiceRequest,
  DnsRecord,
  RecordType,
  RoutingPolicy,
} from '@aws-sdk/client-servicediscovery';
import { invalidInput } from './errors.ts';
import type { NamespaceRow } from './store.ts';

/** What may stand together. https://docs.aws.amazon.com/cloud-map/latest/api/API_DnsRecord.html */
const allowedTogether: readonly (readonly RecordType[])[] = [
  ['A'],
  ['AAAA'],
  ['CNAME'],
  ['SRV'],
  ['A', 'AAAA'],
  ['A', 'SRV'],
  ['AAAA', 'SRV'],
  ['A', 'AAAA', 'SRV'],
];

const recordOrder: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'SRV'];

const domainLabels =
  /^(?=.{1,127}$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$/;

/**
 * @throws AwsError InvalidInput
 * https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateService.html
 */
export function requireService(namespace: NamespaceRow, input: CreateServiceRequest): void {
  const {
    Name: name = '',
    DnsConfig: dns,
    HealthCheckConfig: check,
    HealthCheckCustomConfig: custom,
    Type: type,
  } = input;
  if (dns !== undefined && namespace.type === 'HTTP') {
    throw invalidInput(`DnsConfig can not be specified in the HTTP namespace ${namespace.id}.`);
  }
  if (dns !== undefined && type === 'HTTP') {
    throw invalidInput('DnsConfig can not be specified for a service of the type HTTP.');
  }
  if (check !== undefined && custom !== undefined) {
    throw invalidInput('Specify either HealthCheckConfig or HealthCheckCustomConfig, not both.');
  }
  if (check !== undefined && namespace.type !== 'DNS_PUBLIC') {
    throw invalidInput(
      'HealthCheckConfig can be specified only in a public DNS namespace; use HealthCheckCustomConfig.',
    );
  }
  if (!domainLabels.test(name)) {
    throw invalidInput(`Invalid service name ${name}: labels of letters, digits, - and _, up to 63 each.`);
  }
  if (dns !== undefined) requireRecords(dns.DnsRecords ?? [], dns.RoutingPolicy);
}

/** @throws AwsError InvalidInput */
export function requireRecords(records: readonly DnsRecord[], policy: RoutingPolicy | undefined): void {
  const given = records.flatMap(({ Type }) => Type ?? []);
  const types = recordOrder.flatMap((type) => given.filter((each) => each === type));
  const isAllowed = allowedTogether.some((allowed) => allowed.join(' ') === types.join(' '));
  if (!isAllowed) throw invalidInput(`DnsRecords can not be ${types.join(', ') || 'empty'}.`);
  if (types.includes('CNAME') && policy !== 'WEIGHTED') {
    throw invalidInput('A CNAME record needs the routing policy WEIGHTED.');
  }
}

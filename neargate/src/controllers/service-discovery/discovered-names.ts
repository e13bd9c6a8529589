import { healthyOrElseAll } from '../../services/servicediscovery/health.ts';
import type {
  DiscoveryServiceRow,
  InstanceRow,
  NamespaceRow,
} from '../../services/servicediscovery/store.ts';
import type { RecordedName } from '../private-network/hosts-file.ts';

/** How many records Route 53 answers with. https://docs.aws.amazon.com/cloud-map/latest/api/API_DnsConfig.html */
const answersOf = { MULTIVALUE: 8, WEIGHTED: 1 } as const;

export interface DiscoveredService {
  readonly namespace: NamespaceRow;
  readonly service: DiscoveryServiceRow;
  readonly instances: readonly InstanceRow[];
}

/**
 * The records that Cloud Map keeps in the private zones of a VPC: A records of the healthy instances (of all, when none is), and SRV
 * records that lead to a name of each instance. AAAA and CNAME records and aliases are not among them. Pure.
 * https://docs.aws.amazon.com/cloud-map/latest/api/API_DnsRecord.html
 * @param resolves whether the names of a namespace resolve in the VPC
 * @param addressOf where a private address is on this machine; undefined where it has no place of its own
 */
export function discoveredNames(
  services: readonly DiscoveredService[],
  resolves: (namespace: NamespaceRow) => boolean,
  addressOf: (privateAddress: string) => string | undefined,
): readonly RecordedName[] {
  return services.flatMap(({ namespace, service, instances }) => {
    if (!resolves(namespace) || service.dns === undefined) return [];
    const name = `${service.name}.${namespace.name}`;
    const { records, routingPolicy } = service.dns;
    const ttlOf = (wanted: string) => records.find(({ type }) => type === wanted)?.ttl;
    const [ttlOfA, ttlOfSrv] = [ttlOf('A'), ttlOf('SRV')];
    const answers = answersOf[routingPolicy];
    const found = healthyOrElseAll(service, instances).flatMap(({ instanceId, attributes }) => {
      const address = addressOf(attributes['AWS_INSTANCE_IPV4'] ?? '');
      const port = Number(attributes['AWS_INSTANCE_PORT']);
      return address === undefined || address === ''
        ? []
        : { address, port, target: `${instanceId}.${name}` };
    });
    if (found.length === 0) return [];
    const own: RecordedName = {
      name,
      addresses: ttlOfA === undefined ? [] : found.map(({ address }) => address),
      services: ttlOfSrv === undefined ? [] : found.map(({ port, target }) => ({ port, name: target })),
      answers,
      ttl: ttlOfA ?? ttlOfSrv ?? 0,
    };
    const targets = found.map(({ target, address }): RecordedName => ({
      name: target,
      addresses: [address],
      services: [],
      answers,
      ttl: ttlOfSrv ?? 0,
    }));
    return [own, ...(ttlOfSrv === undefined ? [] : targets)];
  });
}

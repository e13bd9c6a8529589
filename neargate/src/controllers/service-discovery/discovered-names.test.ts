import { describe, expect, it } from 'vitest';
import type {
  DiscoveryServiceRow,
  InstanceRow,
  NamespaceRow,
} from '../../services/servicediscovery/store.ts';
import { type DiscoveredService, discoveredNames } from './discovered-names.ts';

function discovered(
  instances: readonly (readonly [id: string, address: string, health: 'HEALTHY' | 'UNHEALTHY'])[],
  dns: DiscoveryServiceRow['dns'] = { routingPolicy: 'MULTIVALUE', records: [{ type: 'A', ttl: 10 }] },
): DiscoveredService {
  return {
    namespace: { name: 'internal', vpcId: 'vpc-1' } as NamespaceRow,
    service: { name: 'api', hasCustomHealth: true, dns } as DiscoveryServiceRow,
    instances: instances.map(([instanceId, address, health]): InstanceRow => ({
      serviceId: 'srv-1',
      instanceId,
      attributes: { AWS_INSTANCE_IPV4: address, AWS_INSTANCE_PORT: '3001' },
      createdAtMs: 0,
      observed: { health },
    })),
  };
}

const inVpc = (vpcId: string) => (namespace: NamespaceRow) => namespace.vpcId === vpcId;
const local = (address: string) => address.replace('10.', '127.');

describe('names of Cloud Map', () => {
  it('lead to the healthy instances', () => {
    const service = discovered([
      ['one', '10.0.0.1', 'HEALTHY'],
      ['two', '10.0.0.2', 'UNHEALTHY'],
      ['three', '10.0.0.3', 'HEALTHY'],
    ]);
    expect(discoveredNames([service], inVpc('vpc-1'), local)).toEqual([
      { name: 'api.internal', addresses: ['127.0.0.1', '127.0.0.3'], services: [], answers: 8, ttl: 10 },
    ]);
  });

  it('lead to all when none is healthy, and nowhere when there is none', () => {
    const service = discovered([['one', '10.0.0.1', 'UNHEALTHY']]);
    expect(discoveredNames([service], inVpc('vpc-1'), local)[0]?.addresses).toEqual(['127.0.0.1']);
    expect(discoveredNames([discovered([])], inVpc('vpc-1'), local)).toEqual([]);
  });

  it('are those of the VPC, and not of services without DNS', () => {
    const service = discovered([['one', '10.0.0.1', 'HEALTHY']]);
    expect(discoveredNames([service], inVpc('vpc-2'), local)).toEqual([]);
    const http = { ...service, service: { ...service.service, dns: undefined } };
    expect(discoveredNames([http], inVpc('vpc-1'), local)).toEqual([]);
  });

  it('of SRV records lead to a name of each instance', () => {
    const service = discovered([['one', '10.0.0.1', 'HEALTHY']], {
      routingPolicy: 'WEIGHTED',
      records: [{ type: 'SRV', ttl: 60 }],
    });
    expect(discoveredNames([service], inVpc('vpc-1'), local)).toEqual([
      {
        name: 'api.internal',
        addresses: [],
        services: [{ port: 3001, name: 'one.api.internal' }],
        answers: 1,
        ttl: 60,
      },
      { name: 'one.api.internal', addresses: ['127.0.0.1'], services: [], answers: 1, ttl: 60 },
    ]);
  });

  it('leave out what has no place of its own on this machine', () => {
    const service = discovered([['one', '10.0.0.1', 'HEALTHY']]);
    expect(discoveredNames([service], inVpc('vpc-1'), () => undefined)).toEqual([]);
  });
});

import { blockOf, textOf } from '../../arguments.ts';
import { serviceDiscoveryHttpNamespaceSchema } from './service-discovery-http-namespace-schema.ts';
import { serviceDiscoveryPrivateDnsNamespaceSchema } from './service-discovery-private-dns-namespace-schema.ts';
import { serviceDiscoveryServiceSchema } from './service-discovery-service-schema.ts';
import type { StoredType } from './stored-type.ts';

const namespaceArn = 'arn:{partition}:servicediscovery:{region}:{account}:namespace/{id}';

/** AWS Cloud Map. No name is answered. */
export const discoveryTypes: Readonly<Record<string, StoredType>> = {
  aws_service_discovery_http_namespace: {
    schema: serviceDiscoveryHttpNamespaceSchema,
    computed: { id: 'ns-{hex:16}', arn: namespaceArn, http_name: '{name}' },
  },
  aws_service_discovery_private_dns_namespace: {
    schema: serviceDiscoveryPrivateDnsNamespaceSchema,
    computed: { id: 'ns-{hex:16}', arn: namespaceArn, hosted_zone: 'Z{upper:20}' },
  },
  aws_service_discovery_service: {
    schema: serviceDiscoveryServiceSchema,
    computed: {
      id: 'srv-{hex:16}',
      arn: 'arn:{partition}:servicediscovery:{region}:{account}:service/{id}',
      namespace_id: {
        from: ['dns_config'],
        make: (service) => textOf(blockOf(service, 'dns_config') ?? {}, 'namespace_id') ?? null,
      },
      type: {
        from: ['dns_config'],
        make: (service) => (blockOf(service, 'dns_config') === undefined ? 'HTTP' : 'DNS_HTTP'),
      },
    },
  },
};

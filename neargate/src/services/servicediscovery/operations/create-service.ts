import type { CreateServiceRequest, CreateServiceResponse } from '@aws-sdk/client-servicediscovery';
import { operation } from '../../operation.ts';
import { describeService } from '../describe.ts';
import { invalidInput, serviceAlreadyExists } from '../errors.ts';
import { discoveryArn, findNamespace } from '../references.ts';
import { requireService } from '../service-validation.ts';
import { type DiscoveryServiceRow, recordsOf, serviceDiscoveryTablesOf, servicesOf } from '../store.ts';
import { mergeTags } from '../tags.ts';

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateService.html */
export const createService = operation<CreateServiceRequest, CreateServiceResponse>({
  handle(context, input) {
    const tables = serviceDiscoveryTablesOf(context);
    const { Name: name = '', DnsConfig: dns } = input;
    const reference = input.NamespaceId ?? dns?.NamespaceId;
    if (reference === undefined) throw invalidInput('NamespaceId can not be empty.');
    const namespace = findNamespace(context, reference);
    requireService(namespace, input);
    const isTaken = servicesOf(tables, namespace.id).some(
      (other) => other.name.toLowerCase() === name.toLowerCase(),
    );
    if (isTaken) throw serviceAlreadyExists(name);
    const id = `srv-${context.ids.alphanumeric(16).toLowerCase()}`;
    const row: DiscoveryServiceRow = {
      id,
      arn: discoveryArn(context.caller, 'service', id),
      name,
      namespaceId: namespace.id,
      description: input.Description,
      type: dns === undefined ? 'HTTP' : 'DNS_HTTP',
      dns: dns && { routingPolicy: dns.RoutingPolicy ?? 'MULTIVALUE', records: recordsOf(dns.DnsRecords) },
      healthCheckConfig: input.HealthCheckConfig,
      hasCustomHealth: input.HealthCheckCustomConfig !== undefined,
      attributes: {},
      instancesRevision: 1,
      creatorRequestId: input.CreatorRequestId,
      tags: mergeTags([], input.Tags),
      createdAtMs: context.clock.now(),
    };
    tables.services.put(id, row);
    return { Service: describeService(tables, row) };
  },
});

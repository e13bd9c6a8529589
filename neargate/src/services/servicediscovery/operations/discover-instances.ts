import type {
  DiscoverInstancesRequest,
  DiscoverInstancesResponse,
  DiscoverInstancesRevisionRequest,
  DiscoverInstancesRevisionResponse,
} from '@aws-sdk/client-servicediscovery';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { namespaceNotFound, serviceNotFound } from '../errors.ts';
import { healthOf, healthyOrElseAll } from '../health.ts';
import {
  type DiscoveryServiceRow,
  type InstanceRow,
  instancesOf,
  serviceDiscoveryTablesOf,
  servicesOf,
} from '../store.ts';

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_DiscoverInstances.html */
export const discoverInstances = operation<DiscoverInstancesRequest, DiscoverInstancesResponse>({
  handle(context, input) {
    const { service, namespaceName } = serviceNamed(context, input);
    const { QueryParameters: query = {}, OptionalParameters: optional = {} } = input;
    const all = instancesOf(serviceDiscoveryTablesOf(context), service.id).filter((row) => has(row, query));
    const preferred = all.filter((row) => has(row, optional));
    const found = ofHealth(service, preferred.length > 0 ? preferred : all, input.HealthStatus);
    return {
      Instances: found.slice(0, input.MaxResults ?? 100).map((row) => ({
        InstanceId: row.instanceId,
        NamespaceName: namespaceName,
        ServiceName: service.name,
        HealthStatus: healthOf(service, row),
        Attributes: { ...row.attributes },
      })),
      InstancesRevision: service.instancesRevision,
    };
  },
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_DiscoverInstancesRevision.html */
export const discoverInstancesRevision = operation<
  DiscoverInstancesRevisionRequest,
  DiscoverInstancesRevisionResponse
>({
  handle: (context, input) => ({
    InstancesRevision: serviceNamed(context, input).service.instancesRevision,
  }),
});

/** Of several private namespaces of a name, the newest that has the service. */
function serviceNamed(
  context: OperationContext,
  {
    NamespaceName: namespaceName = '',
    ServiceName: serviceName = '',
  }: Pick<DiscoverInstancesRequest, 'NamespaceName' | 'ServiceName'>,
): { readonly service: DiscoveryServiceRow; readonly namespaceName: string } {
  const tables = serviceDiscoveryTablesOf(context);
  const same = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();
  const namespaces = [...tables.namespaces.values()].filter(({ name }) => same(name, namespaceName));
  if (namespaces.length === 0) throw namespaceNotFound(namespaceName);
  for (const { id, name } of namespaces.toReversed()) {
    const service = servicesOf(tables, id).find((row) => same(row.name, serviceName));
    if (service !== undefined) return { service, namespaceName: name };
  }
  throw serviceNotFound(serviceName);
}

function has({ attributes }: InstanceRow, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => attributes[name] === value);
}

function ofHealth(
  service: DiscoveryServiceRow,
  instances: readonly InstanceRow[],
  wanted: DiscoverInstancesRequest['HealthStatus'] = 'HEALTHY_OR_ELSE_ALL',
): readonly InstanceRow[] {
  const isUnhealthy = (row: InstanceRow) => healthOf(service, row) === 'UNHEALTHY';
  switch (wanted) {
    case 'ALL':
      return instances;
    case 'HEALTHY':
      return instances.filter((row) => !isUnhealthy(row));
    case 'UNHEALTHY':
      return instances.filter(isUnhealthy);
    default:
      return healthyOrElseAll(service, instances);
  }
}

import { formatArn, parseArn } from '../../core/arn.ts';
import type { Caller, OperationContext } from '../context.ts';
import { instanceNotFound, namespaceNotFound, serviceNotFound } from './errors.ts';
import {
  type DiscoveryServiceRow,
  instanceKey,
  type InstanceRow,
  type NamespaceRow,
  serviceDiscoveryTablesOf,
} from './store.ts';

export function discoveryArn(
  { partition, region, accountId }: Caller,
  kind: 'namespace' | 'service',
  id: string,
): string {
  return formatArn({ partition, service: 'servicediscovery', region, accountId, resource: `${kind}/${id}` });
}

/** The id in an id or ARN of a namespace or service; where ids are asked for, ARNs are taken too (shared namespaces). */
export function idOf(idOrArn: string): string {
  return parseArn(idOrArn)?.resource.replace(/^(?:namespace|service)\//, '') ?? idOrArn;
}

export function findNamespace(context: OperationContext, idOrArn = ''): NamespaceRow {
  const row = serviceDiscoveryTablesOf(context).namespaces.get(idOf(idOrArn));
  if (row === undefined) throw namespaceNotFound(idOrArn);
  return row;
}

export function findService(context: OperationContext, idOrArn = ''): DiscoveryServiceRow {
  const row = serviceDiscoveryTablesOf(context).services.get(idOf(idOrArn));
  if (row === undefined) throw serviceNotFound(idOrArn);
  return row;
}

export function findInstance(
  context: OperationContext,
  service: DiscoveryServiceRow,
  instanceId = '',
): InstanceRow {
  const row = serviceDiscoveryTablesOf(context).instances.get(instanceKey(service.id, instanceId));
  if (row === undefined) throw instanceNotFound(instanceId, service.id);
  return row;
}

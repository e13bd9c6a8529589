import type { ServiceConnectConfiguration } from '@aws-sdk/client-ecs';
import type { Table } from '../../store/table.ts';
import type { OperationContext } from '../context.ts';
import { createHttpNamespace } from '../servicediscovery/operations/create-namespace.ts';
import { idOf } from '../servicediscovery/references.ts';
import { type NamespaceRow, serviceDiscoveryTablesOf } from '../servicediscovery/store.ts';
import { namespaceNotFound } from './errors.ts';
import type { ClusterRow } from './store.ts';

/**
 * The namespace of a Service Connect configuration, given by name or ARN; the cluster's default when it names none. Undefined
 * where there is no such namespace.
 */
export function connectNamespace(
  namespaces: Table<NamespaceRow>,
  configuration: ServiceConnectConfiguration,
  cluster: Pick<ClusterRow, 'serviceConnectDefaults'> | undefined,
): NamespaceRow | undefined {
  const reference = configuration.namespace ?? cluster?.serviceConnectDefaults?.namespace;
  return reference === undefined ? undefined : namespaceNamed(namespaces, reference);
}

/**
 * A cluster's default as it is kept: the ARN of its namespace. One that does not exist by that name is made, of the type HTTP; an
 * empty text stands for no default.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterServiceConnectDefaultsRequest.html
 */
export function connectDefaults(
  context: OperationContext,
  reference: string | undefined,
): ClusterRow['serviceConnectDefaults'] {
  if (reference === undefined || reference === '') return undefined;
  const { namespaces } = serviceDiscoveryTablesOf(context);
  const found = namespaceNamed(namespaces, reference);
  if (found !== undefined) return { namespace: found.arn };
  if (reference.startsWith('arn:')) throw namespaceNotFound();
  createHttpNamespace.handle(context, { Name: reference });
  return { namespace: namespaceNamed(namespaces, reference)?.arn };
}

function namespaceNamed(namespaces: Table<NamespaceRow>, reference: string): NamespaceRow | undefined {
  const byName = () =>
    [...namespaces.values()].find(({ name }) => name.toLowerCase() === reference.toLowerCase());
  return namespaces.get(idOf(reference)) ?? byName();
}

import type { ServiceConnectConfiguration } from '@aws-sdk/client-ecs';
import type { Table } from '../../store/table.ts';
import { idOf } from '../servicediscovery/references.ts';
import type { NamespaceRow } from '../servicediscovery/store.ts';
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
  if (reference === undefined) return undefined;
  return (
    namespaces.get(idOf(reference)) ??
    [...namespaces.values()].find(({ name }) => name.toLowerCase() === reference.toLowerCase())
  );
}

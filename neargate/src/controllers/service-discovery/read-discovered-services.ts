import { instancesOf, serviceDiscoveryTables } from '../../services/servicediscovery/store.ts';
import type { Store } from '../../store/store.ts';
import type { DiscoveredService } from './discovered-names.ts';

/** Every service of Cloud Map in an account and region, with its namespace and instances. */
export function readDiscoveredServices(store: Store, scope: string): readonly DiscoveredService[] {
  const tables = serviceDiscoveryTables(store, scope);
  return [...tables.services.values()].flatMap((service) => {
    const namespace = tables.namespaces.get(service.namespaceId);
    return namespace === undefined ? [] : { namespace, service, instances: instancesOf(tables, service.id) };
  });
}

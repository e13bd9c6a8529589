import { connectNamespace } from '../../services/ecs/connect-namespace.ts';
import { serviceOfTask } from '../../services/ecs/service-of-task.ts';
import { type EcsTables, ecsTables, type ServiceRow } from '../../services/ecs/store.ts';
import { templateOfTask } from '../../services/ecs/task-template.ts';
import { serviceDiscoveryTables } from '../../services/servicediscovery/store.ts';
import type { Store } from '../../store/store.ts';
import type { ConnectTask } from './connect-names.ts';

/** Every task of a service in an account and region that has not stopped, as Service Connect needs to know of it. */
export function readConnectTasks(store: Store, scope: string): readonly ConnectTask[] {
  const tables = ecsTables(store, scope);
  const { namespaces } = serviceDiscoveryTables(store, scope);
  return [...tables.tasks.values()].flatMap((task): ConnectTask[] => {
    const service = serviceOfTask(tables, task);
    if (service === undefined || task.observed.lastStatus === 'STOPPED') return [];
    const configuration = templateOfTask(tables, service, task).serviceConnectConfiguration;
    if (configuration?.enabled !== true) return [];
    const deployment = service.deployments.find(({ id }) => id === task.startedBy);
    const cluster = tables.clusters.get(service.clusterArn);
    return [
      {
        task,
        service,
        configuration,
        namespace: connectNamespace(namespaces, configuration, cluster)?.name,
        definition: tables.taskDefinitions.get(task.taskDefinitionArn),
        deployedAtMs: deployment?.createdAtMs ?? task.createdAtMs,
        offeredAtMs: offers(tables, service),
      },
    ];
  });
}

function offers({ serviceRevisions }: EcsTables, { serviceArn }: ServiceRow): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const revision of serviceRevisions.values()) {
    if (revision.serviceArn !== serviceArn) continue;
    for (const { discoveryName, portName = '' } of revision.serviceConnectConfiguration?.services ?? []) {
      const name = discoveryName ?? portName;
      first.set(name, Math.min(first.get(name) ?? Number.POSITIVE_INFINITY, revision.createdAtMs));
    }
  }
  return first;
}

import type { ServiceConnectConfiguration } from '@aws-sdk/client-ecs';
import type { OperationContext } from '../context.ts';
import { serviceDiscoveryTablesOf } from '../servicediscovery/store.ts';
import { connectNamespace } from './connect-namespace.ts';
import { invalidParameter, namespaceNotFound } from './errors.ts';
import type { ClusterRow, TaskDefinitionRow } from './store.ts';

/**
 * Throws unless the configuration fits the task definition and names a namespace that exists. TLS is refused, since nothing
 * here would encrypt. The texts are ours.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectConfiguration.html
 */
export function requireServiceConnect(
  context: OperationContext,
  cluster: ClusterRow,
  definition: TaskDefinitionRow,
  configuration: ServiceConnectConfiguration | undefined,
): void {
  if (configuration?.enabled !== true) return;
  const { namespaces } = serviceDiscoveryTablesOf(context);
  if (connectNamespace(namespaces, configuration, cluster) === undefined) throw namespaceNotFound();
  const portNames = definition.containerDefinitions.flatMap(({ portMappings = [] }) =>
    portMappings.flatMap(({ name }) => name ?? []),
  );
  const taken = new Set<string>();
  for (const { portName = '', discoveryName = portName, tls, clientAliases = [] } of configuration.services ??
    []) {
    if (!portNames.includes(portName)) {
      throw invalidParameter(
        `The portName ${portName} of serviceConnectConfiguration is not the name of a port mapping in the task definition.`,
      );
    }
    if (taken.has(discoveryName)) {
      throw invalidParameter(`The discoveryName ${discoveryName} is given twice.`);
    }
    taken.add(discoveryName);
    if (clientAliases.length > 1) {
      throw invalidParameter(`The service ${portName} of Service Connect can have at most 1 client alias.`);
    }
    if (tls !== undefined) {
      throw invalidParameter(
        `Neargate does not encrypt the traffic of Service Connect: remove tls from the service ${portName}.`,
      );
    }
  }
}

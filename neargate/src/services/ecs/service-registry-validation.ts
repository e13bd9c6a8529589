import type { ServiceRegistry } from '@aws-sdk/client-ecs';
import type { OperationContext } from '../context.ts';
import { idOf } from '../servicediscovery/references.ts';
import { serviceDiscoveryTablesOf } from '../servicediscovery/store.ts';
import { invalidParameter } from './errors.ts';
import type { TaskDefinitionRow } from './store.ts';

/**
 * Throws unless the registry is a service of Cloud Map whose records a task can make. The texts are ours.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRegistry.html
 */
export function requireServiceRegistries(
  context: OperationContext,
  definition: TaskDefinitionRow,
  registries: readonly ServiceRegistry[],
): void {
  if (registries.length > 1) throw invalidParameter('serviceRegistries can have at most 1 items.');
  for (const { registryArn = '', containerName, containerPort, port } of registries) {
    const service = serviceDiscoveryTablesOf(context).services.get(idOf(registryArn));
    if (service === undefined) throw invalidParameter(`Service registry ${registryArn} does not exist.`);
    if (port !== undefined && containerPort !== undefined) {
      throw invalidParameter(
        'Specify either port or containerName and containerPort of a service registry, not both.',
      );
    }
    if ((containerName === undefined) !== (containerPort === undefined)) {
      throw invalidParameter('containerName and containerPort of a service registry go together.');
    }
    if (containerPort !== undefined) requireContainerPort(definition, containerName, containerPort);
    const types = service.dns?.records.map(({ type }) => type) ?? [];
    if (types.includes('SRV') && port === undefined && containerPort === undefined) {
      throw invalidParameter(
        `The SRV record of service registry ${registryArn} needs port, or containerName and containerPort.`,
      );
    }
    const foreign = types.find((type) => type === 'CNAME' || type === 'AAAA');
    if (foreign !== undefined) {
      throw invalidParameter(
        `ECS makes no ${foreign} records, which service registry ${registryArn} asks for.`,
      );
    }
  }
}

function requireContainerPort(
  { containerDefinitions }: TaskDefinitionRow,
  containerName: string | undefined,
  containerPort: number,
): void {
  const container = containerDefinitions.find(({ name }) => name === containerName);
  if (container === undefined) {
    throw invalidParameter(`The container ${containerName} does not exist in the task definition.`);
  }
  if (!(container.portMappings ?? []).some((mapping) => mapping.containerPort === containerPort)) {
    throw invalidParameter(
      `The container ${containerName} did not have a container port ${containerPort} defined.`,
    );
  }
}

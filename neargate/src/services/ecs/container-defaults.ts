import type { ContainerDefinition, PortMapping } from '@aws-sdk/client-ecs';

/**
 * A container definition as ECS stores and returns it: with the defaults that AWS writes into it and nothing more, since
 * Terraform compares the answer with what it sent.
 */
export function withContainerDefaults(
  definition: ContainerDefinition,
  networkMode: string,
): ContainerDefinition {
  const { healthCheck } = definition;
  return {
    ...definition,
    cpu: definition.cpu ?? 0,
    essential: definition.essential ?? true,
    portMappings: (definition.portMappings ?? []).map((mapping) => withPortDefaults(mapping, networkMode)),
    environment: definition.environment ?? [],
    mountPoints: definition.mountPoints ?? [],
    volumesFrom: definition.volumesFrom ?? [],
    systemControls: definition.systemControls ?? [],
    ...(healthCheck === undefined
      ? {}
      : {
          healthCheck: {
            ...healthCheck,
            interval: healthCheck.interval ?? 30,
            timeout: healthCheck.timeout ?? 5,
            retries: healthCheck.retries ?? 3,
          },
        }),
  };
}

function withPortDefaults(mapping: PortMapping, networkMode: string): PortMapping {
  const sharesHostPorts = networkMode === 'awsvpc' || networkMode === 'host';
  const hostPort = mapping.hostPort ?? (sharesHostPorts ? mapping.containerPort : 0);
  return {
    ...mapping,
    ...(mapping.containerPortRange === undefined ? { hostPort } : {}),
    protocol: mapping.protocol ?? 'tcp',
  };
}

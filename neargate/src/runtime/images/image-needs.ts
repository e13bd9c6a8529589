import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { parseImageReference } from '../../core/image-reference.ts';
import { registryScopeOf } from '../../services/ecr/registry-scope.ts';
import { imageArchitecture } from '../../services/ecs/runtime-platform.ts';
import type { EcsTables, ServiceRow, TaskDefinitionRow } from '../../services/ecs/store.ts';

/** An image of the local registry that services run. */
export interface ImageNeed {
  /** The account and region of the registry, as tables are scoped. */
  readonly registryScope: string;
  /** As the task definition writes it. */
  readonly reference: string;
  readonly repositoryName: string;
  readonly tag: string;
  readonly containerNames: readonly string[];
  /** Such as `linux/amd64`. */
  readonly platform: string;
  readonly serviceArns: readonly string[];
}

/** The images that the active services' current deployments name by tag and that belong to the local registry. */
export function imageNeeds(
  tables: EcsTables,
  scope: string,
  home: { readonly gatewayUrl: string },
): readonly ImageNeed[] {
  const needs = new Map<string, ImageNeed>();
  for (const service of tables.services.values()) {
    const definition = definitionOf(tables, service);
    if (service.status !== 'ACTIVE' || definition === undefined) continue;
    for (const container of definition.containerDefinitions) {
      const need = needOf(scope, service, definition, container, home);
      if (need === undefined) continue;
      const known = needs.get(need.reference);
      needs.set(
        need.reference,
        known === undefined
          ? need
          : {
              ...known,
              containerNames: [...new Set([...known.containerNames, ...need.containerNames])],
              serviceArns: [...new Set([...known.serviceArns, ...need.serviceArns])],
            },
      );
    }
  }
  return [...needs.values()];
}

function definitionOf(tables: EcsTables, service: ServiceRow): TaskDefinitionRow | undefined {
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  return tables.taskDefinitions.get((primary ?? service).taskDefinition);
}

function needOf(
  scope: string,
  service: ServiceRow,
  definition: TaskDefinitionRow,
  { image = '', name = '' }: ContainerDefinition,
  home: { readonly gatewayUrl: string },
): ImageNeed | undefined {
  const reference = parseImageReference(image);
  if (reference?.tag === undefined || reference.digest !== undefined) return undefined;
  const registryScope = registryScopeOf(reference.registry, { gatewayUrl: home.gatewayUrl, scope });
  if (registryScope === undefined) return undefined;
  return {
    registryScope,
    reference: image,
    repositoryName: reference.repository,
    tag: reference.tag,
    containerNames: [name],
    platform: `linux/${imageArchitecture(definition.runtimePlatform?.cpuArchitecture)}`,
    serviceArns: [service.serviceArn],
  };
}

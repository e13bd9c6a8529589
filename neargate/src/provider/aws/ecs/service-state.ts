import type { DeploymentConfiguration, Service } from '@aws-sdk/client-ecs';
import type { BlockSchema, Plain, PlainObject } from '../../../terraform/provider.ts';
import { fromApi } from '../api-shape.ts';
import { textOf } from '../../arguments.ts';
import { tagMap } from '../tags.ts';
import { isDaemon } from './service-input.ts';
import { deploymentNaming, serviceNaming } from './service-naming.ts';
import { serviceSchema } from './service-schema.ts';

/** What only Terraform knows of a service. */
const argumentsOfTheProvider = [
  'force_delete',
  'force_new_deployment',
  'sigint_rollback',
  'triggers',
  'wait_for_steady_state',
];

const deploymentBlock: Pick<BlockSchema, 'attributes' | 'blocks'> = serviceSchema.blocks?.[
  'deployment_configuration'
] ?? { attributes: {} };

/**
 * The attributes of `aws_ecs_service`. What AWS names by ARN keeps the form that it is known in; Service Connect and volumes are
 * the PRIMARY deployment's, as in the provider.
 *
 * @param known The configuration or the state that the service is read for.
 */
export function serviceState(known: PlainObject, service: Service): PlainObject {
  const primary = service.deployments?.find(({ status }) => status === 'PRIMARY');
  const shown = {
    ...service,
    serviceConnectConfiguration: primary?.serviceConnectConfiguration,
    volumeConfigurations: primary?.volumeConfigurations,
  };
  const { deploymentConfiguration = {} } = service;
  return {
    ...fromApi(shown, serviceSchema, serviceNaming),
    ...Object.fromEntries(argumentsOfTheProvider.map((name) => [name, known[name] ?? null])),
    id: service.serviceArn ?? null,
    arn: service.serviceArn ?? null,
    cluster: clusterForm(textOf(known, 'cluster'), service.clusterArn ?? ''),
    iam_role: roleForm(textOf(known, 'iam_role'), service.roleArn),
    task_definition: taskDefinitionForm(textOf(known, 'task_definition'), service.taskDefinition),
    desired_count: isDaemon(known) ? (known['desired_count'] ?? null) : (service.desiredCount ?? null),
    propagate_tags: propagateTagsForm(textOf(known, 'propagate_tags'), service.propagateTags),
    network_configuration: networkBlocks(service),
    ...deploymentArguments(known, deploymentConfiguration),
    tags_all: tagMap(service.tags),
  };
}

function deploymentArguments(known: PlainObject, configuration: DeploymentConfiguration): PlainObject {
  const { deploymentCircuitBreaker: breaker, alarms } = configuration;
  return {
    deployment_maximum_percent: isDaemon(known)
      ? (known['deployment_maximum_percent'] ?? null)
      : (configuration.maximumPercent ?? null),
    deployment_minimum_healthy_percent: configuration.minimumHealthyPercent ?? null,
    deployment_circuit_breaker:
      breaker === undefined ? [] : [{ enable: breaker.enable ?? false, rollback: breaker.rollback ?? false }],
    alarms:
      alarms === undefined
        ? []
        : [
            {
              alarm_names: alarms.alarmNames ?? [],
              enable: alarms.enable ?? false,
              rollback: alarms.rollback ?? false,
            },
          ],
    deployment_configuration: [fromApi(configuration, deploymentBlock, deploymentNaming)],
  };
}

function networkBlocks({ networkConfiguration }: Service): Plain {
  const awsvpc = networkConfiguration?.awsvpcConfiguration;
  if (awsvpc === undefined) return [];
  return [
    {
      assign_public_ip: awsvpc.assignPublicIp === 'ENABLED',
      security_groups: awsvpc.securityGroups ?? [],
      subnets: awsvpc.subnets ?? [],
    },
  ];
}

function clusterForm(known: string | undefined, clusterArn: string): string {
  return known === undefined || known.startsWith('arn:')
    ? clusterArn
    : clusterArn.slice(clusterArn.lastIndexOf('/') + 1);
}

function taskDefinitionForm(known: string | undefined, arn: string | undefined): string | null {
  if (arn === undefined) return null;
  return known?.startsWith('arn:') === true ? arn : arn.slice(arn.lastIndexOf('/') + 1);
}

function roleForm(known: string | undefined, roleArn: string | undefined): string | null {
  if (roleArn === undefined) return null;
  if (known?.startsWith('arn:') === true) return roleArn;
  const path = roleArn.slice(roleArn.indexOf(':role/') + ':role'.length);
  return path === `/${known ?? ''}` ? (known ?? path) : path;
}

/** NONE is what AWS answers when nothing is set. */
function propagateTagsForm(known: string | undefined, remote: string | undefined): string | null {
  return remote === 'NONE' && known !== 'NONE' ? null : (remote ?? null);
}

import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { HealthState } from '../../../controllers/ecs-task/health/health-state.ts';
import type { ContainerRow, TaskDefinitionRow, TaskRow } from '../../../services/ecs/store.ts';
import { logAddressOf } from '../log-streams.ts';
import { parseIpv4Cidr, formatIpv4 } from '../../../network/ipv4.ts';

export interface ContainerFacts {
  readonly scope: string;
  readonly task: TaskRow;
  readonly definition: TaskDefinitionRow;
  readonly container: ContainerRow;
  readonly health: HealthState | undefined;
  readonly subnetCidrBlock: string | undefined;
}

/**
 * What the task metadata endpoint version 4 says of a container. Members that are not known here are left out.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-response.html
 */
export function containerMetadata(facts: ContainerFacts): Readonly<Record<string, unknown>> {
  const { task, definition, container, health } = facts;
  const own = definition.containerDefinitions.find(({ name }) => name === container.name) ?? {};
  return {
    DockerId: container.runtimeId,
    Name: container.name,
    DockerName: container.name,
    Image: container.image,
    ImageID: container.imageDigest,
    Labels: {
      'com.amazonaws.ecs.cluster': task.clusterArn,
      'com.amazonaws.ecs.container-name': container.name,
      'com.amazonaws.ecs.task-arn': task.taskArn,
      'com.amazonaws.ecs.task-definition-family': definition.family,
      'com.amazonaws.ecs.task-definition-version': String(definition.revision),
      ...own.dockerLabels,
    },
    DesiredStatus: task.desiredStatus,
    KnownStatus: container.lastStatus,
    ExitCode: container.exitCode,
    Limits: { CPU: own.cpu ?? 0, Memory: own.memory },
    CreatedAt: isoTime(container.startedAtMs),
    StartedAt: isoTime(container.startedAtMs),
    FinishedAt: isoTime(container.finishedAtMs),
    Type: 'NORMAL',
    Health: health && {
      status: health.status,
      statusSince: isoTime(health.sinceMs),
      exitCode: health.exitCode,
      output: health.output,
    },
    Volumes: volumesOf(own),
    ...logging(facts, own),
    ContainerARN: container.containerArn,
    Networks: networks(facts),
    RestartCount: own.restartPolicy?.enabled === true ? (container.restartCount ?? 0) : undefined,
  };
}

/** ISO 8601 as the endpoint writes times; undefined for what has not happened. */
export function isoTime(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

function volumesOf({ mountPoints = [] }: ContainerDefinition) {
  if (mountPoints.length === 0) return undefined;
  return mountPoints.map(({ sourceVolume, containerPath }) => ({
    DockerName: sourceVolume,
    Destination: containerPath,
  }));
}

function logging({ scope, task }: ContainerFacts, own: ContainerDefinition) {
  const { logDriver } = own.logConfiguration ?? {};
  const address = logAddressOf(scope, task.taskId, own);
  return {
    LogDriver: logDriver,
    LogOptions: address && {
      'awslogs-group': address.group,
      'awslogs-region': address.scope.split('/')[1],
      'awslogs-stream': address.stream,
    },
  };
}

function networks({ task, subnetCidrBlock }: ContainerFacts) {
  const [attachment] = task.observed.attachments;
  if (attachment === undefined) return undefined;
  const detail = (name: string) => attachment.details.find((each) => each.name === name)?.value;
  return [
    {
      NetworkMode: 'awsvpc',
      IPv4Addresses: [detail('privateIPv4Address')],
      AttachmentIndex: 0,
      MACAddress: detail('macAddress'),
      IPv4SubnetCIDRBlock: subnetCidrBlock,
      PrivateDNSName: detail('privateDnsName'),
      SubnetGatewayIpv4Address: gatewayOf(subnetCidrBlock),
    },
  ];
}

/** A subnet's router has its first address but one. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
function gatewayOf(cidrBlock: string | undefined): string | undefined {
  const network = cidrBlock === undefined ? undefined : parseIpv4Cidr(cidrBlock);
  return network === undefined ? undefined : `${formatIpv4(network.first + 1)}/${cidrBlock?.split('/')[1]}`;
}

import type { Container, Task } from '@aws-sdk/client-ecs';
import { toDate } from '../timestamps.ts';
import type { ContainerRow, TaskRow } from './store.ts';

/** A task as DescribeTasks shows it. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
export function describeTask(row: TaskRow, options: { includeTags?: boolean } = {}): Task {
  const { observed } = row;
  return {
    taskArn: row.taskArn,
    clusterArn: row.clusterArn,
    taskDefinitionArn: row.taskDefinitionArn,
    group: row.group,
    startedBy: row.startedBy,
    launchType: row.launchType,
    capacityProviderName: row.capacityProviderName,
    platformVersion: row.platformVersion,
    platformFamily: row.platformFamily,
    cpu: row.cpu,
    memory: row.memory,
    ephemeralStorage: { sizeInGiB: row.ephemeralStorageGib },
    fargateEphemeralStorage: { sizeInGiB: row.ephemeralStorageGib },
    overrides: {
      ...row.overrides,
      containerOverrides:
        row.overrides.containerOverrides ?? observed.containers.map(({ name }) => ({ name })),
      inferenceAcceleratorOverrides: row.overrides.inferenceAcceleratorOverrides ?? [],
    },
    enableExecuteCommand: row.enableExecuteCommand,
    tags: options.includeTags === true ? [...row.tags] : [],
    createdAt: toDate(row.createdAtMs),
    desiredStatus: row.desiredStatus,
    stopCode: row.stopCode,
    stoppedReason: row.stoppedReason,
    lastStatus: observed.lastStatus,
    version: observed.version,
    healthStatus: observed.healthStatus,
    availabilityZone: observed.availabilityZone,
    connectivity: observed.connectivity,
    connectivityAt: toDate(observed.connectivityAtMs),
    attachments: observed.attachments.map(({ id, type, status, details }) => ({
      id,
      type,
      status,
      details: [...details],
    })),
    attributes: [
      { name: 'ecs.cpu-architecture', value: row.cpuArchitecture === 'ARM64' ? 'arm64' : 'x86_64' },
    ],
    containers: observed.containers.map((container) => describeContainer(row, container)),
    pullStartedAt: toDate(observed.pullStartedAtMs),
    pullStoppedAt: toDate(observed.pullStoppedAtMs),
    startedAt: toDate(observed.startedAtMs),
    stoppingAt: toDate(observed.stoppingAtMs),
    executionStoppedAt: toDate(observed.executionStoppedAtMs),
    stoppedAt: toDate(observed.stoppedAtMs),
  };
}

function describeContainer(task: TaskRow, container: ContainerRow): Container {
  const [attachment] = task.observed.attachments;
  const privateIpv4Address = attachment?.details.find(({ name }) => name === 'privateIPv4Address')?.value;
  const { startedAtMs: _startedAt, finishedAtMs: _finishedAt, restartCount: _count, ...shown } = container;
  return {
    ...shown,
    taskArn: task.taskArn,
    networkBindings: [],
    networkInterfaces: attachment === undefined ? [] : [{ attachmentId: attachment.id, privateIpv4Address }],
    // Times are texts again after a restart: rows are JSON.
    managedAgents: container.managedAgents?.map(({ lastStartedAt, ...agent }) => ({
      ...agent,
      lastStartedAt: lastStartedAt && new Date(lastStartedAt),
    })),
  };
}

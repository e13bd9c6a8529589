import {
  allocateNetworkInterface,
  privateDnsName,
  releaseNetworkInterface,
} from '../../services/ec2/network-interfaces.ts';
import { ec2Tables } from '../../services/ec2/store.ts';
import { saveTask } from '../../services/ecs/save-task.ts';
import type { AttachmentRow, TaskRow } from '../../services/ecs/store.ts';
import { type TaskEnvironment, TaskStartError } from './environment.ts';
import { networkInterfaceId, withObserved, withStatus } from './task-changes.ts';

/** PROVISIONING: gives the task a network interface in its subnet. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html */
export function provision(environment: TaskEnvironment, scope: string, task: TaskRow): void {
  const { store, ids, clock } = environment;
  const awsvpc = task.networkConfiguration?.awsvpcConfiguration;
  const subnetId = awsvpc?.subnets?.[0];
  if (subnetId === undefined) throw new TaskStartError('The task has no subnet to run in.');
  const [accountId = '', region = ''] = scope.split('/');
  const tables = ec2Tables(store, scope);
  const attachmentId = ids.uuid();
  const networkInterface = allocateNetworkInterface(
    tables,
    { ids, nowMs: clock.now() },
    {
      subnetId,
      groups: awsvpc?.securityGroups?.length === 0 ? undefined : awsvpc?.securityGroups,
      description: `arn:aws:ecs:${region}:${accountId}:attachment/${attachmentId}`,
      requesterManaged: true,
      attachedTo: accountId,
      assignPublicIp: awsvpc?.assignPublicIp === 'ENABLED',
    },
  );
  const attachment: AttachmentRow = {
    id: attachmentId,
    type: 'ElasticNetworkInterface',
    status: 'ATTACHED',
    details: [
      { name: 'subnetId', value: subnetId },
      { name: 'networkInterfaceId', value: networkInterface.networkInterfaceId },
      { name: 'macAddress', value: networkInterface.macAddress },
      { name: 'privateDnsName', value: privateDnsName(networkInterface.privateIpAddress, region) },
      { name: 'privateIPv4Address', value: networkInterface.privateIpAddress },
    ],
  };
  saveTask(
    environment,
    scope,
    withStatus(task, 'PENDING', {
      attachments: [attachment],
      availabilityZone: networkInterface.availabilityZone,
      connectivity: 'CONNECTED',
      connectivityAtMs: clock.now(),
    }),
  );
}

/** DEPROVISIONING: the interface goes, and with it the task's addresses. */
export function releaseNetwork(environment: TaskEnvironment, scope: string, task: TaskRow): TaskRow {
  const id = networkInterfaceId(task);
  if (id === undefined) return task;
  releaseNetworkInterface(ec2Tables(environment.store, scope), id);
  environment.releaseAddress(id);
  return withObserved(task, {
    attachments: task.observed.attachments.map((attachment) => ({
      ...attachment,
      status: 'DELETED' as const,
    })),
  });
}

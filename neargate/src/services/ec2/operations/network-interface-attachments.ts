import type {
  AttachNetworkInterfaceRequest,
  AttachNetworkInterfaceResult,
  DetachNetworkInterfaceRequest,
} from '@aws-sdk/client-ec2';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { instanceNotFound, notFound, required } from '../errors.ts';
import { findNetworkInterface, managedByService } from './network-interfaces.ts';

/** There is no instance to attach it to. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachNetworkInterface.html */
export const attachNetworkInterface = operation<AttachNetworkInterfaceRequest, AttachNetworkInterfaceResult>({
  handle(context, input) {
    const networkInterfaceId = required(input.NetworkInterfaceId, 'networkInterfaceId');
    const instanceId = required(input.InstanceId, 'instanceId');
    required(input.DeviceIndex, 'deviceIndex');
    findNetworkInterface(ec2WithDefaults(context), networkInterfaceId);
    throw instanceNotFound(instanceId);
  },
});

/**
 * Whatever is attached was attached by a service, for tasks, load balancers, databases and gateways: users cannot detach it.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachNetworkInterface.html
 */
export const detachNetworkInterface = operation<DetachNetworkInterfaceRequest, Record<string, never>>({
  handle(context, input) {
    const attachmentId = required(input.AttachmentId, 'attachmentId');
    for (const row of ec2WithDefaults(context).networkInterfaces.values()) {
      if (row.attachment?.attachmentId === attachmentId) throw managedByService(row);
    }
    throw notFound('attachment', attachmentId);
  },
});

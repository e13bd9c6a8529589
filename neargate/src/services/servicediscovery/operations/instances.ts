import type {
  DeregisterInstanceRequest,
  DeregisterInstanceResponse,
  GetInstanceRequest,
  GetInstanceResponse,
  ListInstancesRequest,
  ListInstancesResponse,
  RegisterInstanceRequest,
  RegisterInstanceResponse,
} from '@aws-sdk/client-servicediscovery';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { instanceNotFound, invalidInput } from '../errors.ts';
import { deregisterInstance, registerInstance } from '../instances.ts';
import { recordOperation } from '../operation-records.ts';
import { findInstance, findService } from '../references.ts';
import { instancesOf, serviceDiscoveryTablesOf } from '../store.ts';

const instanceId = { required: true, max: 64, pattern: String.raw`[0-9a-zA-Z_/:.@-]+` } as const;

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_RegisterInstance.html */
export const registerInstanceOperation = operation<RegisterInstanceRequest, RegisterInstanceResponse>({
  input: { ServiceId: { required: true }, InstanceId: instanceId, Attributes: { required: true } },
  handle(context, { ServiceId, InstanceId = '', Attributes = {}, CreatorRequestId }) {
    const service = findService(context, ServiceId);
    registerInstance(context, service, InstanceId, Attributes, CreatorRequestId);
    return recordOperation(context, 'REGISTER_INSTANCE', { INSTANCE: InstanceId, SERVICE: service.id });
  },
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_DeregisterInstance.html */
export const deregisterInstanceOperation = operation<DeregisterInstanceRequest, DeregisterInstanceResponse>({
  input: { ServiceId: { required: true }, InstanceId: instanceId },
  handle(context, { ServiceId, InstanceId = '' }) {
    const service = findService(context, ServiceId);
    if (!deregisterInstance(context, service, InstanceId)) throw instanceNotFound(InstanceId, service.id);
    return recordOperation(context, 'DEREGISTER_INSTANCE', { INSTANCE: InstanceId, SERVICE: service.id });
  },
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_GetInstance.html */
export const getInstance = operation<GetInstanceRequest, GetInstanceResponse>({
  handle(context, { ServiceId, InstanceId }) {
    const row = findInstance(context, findService(context, ServiceId), InstanceId);
    return {
      Instance: {
        Id: row.instanceId,
        CreatorRequestId: row.creatorRequestId,
        Attributes: { ...row.attributes },
      },
    };
  },
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_ListInstances.html */
export const listInstances = operation<ListInstancesRequest, ListInstancesResponse>({
  handle(context, { ServiceId, NextToken: token, MaxResults: limit = 100 }) {
    const rows = instancesOf(serviceDiscoveryTablesOf(context), findService(context, ServiceId).id);
    const page = paginate(
      rows,
      (row) => row.instanceId,
      { token, limit },
      () => invalidInput('Invalid NextToken.'),
    );
    return {
      Instances: page.items.map((row) => ({ Id: row.instanceId, Attributes: { ...row.attributes } })),
      NextToken: page.nextToken,
    };
  },
});

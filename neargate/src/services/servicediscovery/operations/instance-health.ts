import type {
  GetInstancesHealthStatusRequest,
  GetInstancesHealthStatusResponse,
  UpdateInstanceCustomHealthStatusRequest,
} from '@aws-sdk/client-servicediscovery';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { customHealthNotFound, instanceNotFound, invalidInput } from '../errors.ts';
import { healthOf } from '../health.ts';
import { requestHealth } from '../instances.ts';
import { findInstance, findService } from '../references.ts';
import { instancesOf, serviceDiscoveryTablesOf } from '../store.ts';

/**
 * Acts after about 30 seconds, which the instance health controller waits for.
 * https://docs.aws.amazon.com/cloud-map/latest/api/API_UpdateInstanceCustomHealthStatus.html
 */
export const updateInstanceCustomHealthStatus = operation<
  UpdateInstanceCustomHealthStatusRequest,
  Record<string, never>
>({
  handle(context, { ServiceId, InstanceId, Status = 'HEALTHY' }) {
    const service = findService(context, ServiceId);
    if (!service.hasCustomHealth) throw customHealthNotFound(service.id);
    requestHealth(context, findInstance(context, service, InstanceId), Status);
    return {};
  },
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_GetInstancesHealthStatus.html */
export const getInstancesHealthStatus = operation<
  GetInstancesHealthStatusRequest,
  GetInstancesHealthStatusResponse
>({
  handle(context, { ServiceId, Instances: wanted, NextToken: token, MaxResults: limit = 100 }) {
    const service = findService(context, ServiceId);
    const all = instancesOf(serviceDiscoveryTablesOf(context), service.id);
    const missing = wanted?.find((id) => !all.some(({ instanceId }) => instanceId === id));
    if (missing !== undefined) throw instanceNotFound(missing, service.id);
    const rows = all.filter(({ instanceId }) => wanted?.includes(instanceId) ?? true);
    const page = paginate(
      rows,
      (row) => row.instanceId,
      { token, limit },
      () => invalidInput('Invalid NextToken.'),
    );
    return {
      Status: Object.fromEntries(page.items.map((row) => [row.instanceId, healthOf(service, row)])),
      NextToken: page.nextToken,
    };
  },
});

import type {
  DeleteServiceAttributesRequest,
  DeleteServiceAttributesResponse,
  GetServiceAttributesRequest,
  GetServiceAttributesResponse,
  UpdateServiceAttributesRequest,
  UpdateServiceAttributesResponse,
} from '@aws-sdk/client-servicediscovery';
import { operation } from '../../operation.ts';
import { serviceAttributesLimit } from '../errors.ts';
import { findService } from '../references.ts';
import { serviceDiscoveryTablesOf } from '../store.ts';

const maxAttributes = 30;

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_GetServiceAttributes.html */
export const getServiceAttributes = operation<GetServiceAttributesRequest, GetServiceAttributesResponse>({
  handle(context, { ServiceId }) {
    const { arn, attributes } = findService(context, ServiceId);
    return { ServiceAttributes: { ServiceArn: arn, Attributes: { ...attributes } } };
  },
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_UpdateServiceAttributes.html */
export const updateServiceAttributes = operation<
  UpdateServiceAttributesRequest,
  UpdateServiceAttributesResponse
>({
  handle(context, { ServiceId, Attributes }) {
    const row = findService(context, ServiceId);
    const attributes = { ...row.attributes, ...Attributes };
    if (Object.keys(attributes).length > maxAttributes) throw serviceAttributesLimit();
    serviceDiscoveryTablesOf(context).services.put(row.id, { ...row, attributes });
    return {};
  },
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_DeleteServiceAttributes.html */
export const deleteServiceAttributes = operation<
  DeleteServiceAttributesRequest,
  DeleteServiceAttributesResponse
>({
  handle(context, { ServiceId, Attributes: removed = [] }) {
    const row = findService(context, ServiceId);
    const kept = Object.entries(row.attributes).filter(([name]) => !removed.includes(name));
    serviceDiscoveryTablesOf(context).services.put(row.id, { ...row, attributes: Object.fromEntries(kept) });
    return {};
  },
});

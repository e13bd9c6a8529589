import type {
  DeleteServiceRequest,
  DeleteServiceResponse,
  DnsRecord,
  GetServiceRequest,
  GetServiceResponse,
  ListServicesRequest,
  ListServicesResponse,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from '@aws-sdk/client-servicediscovery';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { describeService } from '../describe.ts';
import { invalidInput, serviceInUse } from '../errors.ts';
import { filterTest } from '../filters.ts';
import { recordOperation } from '../operation-records.ts';
import { findService, idOf } from '../references.ts';
import { requireRecords } from '../service-validation.ts';
import { type DnsRow, instancesOf, recordsOf, serviceDiscoveryTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_GetService.html */
export const getService = operation<GetServiceRequest, GetServiceResponse>({
  handle: (context, { Id }) => ({
    Service: describeService(serviceDiscoveryTablesOf(context), findService(context, Id)),
  }),
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_ListServices.html */
export const listServices = operation<ListServicesRequest, ListServicesResponse>({
  handle(context, { Filters, NextToken: token, MaxResults: limit = 100 }) {
    const tables = serviceDiscoveryTablesOf(context);
    const filters = Filters?.map((filter) => ({ ...filter, Values: filter.Values?.map(idOf) }));
    const rows = [...tables.services.values()].filter(
      filterTest(filters, (row, name) => (name === 'NAMESPACE_ID' ? row.namespaceId : undefined)),
    );
    const page = paginate(
      rows,
      ({ id }) => id,
      { token, limit },
      () => invalidInput('Invalid NextToken.'),
    );
    return {
      Services: page.items.map((row) => {
        const { NamespaceId: _namespace, CreatorRequestId: _id, ...summary } = describeService(tables, row);
        return summary;
      }),
      NextToken: page.nextToken,
    };
  },
});

/**
 * Records that are left out of DnsConfig go; those of another type cannot be added.
 * https://docs.aws.amazon.com/cloud-map/latest/api/API_UpdateService.html
 */
export const updateService = operation<UpdateServiceRequest, UpdateServiceResponse>({
  handle(context, { Id, Service: change = {} }) {
    const row = findService(context, Id);
    serviceDiscoveryTablesOf(context).services.put(row.id, {
      ...row,
      description: change.Description ?? row.description,
      dns: change.DnsConfig === undefined ? row.dns : changedDns(row.dns, change.DnsConfig.DnsRecords ?? []),
      healthCheckConfig: change.HealthCheckConfig ?? row.healthCheckConfig,
    });
    return recordOperation(context, 'UPDATE_SERVICE', { SERVICE: row.id });
  },
});

function changedDns(before: DnsRow | undefined, records: readonly DnsRecord[]): DnsRow {
  if (before === undefined) throw invalidInput('DnsConfig can not be added to a service of the type HTTP.');
  const added = records.find(({ Type }) => !before.records.some(({ type }) => type === Type));
  if (added !== undefined) throw invalidInput(`A record of the type ${added.Type} can not be added.`);
  requireRecords(records, before.routingPolicy);
  return { ...before, records: recordsOf(records) };
}

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_DeleteService.html */
export const deleteService = operation<DeleteServiceRequest, DeleteServiceResponse>({
  handle(context, { Id }) {
    const tables = serviceDiscoveryTablesOf(context);
    const { id } = findService(context, Id);
    if (instancesOf(tables, id).length > 0) throw serviceInUse();
    tables.services.delete(id);
    return {};
  },
});

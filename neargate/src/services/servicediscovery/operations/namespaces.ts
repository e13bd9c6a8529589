import type {
  DeleteNamespaceRequest,
  DeleteNamespaceResponse,
  GetNamespaceRequest,
  GetNamespaceResponse,
  ListNamespacesRequest,
  ListNamespacesResponse,
} from '@aws-sdk/client-servicediscovery';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { deleteZone } from '../../route53/zones.ts';
import { describeNamespace } from '../describe.ts';
import { invalidInput, namespaceInUse } from '../errors.ts';
import { filterTest } from '../filters.ts';
import { recordOperation } from '../operation-records.ts';
import { findNamespace } from '../references.ts';
import { serviceDiscoveryTablesOf, servicesOf } from '../store.ts';

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_GetNamespace.html */
export const getNamespace = operation<GetNamespaceRequest, GetNamespaceResponse>({
  handle: (context, { Id }) => ({
    Namespace: describeNamespace(serviceDiscoveryTablesOf(context), findNamespace(context, Id)),
  }),
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_ListNamespaces.html */
export const listNamespaces = operation<ListNamespacesRequest, ListNamespacesResponse>({
  handle(context, { Filters, NextToken: token, MaxResults: limit = 100 }) {
    const tables = serviceDiscoveryTablesOf(context);
    const rows = [...tables.namespaces.values()].filter(
      filterTest(Filters, (row, name) =>
        name === 'TYPE' ? row.type : name === 'NAME' || name === 'HTTP_NAME' ? row.name : undefined,
      ),
    );
    const page = paginate(
      rows,
      ({ id }) => id,
      { token, limit },
      () => invalidInput('Invalid NextToken.'),
    );
    return {
      Namespaces: page.items.map((row) => {
        const { CreatorRequestId: _id, ...summary } = describeNamespace(tables, row);
        return summary;
      }),
      NextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_DeleteNamespace.html */
export const deleteNamespace = operation<DeleteNamespaceRequest, DeleteNamespaceResponse>({
  handle(context, { Id }) {
    const tables = serviceDiscoveryTablesOf(context);
    const { id, hostedZoneId } = findNamespace(context, Id);
    if (servicesOf(tables, id).length > 0) throw namespaceInUse();
    tables.namespaces.delete(id);
    if (hostedZoneId !== undefined) deleteZone(context, hostedZoneId);
    return recordOperation(context, 'DELETE_NAMESPACE', { NAMESPACE: id });
  },
});

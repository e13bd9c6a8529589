import type {
  GetOperationRequest,
  GetOperationResponse,
  ListOperationsRequest,
  ListOperationsResponse,
} from '@aws-sdk/client-servicediscovery';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { describeOperation } from '../describe.ts';
import { invalidInput, operationNotFound } from '../errors.ts';
import { filterTest } from '../filters.ts';
import { type OperationRow, serviceDiscoveryTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_GetOperation.html */
export const getOperation = operation<GetOperationRequest, GetOperationResponse>({
  handle(context, { OperationId = '' }) {
    const row = serviceDiscoveryTablesOf(context).operations.get(OperationId);
    if (row === undefined) throw operationNotFound(OperationId);
    return { Operation: describeOperation(row) };
  },
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_ListOperations.html */
export const listOperations = operation<ListOperationsRequest, ListOperationsResponse>({
  handle(context, { Filters, NextToken: token, MaxResults: limit = 100 }) {
    const rows = [...serviceDiscoveryTablesOf(context).operations.values()].filter(
      filterTest(Filters, filtered),
    );
    const page = paginate(
      rows,
      ({ id }) => id,
      { token, limit },
      () => invalidInput('Invalid NextToken.'),
    );
    return {
      Operations: page.items.map(({ id, outcome }) => ({ Id: id, Status: outcome.status })),
      NextToken: page.nextToken,
    };
  },
});

function filtered({ type, outcome, targets, atMs }: OperationRow, name: string): string | undefined {
  switch (name) {
    case 'NAMESPACE_ID':
      return targets.NAMESPACE;
    case 'SERVICE_ID':
      return targets.SERVICE;
    case 'STATUS':
      return outcome.status;
    case 'TYPE':
      return type;
    case 'UPDATE_DATE':
      return String(atMs / 1000);
    default:
      return undefined;
  }
}

import type {
  DeleteParameterRequest,
  DeleteParameterResult,
  DeleteParametersRequest,
  DeleteParametersResult,
  DescribeParametersRequest,
  DescribeParametersResult,
} from '@aws-sdk/client-ssm';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { describeMetadata } from '../describe-metadata.ts';
import { invalidNextToken, validationError } from '../errors.ts';
import { filterTest } from '../filters.ts';
import { findParameter, forgetParameter, latestVersion } from '../parameters.ts';
import { ssmTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html */
export const describeParameters = operation<DescribeParametersRequest, DescribeParametersResult>({
  handle(context, input) {
    const { Filters: olderFilters, ParameterFilters: filters } = input;
    if (olderFilters !== undefined && filters !== undefined) {
      throw validationError('You can use either Filters or ParameterFilters in a single request.');
    }
    const rows = [...ssmTablesOf(context).parameters.values()].filter(
      filterTest(context, filters ?? olderFilters ?? []),
    );
    const request = { token: input.NextToken, limit: input.MaxResults ?? 50 };
    const page = paginate(rows, ({ name }) => name, request, invalidNextToken);
    return {
      Parameters: page.items.map((row) => describeMetadata(row, latestVersion(context, row))),
      NextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html */
export const deleteParameter = operation<DeleteParameterRequest, DeleteParameterResult>({
  handle(context, input) {
    forgetParameter(context, findParameter(context, input.Name));
    return {};
  },
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameters.html */
export const deleteParameters = operation<DeleteParametersRequest, DeleteParametersResult>({
  handle(context, { Names: names = [] }) {
    const { parameters } = ssmTablesOf(context);
    const deleted: string[] = [];
    const invalid: string[] = [];
    for (const name of new Set(names)) {
      const row = parameters.get(name);
      if (row === undefined) {
        invalid.push(name);
        continue;
      }
      forgetParameter(context, row);
      deleted.push(name);
    }
    return { DeletedParameters: deleted, InvalidParameters: invalid };
  },
});

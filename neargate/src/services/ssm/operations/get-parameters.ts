import type {
  GetParameterHistoryRequest,
  GetParameterHistoryResult,
  GetParameterRequest,
  GetParameterResult,
  GetParametersByPathRequest,
  GetParametersByPathResult,
  GetParametersRequest,
  GetParametersResult,
  Parameter,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate, paginateByKey } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { describePolicies } from '../describe-metadata.ts';
import { invalidNextToken, validationError } from '../errors.ts';
import { filterTest } from '../filters.ts';
import { isBelow } from '../hierarchy.ts';
import { findParameter, latestVersion, selectVersion } from '../parameters.ts';
import { isSecretReference, readSecret } from '../secret-reference.ts';
import { ssmTablesOf, versionsOf } from '../store.ts';
import { describeParameter, valueOf } from '../values.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export const getParameter = operation<GetParameterRequest, GetParameterResult>({
  handle: (context, input) => ({ Parameter: read(context, input.Name ?? '', input.WithDecryption) }),
});

/** Names that are not there are listed, not an error. */
export const getParameters = operation<GetParametersRequest, GetParametersResult>({
  handle(context, { Names: names = [], WithDecryption: withDecryption }) {
    const parameters: Parameter[] = [];
    const invalid: string[] = [];
    for (const name of new Set(names)) {
      try {
        parameters.push(read(context, name, withDecryption));
      } catch (error) {
        const isMissing = error instanceof AwsError && /NotFound/.test(error.code);
        if (!isMissing) throw error;
        invalid.push(name);
      }
    }
    return { Parameters: parameters, InvalidParameters: invalid };
  },
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html */
export const getParametersByPath = operation<GetParametersByPathRequest, GetParametersByPathResult>({
  handle(context, input) {
    const { Path: path = '', Recursive: recursive = false } = input;
    if (!path.startsWith('/')) {
      throw validationError(
        'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
      );
    }
    const rows = [...ssmTablesOf(context).parameters.values()]
      .filter(({ name }) => isBelow(name, path, recursive))
      .filter(filterTest(context, input.ParameterFilters ?? []));
    const request = { token: input.NextToken, limit: input.MaxResults ?? 10 };
    const page = paginateByKey(rows, ({ name }) => name, request, invalidNextToken);
    return {
      Parameters: page.items.map((parameter) => {
        const version = latestVersion(context, parameter);
        return describeParameter(context, { parameter, version, selector: undefined }, input.WithDecryption);
      }),
      NextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html */
export const getParameterHistory = operation<GetParameterHistoryRequest, GetParameterHistoryResult>({
  handle(context, input) {
    const { name, arn } = findParameter(context, input.Name);
    const request = { token: input.NextToken, limit: input.MaxResults ?? 50 };
    const rows = versionsOf(ssmTablesOf(context), name);
    const page = paginate(rows, ({ version }) => String(version), request, invalidNextToken);
    return {
      Parameters: page.items.map((row) => ({
        Name: name,
        Type: row.type,
        KeyId: row.keyId,
        LastModifiedDate: toDate(row.modifiedAtMs),
        LastModifiedUser: row.modifiedBy,
        Description: row.description,
        Value: valueOf(context, arn, row, input.WithDecryption),
        AllowedPattern: row.allowedPattern,
        Version: row.version,
        Labels: [...row.labels],
        Tier: row.tier,
        Policies: describePolicies(row.policies),
        DataType: row.dataType,
      })),
      NextToken: page.nextToken,
    };
  },
});

function read(context: OperationContext, reference: string, withDecryption: boolean | undefined): Parameter {
  if (isSecretReference(reference)) return readSecret(context, reference, withDecryption);
  return describeParameter(context, selectVersion(context, reference), withDecryption);
}

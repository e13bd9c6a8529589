import type {
  CreateEndpointResponse,
  CreatePlatformEndpointInput,
  DeleteEndpointInput,
  GetEndpointAttributesInput,
  GetEndpointAttributesResponse,
  ListEndpointsByPlatformApplicationInput,
  ListEndpointsByPlatformApplicationResponse,
  SetEndpointAttributesInput,
} from '@aws-sdk/client-sns';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { invalidParameter } from '../errors.ts';
import { findPlatformApplication, findPlatformEndpoint } from '../platform-applications.ts';
import { type PlatformEndpointRow, snsTablesOf } from '../store.ts';

const pageSize = 100;

/** One for each token of an application. https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformEndpoint.html */
export const createPlatformEndpoint = operation<CreatePlatformEndpointInput, CreateEndpointResponse>({
  handle(context, { PlatformApplicationArn, Token: token = '', CustomUserData, Attributes = {} }) {
    const application = findPlatformApplication(context, PlatformApplicationArn);
    if (token === '') throw invalidParameter('Token Reason: cannot be empty');
    const attributes = {
      Enabled: 'true',
      ...(CustomUserData === undefined ? {} : { CustomUserData }),
      ...Attributes,
    };
    const { platformEndpoints } = snsTablesOf(context);
    const known = [...platformEndpoints.values()].find(
      (row) => row.applicationArn === application.arn && row.token === token,
    );
    if (known !== undefined) {
      if (known.attributes['CustomUserData'] !== attributes.CustomUserData)
        throw invalidParameter(
          `Token Reason: Endpoint ${known.arn} already exists with the same Token, but different attributes.`,
        );
      return { EndpointArn: known.arn };
    }
    const arn = `${application.arn.replace(':app/', ':endpoint/')}/${context.ids.uuid()}`;
    platformEndpoints.put(arn, { arn, applicationArn: application.arn, token, attributes });
    return { EndpointArn: arn };
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_GetEndpointAttributes.html */
export const getEndpointAttributes = operation<GetEndpointAttributesInput, GetEndpointAttributesResponse>({
  handle: (context, { EndpointArn }) => ({ Attributes: shown(findPlatformEndpoint(context, EndpointArn)) }),
});

/** https://docs.aws.amazon.com/sns/latest/api/API_SetEndpointAttributes.html */
export const setEndpointAttributes = operation<SetEndpointAttributesInput, Record<string, never>>({
  handle(context, { EndpointArn, Attributes = {} }) {
    const row = findPlatformEndpoint(context, EndpointArn);
    const { Token: token = row.token, ...changes } = Attributes;
    const attributes = { ...row.attributes, ...changes };
    snsTablesOf(context).platformEndpoints.put(row.arn, { ...row, token, attributes });
    return {};
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_ListEndpointsByPlatformApplication.html */
export const listEndpointsByPlatformApplication = operation<
  ListEndpointsByPlatformApplicationInput,
  ListEndpointsByPlatformApplicationResponse
>({
  handle(context, { PlatformApplicationArn, NextToken }) {
    const { arn: applicationArn } = findPlatformApplication(context, PlatformApplicationArn);
    const { items, nextToken } = paginate(
      [...snsTablesOf(context).platformEndpoints.values()].filter(
        (row) => row.applicationArn === applicationArn,
      ),
      ({ arn }) => arn,
      { token: NextToken, limit: pageSize },
      () => invalidParameter('NextToken'),
    );
    return {
      Endpoints: items.map((row) => ({ EndpointArn: row.arn, Attributes: shown(row) })),
      NextToken: nextToken,
    };
  },
});

/** What is not there is deleted too. https://docs.aws.amazon.com/sns/latest/api/API_DeleteEndpoint.html */
export const deleteEndpoint = operation<DeleteEndpointInput, Record<string, never>>({
  handle(context, { EndpointArn = '' }) {
    snsTablesOf(context).platformEndpoints.delete(EndpointArn);
    return {};
  },
});

function shown({ token, attributes }: PlatformEndpointRow): Record<string, string> {
  return { ...attributes, Token: token };
}

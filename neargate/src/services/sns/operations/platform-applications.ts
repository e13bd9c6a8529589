import type {
  CreatePlatformApplicationInput,
  CreatePlatformApplicationResponse,
  DeletePlatformApplicationInput,
  GetPlatformApplicationAttributesInput,
  GetPlatformApplicationAttributesResponse,
  ListPlatformApplicationsInput,
  ListPlatformApplicationsResponse,
  SetPlatformApplicationAttributesInput,
} from '@aws-sdk/client-sns';
import { formatArn } from '../../../core/arn.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { invalidParameter } from '../errors.ts';
import { findPlatformApplication, shownAttributes } from '../platform-applications.ts';
import { snsTablesOf } from '../store.ts';

const pageSize = 100;

const platforms = [
  'ADM',
  'APNS',
  'APNS_SANDBOX',
  'APNS_VOIP',
  'APNS_VOIP_SANDBOX',
  'BAIDU',
  'GCM',
  'MACOS',
  'MACOS_SANDBOX',
  'MPNS',
  'WNS',
];

/** Credentials are kept and asked of nobody. https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformApplication.html */
export const createPlatformApplication = operation<
  CreatePlatformApplicationInput,
  CreatePlatformApplicationResponse
>({
  handle(context, { Name: name = '', Platform: platform = '', Attributes: attributes = {} }) {
    if (!/^[\w.-]{1,256}$/.test(name)) throw invalidParameter('Name');
    if (!platforms.includes(platform))
      throw invalidParameter(`Platform Reason: ${platform} is not supported`);
    if ((attributes['PlatformCredential'] ?? '') === '')
      throw invalidParameter('Attributes Reason: PlatformCredential attribute is required');
    const { partition, region, accountId } = context.caller;
    const resource = `app/${platform}/${name}`;
    const arn = formatArn({ partition, service: 'sns', region, accountId, resource });
    const { platformApplications } = snsTablesOf(context);
    const before = platformApplications.get(arn);
    const isSame = Object.entries(attributes).every(([key, value]) => before?.attributes[key] === value);
    if (before !== undefined && !isSame)
      throw invalidParameter(
        'Attributes Reason: Platform application already exists with different attributes',
      );
    if (before === undefined) platformApplications.put(arn, { arn, platform, name, attributes });
    return { PlatformApplicationArn: arn };
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_GetPlatformApplicationAttributes.html */
export const getPlatformApplicationAttributes = operation<
  GetPlatformApplicationAttributesInput,
  GetPlatformApplicationAttributesResponse
>({
  handle: (context, { PlatformApplicationArn: arn }) => ({
    Attributes: shownAttributes(findPlatformApplication(context, arn)),
  }),
});

/** https://docs.aws.amazon.com/sns/latest/api/API_SetPlatformApplicationAttributes.html */
export const setPlatformApplicationAttributes = operation<
  SetPlatformApplicationAttributesInput,
  Record<string, never>
>({
  handle(context, { PlatformApplicationArn, Attributes = {} }) {
    const row = findPlatformApplication(context, PlatformApplicationArn);
    const attributes = { ...row.attributes, ...Attributes };
    snsTablesOf(context).platformApplications.put(row.arn, { ...row, attributes });
    return {};
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_ListPlatformApplications.html */
export const listPlatformApplications = operation<
  ListPlatformApplicationsInput,
  ListPlatformApplicationsResponse
>({
  handle(context, { NextToken }) {
    const { items, nextToken } = paginate(
      [...snsTablesOf(context).platformApplications.values()],
      ({ arn }) => arn,
      { token: NextToken, limit: pageSize },
      () => invalidParameter('NextToken'),
    );
    return {
      PlatformApplications: items.map((row) => ({
        PlatformApplicationArn: row.arn,
        Attributes: shownAttributes(row),
      })),
      NextToken: nextToken,
    };
  },
});

/** What is not there is deleted too. https://docs.aws.amazon.com/sns/latest/api/API_DeletePlatformApplication.html */
export const deletePlatformApplication = operation<DeletePlatformApplicationInput, Record<string, never>>({
  handle(context, { PlatformApplicationArn: arn = '' }) {
    const { platformApplications, platformEndpoints } = snsTablesOf(context);
    platformApplications.delete(arn);
    for (const row of platformEndpoints.values())
      if (row.applicationArn === arn) platformEndpoints.delete(row.arn);
    return {};
  },
});

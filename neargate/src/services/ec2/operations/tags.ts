import type {
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeTagsRequest,
  DescribeTagsResult,
  TagDescription,
} from '@aws-sdk/client-ec2';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import {
  launchTemplateNotFound,
  missingParameter,
  natGatewayNotFound,
  notFound,
  required,
} from '../errors.ts';
import { applyFilters } from '../filters.ts';
import { page } from '../paging.ts';
import type { Ec2Tables } from '../store.ts';
import { invalidId, putTags, removeTags, resourceTypeOf } from '../tags.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html */
export const createTags = operation<CreateTagsRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const tags = required(input.Tags, 'Tag');
    for (const resourceId of resourcesOf(input)) {
      mustExist(tables, resourceId);
      putTags(tables, resourceId, tags);
    }
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html */
export const deleteTags = operation<DeleteTagsRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    for (const resourceId of resourcesOf(input)) {
      mustExist(tables, resourceId);
      removeTags(tables, resourceId, input.Tags);
    }
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html */
export const describeTagsOperation = operation<DescribeTagsRequest, DescribeTagsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const all: TagDescription[] = [...tables.tags.values()].flatMap((row) =>
      row.tags.map(({ key, value }) => ({
        ResourceId: row.resourceId,
        ResourceType: row.resourceType as TagDescription['ResourceType'],
        Key: key,
        Value: value,
      })),
    );
    const found = applyFilters(
      all,
      input.Filters,
      {
        key: (tag) => tag.Key,
        'resource-id': (tag) => tag.ResourceId,
        'resource-type': (tag) => tag.ResourceType,
        value: (tag) => tag.Value,
      },
      { tables, idOf: (tag) => tag.ResourceId ?? '' },
    );
    const { items, nextToken } = page(found, (tag) => `${tag.ResourceId}/${tag.Key}`, input);
    return { Tags: items, NextToken: nextToken };
  },
});

function resourcesOf(input: { Resources?: string[] | undefined }): readonly string[] {
  if (input.Resources === undefined || input.Resources.length === 0) throw missingParameter('ResourceIdSet');
  return input.Resources;
}

function mustExist(tables: Ec2Tables, resourceId: string): void {
  const exists: Readonly<Record<string, () => boolean>> = {
    vpc: () => tables.vpcs.has(resourceId),
    subnet: () => tables.subnets.has(resourceId),
    'route-table': () => tables.routeTables.has(resourceId),
    'internet-gateway': () => tables.internetGateways.has(resourceId),
    natgateway: () => tables.natGateways.has(resourceId),
    'elastic-ip': () => tables.addresses.has(resourceId),
    'security-group': () => tables.securityGroups.has(resourceId),
    'security-group-rule': () => tables.securityGroupRules.has(resourceId),
    'network-acl': () => tables.networkAcls.has(resourceId),
    'network-interface': () => tables.networkInterfaces.has(resourceId),
    'dhcp-options': () => tables.dhcpOptions.has(resourceId),
    'vpc-endpoint': () => tables.vpcEndpoints.has(resourceId),
    'vpc-flow-log': () => tables.flowLogs.has(resourceId),
    'key-pair': () => [...tables.keyPairs.values()].some(({ keyPairId }) => keyPairId === resourceId),
    'launch-template': () => tables.launchTemplates.has(resourceId),
  };
  const resourceType = resourceTypeOf(resourceId);
  if (resourceType === undefined) throw invalidId(resourceId);
  if (exists[resourceType]?.() === true) return;
  throw resourceType === 'natgateway'
    ? natGatewayNotFound(resourceId)
    : notFoundByType(resourceType, resourceId);
}

function notFoundByType(resourceType: string, resourceId: string): Error {
  switch (resourceType) {
    case 'elastic-ip':
      return notFound('allocation', resourceId);
    case 'vpc-flow-log':
      return notFound('flow-log', resourceId);
    case 'launch-template':
      return launchTemplateNotFound(resourceId);
    case 'key-pair':
    case 'vpc':
    case 'subnet':
    case 'route-table':
    case 'internet-gateway':
    case 'security-group':
    case 'security-group-rule':
    case 'network-acl':
    case 'network-interface':
    case 'dhcp-options':
    case 'vpc-endpoint':
      return notFound(resourceType, resourceId);
    default:
      return invalidId(resourceId);
  }
}

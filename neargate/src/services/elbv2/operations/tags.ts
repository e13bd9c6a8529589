import type {
  AddTagsInput,
  AddTagsOutput,
  DescribeTagsInput,
  DescribeTagsOutput,
  RemoveTagsInput,
  RemoveTagsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { operation } from '../../operation.ts';
import {
  listenerNotFound,
  loadBalancerNotFound,
  ruleNotFound,
  targetGroupNotFound,
  trustStoreNotFound,
  validationError,
} from '../errors.ts';
import { type Elbv2Tables, elbv2TablesOf } from '../store.ts';
import { describeTags, putTags, removeTags } from '../tags.ts';

const resources = { ResourceArns: { required: true, min: 1, max: 20 } } as const;

export const addTags = operation<AddTagsInput, AddTagsOutput>({
  input: { ...resources, Tags: { required: true, min: 1 } },
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    for (const arn of input.ResourceArns ?? []) {
      mustExist(tables, arn);
      putTags(tables, arn, input.Tags);
    }
    return {};
  },
});

export const removeTagsOperation = operation<RemoveTagsInput, RemoveTagsOutput>({
  input: { ...resources, TagKeys: { required: true } },
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    for (const arn of input.ResourceArns ?? []) {
      mustExist(tables, arn);
      removeTags(tables, arn, input.TagKeys ?? []);
    }
    return {};
  },
});

export const describeTagsOperation = operation<DescribeTagsInput, DescribeTagsOutput>({
  input: resources,
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    return {
      TagDescriptions: (input.ResourceArns ?? []).map((arn) => {
        mustExist(tables, arn);
        return { ResourceArn: arn, Tags: describeTags(tables, arn) };
      }),
    };
  },
});

function mustExist(tables: Elbv2Tables, arn: string): void {
  switch (/^arn:[^:]+:elasticloadbalancing:[^:]*:[^:]*:([a-z-]+)\//.exec(arn)?.[1]) {
    case 'loadbalancer':
      if (!tables.loadBalancers.has(arn)) throw loadBalancerNotFound();
      return;
    case 'listener':
      if (!tables.listeners.has(arn)) throw listenerNotFound();
      return;
    case 'listener-rule':
      if (!tables.rules.has(arn)) throw ruleNotFound();
      return;
    case 'targetgroup':
      if (!tables.targetGroups.has(arn)) throw targetGroupNotFound();
      return;
    case 'truststore':
      if (!tables.trustStores.has(arn)) throw trustStoreNotFound();
      return;
    default:
      throw validationError(`'${arn}' is not a valid ARN`);
  }
}

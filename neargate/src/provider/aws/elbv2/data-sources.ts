import type {
  DataSource,
  OperationEnvironment,
  PlainObject,
  ResourceType,
  Schema,
} from '../../../terraform/provider.ts';
import { textMapOf, textOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { onlyOne } from '../ec2/filters.ts';
import { readTags } from './elbv2-tags.ts';
import { lbDataSchema } from './lb-data-schema.ts';
import { lbTargetGroupDataSchema } from './lb-target-group-data-schema.ts';
import { lbTargetGroupType } from './lb-target-group.ts';
import { lbType } from './lb.ts';

export const lbSource: DataSource<AwsClient> = {
  schema: lbDataSchema,
  async read(config, environment) {
    const arn = textOf(config, 'arn');
    const name = textOf(config, 'name');
    const { LoadBalancers } = await environment.client.call('elbv2', 'DescribeLoadBalancers', {
      LoadBalancerArns: arn === undefined ? undefined : [arn],
      Names: name === undefined ? undefined : [name],
    });
    const arns = (LoadBalancers ?? []).flatMap(({ LoadBalancerArn }) => LoadBalancerArn ?? []);
    const found = onlyOne(await withTags(arns, config, environment.client), 'ELBv2 Load Balancer');
    return asResource(lbType, lbDataSchema, found, environment);
  },
};

export const lbTargetGroupSource: DataSource<AwsClient> = {
  schema: lbTargetGroupDataSchema,
  async read(config, environment) {
    const arn = textOf(config, 'arn');
    const name = textOf(config, 'name');
    const { TargetGroups } = await environment.client.call('elbv2', 'DescribeTargetGroups', {
      TargetGroupArns: arn === undefined ? undefined : [arn],
      Names: name === undefined ? undefined : [name],
    });
    const arns = (TargetGroups ?? []).flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []);
    const found = onlyOne(await withTags(arns, config, environment.client), 'ELBv2 Target Group');
    return asResource(lbTargetGroupType, lbTargetGroupDataSchema, found, environment);
  },
};

/** Those of the resources that have all the tags the data source asks for. */
async function withTags(arns: readonly string[], config: PlainObject, client: AwsClient): Promise<string[]> {
  const wanted = Object.entries(textMapOf(config, 'tags'));
  if (wanted.length === 0) return [...arns];
  const matching: string[] = [];
  for (const arn of arns) {
    const tags = await readTags(client, arn);
    if (wanted.every(([key, value]) => tags[key] === value)) matching.push(arn);
  }
  return matching;
}

/** What the resource type reads of it, as far as the data source has it. */
async function asResource(
  type: ResourceType<AwsClient>,
  schema: Schema,
  arn: string,
  environment: OperationEnvironment<AwsClient>,
): Promise<PlainObject> {
  const { tags_all: tags = {}, ...read } = (await type.read({ id: arn }, environment)) ?? {};
  return {
    ...Object.fromEntries(
      Object.entries(read).filter(([name]) => name === 'id' || Object.hasOwn(schema.attributes, name)),
    ),
    tags,
  };
}

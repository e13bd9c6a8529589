import type {
  CreateTargetGroupInput,
  ProtocolEnum,
  TargetGroup,
  TargetTypeEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../core/aws-error.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, boolOf, hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { whileRefused } from '../patient.ts';
import {
  argumentsOfAttributes,
  attributeMap,
  changedAttributes,
  type CurrentAttributes,
  wantedAttributes,
} from './api-attributes.ts';
import { readTags, tagsOnCreate, updateTags } from './elbv2-tags.ts';
import { lbTargetGroupSchema } from './lb-target-group-schema.ts';
import { blockAttributes, blocksOfAttributes, targetGroupAttributeKeys } from './target-group-attributes.ts';

export const lbTargetGroupType: ResourceType<AwsClient> = {
  schema: lbTargetGroupSchema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    const name = generatedName(config, { ids: client.ids, defaultPrefix: 'tf-', maxLength: 32 });
    await mustBeNew(client, name);
    const isLambda = config['target_type'] === 'lambda';
    const { TargetGroups } = await client.call('elbv2', 'CreateTargetGroup', {
      Name: name,
      TargetType: textOf(config, 'target_type') as TargetTypeEnum | undefined,
      ...(isLambda
        ? {}
        : {
            Port: numberOf(config, 'port'),
            Protocol: textOf(config, 'protocol') as ProtocolEnum | undefined,
            ProtocolVersion: textOf(config, 'protocol_version')?.toUpperCase(),
            VpcId: textOf(config, 'vpc_id'),
            IpAddressType: textOf(config, 'ip_address_type') as 'ipv4' | undefined,
          }),
      ...healthCheckOf(config),
      Tags: tagsOnCreate(config),
    });
    const arn = TargetGroups?.[0]?.TargetGroupArn ?? '';
    environment.created?.({ id: arn });
    await setAttributes(client, arn, config);
    return present(readTargetGroup(client, arn, config), arn);
  },
  read: (state, { client }) => readTargetGroup(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    const arn = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'health_check')) {
      await client.call('elbv2', 'ModifyTargetGroup', { TargetGroupArn: arn, ...healthCheckOf(config) });
    }
    await setAttributes(client, arn, config);
    await updateTags(client, arn, config, prior);
    return present(readTargetGroup(client, arn, config), arn);
  },
  async delete(state, environment) {
    await orAbsent(
      whileRefused(environment, ['ResourceInUse'], () =>
        environment.client.call('elbv2', 'DeleteTargetGroup', { TargetGroupArn: requiredText(state, 'id') }),
      ),
      'TargetGroupNotFound',
    );
  },
};

/** AWS gives an existing target group back when asked for an equal one; the provider must not take it over. */
async function mustBeNew(client: AwsClient, name: string): Promise<void> {
  const found = await orAbsent(
    client.call('elbv2', 'DescribeTargetGroups', { Names: [name] }),
    'TargetGroupNotFound',
  );
  if ((found?.TargetGroups ?? []).length === 0) return;
  throw new AwsError('DuplicateTargetGroupName', `ELBv2 Target Group (${name}) already exists`);
}

function healthCheckOf(config: PlainObject): Partial<CreateTargetGroupInput> {
  const block = blockOf(config, 'health_check');
  if (block === undefined) return {};
  const protocol = textOf(block, 'protocol')?.toUpperCase() as ProtocolEnum | undefined;
  const matcher = textOf(block, 'matcher');
  const isGrpc = textOf(config, 'protocol_version')?.toUpperCase() === 'GRPC';
  const isLambda = config['target_type'] === 'lambda';
  return {
    HealthCheckEnabled: boolOf(block, 'enabled'),
    HealthCheckIntervalSeconds: numberOf(block, 'interval'),
    HealthCheckTimeoutSeconds: numberOf(block, 'timeout'),
    HealthyThresholdCount: numberOf(block, 'healthy_threshold'),
    UnhealthyThresholdCount: numberOf(block, 'unhealthy_threshold'),
    ...(isLambda ? {} : { HealthCheckPort: textOf(block, 'port'), HealthCheckProtocol: protocol }),
    ...(protocol === 'TCP'
      ? {}
      : {
          HealthCheckPath: textOf(block, 'path'),
          Matcher: matcher === undefined ? undefined : isGrpc ? { GrpcCode: matcher } : { HttpCode: matcher },
        }),
  };
}

async function currentAttributes(client: AwsClient, arn: string): Promise<CurrentAttributes> {
  const { Attributes } = await client.call('elbv2', 'DescribeTargetGroupAttributes', {
    TargetGroupArn: arn,
  });
  return attributeMap(Attributes);
}

async function setAttributes(client: AwsClient, arn: string, config: PlainObject): Promise<void> {
  const current = await currentAttributes(client, arn);
  const wanted = { ...wantedAttributes(config, targetGroupAttributeKeys), ...blockAttributes(config) };
  const changes = changedAttributes(wanted, current);
  if (changes.length === 0) return;
  await client.call('elbv2', 'ModifyTargetGroupAttributes', { TargetGroupArn: arn, Attributes: changes });
}

async function readTargetGroup(
  client: AwsClient,
  arn: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('elbv2', 'DescribeTargetGroups', { TargetGroupArns: [arn] }),
    'TargetGroupNotFound',
  );
  const group: TargetGroup | undefined = found?.TargetGroups?.[0];
  if (group === undefined) return undefined;
  const [current, tags] = await Promise.all([currentAttributes(client, arn), readTags(client, arn)]);
  const name = group.TargetGroupName ?? '';
  return {
    id: arn,
    arn,
    arn_suffix: arn.slice(arn.lastIndexOf(':') + 1),
    health_check: [healthCheckBlock(group, blockOf(known, 'health_check'))],
    ip_address_type: group.IpAddressType ?? '',
    load_balancer_arns: group.LoadBalancerArns ?? [],
    name,
    name_prefix: prefixOfName(name),
    port: group.Port ?? known['port'] ?? null,
    protocol: group.Protocol ?? known['protocol'] ?? null,
    protocol_version: group.ProtocolVersion ?? '',
    tags_all: tags,
    target_control_port: known['target_control_port'] ?? null,
    target_type: group.TargetType ?? null,
    vpc_id: group.VpcId ?? known['vpc_id'] ?? null,
    ...argumentsOfAttributes(targetGroupAttributeKeys, lbTargetGroupSchema, current, known),
    ...blocksOfAttributes(current, known),
  };
}

/** What a TCP check does not have comes back as it was written. */
function healthCheckBlock(group: TargetGroup, known: PlainObject | undefined): PlainObject {
  return {
    enabled: group.HealthCheckEnabled ?? null,
    healthy_threshold: group.HealthyThresholdCount ?? null,
    interval: group.HealthCheckIntervalSeconds ?? null,
    matcher: group.Matcher?.HttpCode ?? group.Matcher?.GrpcCode ?? known?.['matcher'] ?? '',
    path: group.HealthCheckPath ?? known?.['path'] ?? '',
    port: group.HealthCheckPort ?? null,
    protocol: group.HealthCheckProtocol ?? null,
    timeout: group.HealthCheckTimeoutSeconds ?? null,
    unhealthy_threshold: group.UnhealthyThresholdCount ?? null,
  };
}

import type { FlowLogsResourceType, LogDestinationType, TrafficType } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blockOf, boolOf, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { ec2Arn, tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { flowLogSchema } from './flow-log-schema.ts';

/** What a flow log can watch: the argument, EC2's word for the kind, and how its ids begin. */
const watched: readonly { argument: string; kind: FlowLogsResourceType; prefix: string }[] = [
  { argument: 'vpc_id', kind: 'VPC', prefix: 'vpc-' },
  { argument: 'subnet_id', kind: 'Subnet', prefix: 'subnet-' },
  { argument: 'eni_id', kind: 'NetworkInterface', prefix: 'eni-' },
  { argument: 'transit_gateway_id', kind: 'TransitGateway', prefix: 'tgw-' },
  {
    argument: 'transit_gateway_attachment_id',
    kind: 'TransitGatewayAttachment',
    prefix: 'tgw-attach-',
  },
  { argument: 'regional_nat_gateway_id', kind: 'RegionalNatGateway', prefix: 'nat-' },
];

/** Stored, not enforced: no traffic is logged. */
export const flowLogType: ResourceType<AwsClient> = {
  schema: flowLogSchema,
  behaviour: 'stored',
  async create(config, { client }) {
    const target = watched.find(({ argument }) => textOf(config, argument) !== undefined);
    if (target === undefined) throw new TypeError('a flow log needs something to watch');
    const options = blockOf(config, 'destination_options');
    const { FlowLogIds, Unsuccessful } = await client.call('ec2', 'CreateFlowLogs', {
      ResourceIds: [requiredText(config, target.argument)],
      ResourceType: target.kind,
      TrafficType: textOf(config, 'traffic_type') as TrafficType | undefined,
      LogDestinationType: textOf(config, 'log_destination_type') as LogDestinationType | undefined,
      LogDestination: textOf(config, 'log_destination'),
      LogFormat: textOf(config, 'log_format'),
      DeliverLogsPermissionArn: textOf(config, 'iam_role_arn'),
      DeliverCrossAccountRole: textOf(config, 'deliver_cross_account_role'),
      MaxAggregationInterval: numberOf(config, 'max_aggregation_interval'),
      DestinationOptions: options && {
        FileFormat: textOf(options, 'file_format') as 'plain-text' | 'parquet' | undefined,
        HiveCompatiblePartitions: boolOf(options, 'hive_compatible_partitions'),
        PerHourPartition: boolOf(options, 'per_hour_partition'),
      },
      TagSpecifications: tagSpecifications('vpc-flow-log', config),
    });
    const error = Unsuccessful?.[0]?.Error;
    if (error !== undefined) throw new AwsError(error.Code ?? 'InternalError', error.Message ?? '');
    const id = FlowLogIds?.[0] ?? '';
    return present(readFlowLog(client, id, config), id);
  },
  read: (state, { client }) => readFlowLog(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    const id = requiredText(prior, 'id');
    await updateTags(client, id, config, prior);
    return present(readFlowLog(client, id, config), id);
  },
  async delete(state, { client }) {
    await client.call('ec2', 'DeleteFlowLogs', { FlowLogIds: [requiredText(state, 'id')] });
  },
};

async function readFlowLog(
  client: AwsClient,
  id: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('ec2', 'DescribeFlowLogs', { FlowLogIds: [id] }),
    'InvalidFlowLogId.NotFound',
  );
  const log = found?.FlowLogs?.[0];
  if (log === undefined) return undefined;
  const options = log.DestinationOptions;
  const resourceId = log.ResourceId ?? '';
  const target = watched.findLast(({ prefix }) => resourceId.startsWith(prefix));
  return {
    id,
    arn: ec2Arn(client, 'vpc-flow-log', id),
    deliver_cross_account_role: log.DeliverCrossAccountRole ?? null,
    destination_options:
      options === undefined
        ? []
        : [
            {
              file_format: options.FileFormat ?? null,
              hive_compatible_partitions: options.HiveCompatiblePartitions ?? false,
              per_hour_partition: options.PerHourPartition ?? false,
            },
          ],
    iam_role_arn: log.DeliverLogsPermissionArn ?? null,
    log_destination: log.LogDestination ?? logGroupArn(client, log.LogGroupName),
    log_destination_type: log.LogDestinationType ?? null,
    log_format: log.LogFormat ?? null,
    max_aggregation_interval: log.MaxAggregationInterval ?? null,
    tag_field_specification: known['tag_field_specification'] ?? [],
    tags_all: tagsAll(log.Tags),
    traffic_type: log.TrafficType ?? null,
    ...(target === undefined ? {} : { [target.argument]: resourceId }),
  };
}

function logGroupArn(client: AwsClient, name: string | undefined): string | null {
  if (name === undefined) return null;
  const { partition, region, accountId } = client.caller;
  return `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`;
}

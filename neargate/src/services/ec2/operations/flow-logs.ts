import type {
  CreateFlowLogsRequest,
  CreateFlowLogsResult,
  DeleteFlowLogsRequest,
  DeleteFlowLogsResult,
  DescribeFlowLogsRequest,
  DescribeFlowLogsResult,
  FlowLog,
  LogDestinationType,
  TrafficType,
} from '@aws-sdk/client-ec2';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { invalidParameterValue, missingParameter, notFound, required } from '../errors.ts';
import { applyFilters } from '../filters.ts';
import { page, selectById } from '../paging.ts';
import type { Ec2Tables, FlowLogRow } from '../store.ts';
import { describeTags, tagOnCreate } from '../tags.ts';

const defaultFormat =
  '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}';

/** Stored, not enforced: no records are written. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html */
export const createFlowLogs = operation<CreateFlowLogsRequest, CreateFlowLogsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const resourceIds = required(input.ResourceIds, 'resourceId');
    required(input.ResourceType, 'resourceType');
    const interval = input.MaxAggregationInterval ?? 600;
    if (interval !== 60 && interval !== 600) {
      throw invalidParameterValue(
        `Invalid value '${interval}' for maxAggregationInterval. Must be 60 or 600.`,
      );
    }
    const logDestinationType = input.LogDestinationType ?? 'cloud-watch-logs';
    if (logDestinationType === 'cloud-watch-logs') {
      if (input.LogGroupName === undefined && input.LogDestination === undefined) {
        throw missingParameter('logGroupName');
      }
      if (input.DeliverLogsPermissionArn === undefined) {
        throw invalidParameterValue(
          "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
        );
      }
    } else if (input.LogDestination === undefined) {
      throw missingParameter('logDestination');
    }
    const flowLogIds = resourceIds.map((resourceId) => {
      mustExist(tables, resourceId);
      const row: FlowLogRow = {
        flowLogId: `fl-${context.ids.hex(17)}`,
        resourceId,
        trafficType: input.TrafficType,
        logDestinationType,
        logDestination: input.LogDestination,
        logGroupName: input.LogGroupName ?? logGroupOf(input.LogDestination),
        deliverLogsPermissionArn: input.DeliverLogsPermissionArn,
        deliverCrossAccountRole: input.DeliverCrossAccountRole,
        logFormat: input.LogFormat ?? defaultFormat,
        maxAggregationIntervalSeconds: interval,
        destinationOptions: input.DestinationOptions && {
          fileFormat: input.DestinationOptions.FileFormat ?? 'plain-text',
          hiveCompatiblePartitions: input.DestinationOptions.HiveCompatiblePartitions ?? false,
          perHourPartition: input.DestinationOptions.PerHourPartition ?? false,
        },
        createdAtMs: context.clock.now(),
      };
      tables.flowLogs.put(row.flowLogId, row);
      tagOnCreate(tables, input.TagSpecifications, 'vpc-flow-log', row.flowLogId);
      return row.flowLogId;
    });
    return { FlowLogIds: flowLogIds, Unsuccessful: [], ClientToken: input.ClientToken };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFlowLogs.html */
export const describeFlowLogs = operation<DescribeFlowLogsRequest, DescribeFlowLogsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const asked = selectById(tables.flowLogs, input.FlowLogIds, (id) => notFound('flow-log', id));
    const found = applyFilters(
      asked,
      input.Filter,
      {
        'flow-log-id': (row) => row.flowLogId,
        'log-destination-type': (row) => row.logDestinationType,
        'log-group-name': (row) => row.logGroupName,
        'resource-id': (row) => row.resourceId,
        'traffic-type': (row) => row.trafficType,
      },
      { tables, idOf: (row) => row.flowLogId },
    );
    const { items, nextToken } = page(found, (row) => row.flowLogId, input);
    return { FlowLogs: items.map((row) => describeFlowLog(tables, row)), NextToken: nextToken };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteFlowLogs.html */
export const deleteFlowLogs = operation<DeleteFlowLogsRequest, DeleteFlowLogsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const unsuccessful = [];
    for (const id of required(input.FlowLogIds, 'flowLogId')) {
      if (tables.flowLogs.delete(id)) {
        tables.tags.delete(id);
        continue;
      }
      const error = notFound('flow-log', id);
      unsuccessful.push({ ResourceId: id, Error: { Code: error.code, Message: error.message } });
    }
    return { Unsuccessful: unsuccessful };
  },
});

function mustExist(tables: Ec2Tables, resourceId: string): void {
  if (resourceId.startsWith('vpc-') && !tables.vpcs.has(resourceId)) throw notFound('vpc', resourceId);
  if (resourceId.startsWith('subnet-') && !tables.subnets.has(resourceId))
    throw notFound('subnet', resourceId);
  if (resourceId.startsWith('eni-') && !tables.networkInterfaces.has(resourceId)) {
    throw notFound('network-interface', resourceId);
  }
}

/** The group's name in `arn:aws:logs:REGION:ACCOUNT:log-group:NAME[:*]`. */
function logGroupOf(logDestination: string | undefined): string | undefined {
  return /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(logDestination ?? '')?.[1];
}

function describeFlowLog(tables: Ec2Tables, row: FlowLogRow): FlowLog {
  const { destinationOptions } = row;
  return {
    FlowLogId: row.flowLogId,
    FlowLogStatus: 'ACTIVE',
    ResourceId: row.resourceId,
    TrafficType: row.trafficType as TrafficType,
    LogDestinationType: row.logDestinationType as LogDestinationType,
    LogDestination: row.logDestination,
    LogGroupName: row.logGroupName,
    DeliverLogsPermissionArn: row.deliverLogsPermissionArn,
    DeliverCrossAccountRole: row.deliverCrossAccountRole,
    LogFormat: row.logFormat,
    MaxAggregationInterval: row.maxAggregationIntervalSeconds,
    DestinationOptions: destinationOptions && {
      FileFormat: destinationOptions.fileFormat as 'plain-text' | 'parquet',
      HiveCompatiblePartitions: destinationOptions.hiveCompatiblePartitions,
      PerHourPartition: destinationOptions.perHourPartition,
    },
    CreationTime: new Date(row.createdAtMs),
    Tags: describeTags(tables, row.flowLogId),
  };
}

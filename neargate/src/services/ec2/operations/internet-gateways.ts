import type {
  AttachInternetGatewayRequest,
  CreateInternetGatewayRequest,
  CreateInternetGatewayResult,
  DeleteInternetGatewayRequest,
  DescribeInternetGatewaysRequest,
  DescribeInternetGatewaysResult,
  DetachInternetGatewayRequest,
  InternetGateway,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import {
  alreadyAssociated,
  dependencyViolation,
  invalidParameterValue,
  notFound,
  required,
} from '../errors.ts';
import { applyFilters } from '../filters.ts';
import { page, selectById } from '../paging.ts';
import type { Ec2Tables, InternetGatewayRow } from '../store.ts';
import { describeTags, tagOnCreate } from '../tags.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateInternetGateway.html */
export const createInternetGateway = operation<CreateInternetGatewayRequest, CreateInternetGatewayResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row: InternetGatewayRow = { internetGatewayId: `igw-${context.ids.hex(17)}` };
    tables.internetGateways.put(row.internetGatewayId, row);
    tagOnCreate(tables, input.TagSpecifications, 'internet-gateway', row.internetGatewayId);
    return { InternetGateway: describeInternetGateway(context, tables, row) };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html */
export const attachInternetGateway = operation<AttachInternetGatewayRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = find(tables, required(input.InternetGatewayId, 'internetGatewayId'));
    const vpcId = required(input.VpcId, 'vpcId');
    if (!tables.vpcs.has(vpcId)) throw notFound('vpc', vpcId);
    if (row.vpcId !== undefined) {
      throw alreadyAssociated(
        `resource ${row.internetGatewayId} is already attached to network ${row.vpcId}`,
      );
    }
    if ([...tables.internetGateways.values()].some((each) => each.vpcId === vpcId)) {
      throw invalidParameterValue(`Network ${vpcId} already has an internet gateway attached`);
    }
    tables.internetGateways.put(row.internetGatewayId, { ...row, vpcId });
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html */
export const detachInternetGateway = operation<DetachInternetGatewayRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = find(tables, required(input.InternetGatewayId, 'internetGatewayId'));
    const vpcId = required(input.VpcId, 'vpcId');
    if (row.vpcId !== vpcId) {
      throw new AwsError(
        'Gateway.NotAttached',
        `resource ${row.internetGatewayId} is not attached to network ${vpcId}`,
      );
    }
    const mapped = [...tables.networkInterfaces.values()].some(
      (each) => each.vpcId === vpcId && each.association !== undefined,
    );
    if (mapped) {
      throw dependencyViolation(
        `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      );
    }
    tables.internetGateways.put(row.internetGatewayId, { ...row, vpcId: undefined });
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInternetGateways.html */
export const describeInternetGateways = operation<
  DescribeInternetGatewaysRequest,
  DescribeInternetGatewaysResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const asked = selectById(tables.internetGateways, input.InternetGatewayIds, (id) =>
      notFound('internet-gateway', id),
    );
    const found = applyFilters(
      asked,
      input.Filters,
      {
        'attachment.state': (row) => (row.vpcId === undefined ? undefined : 'available'),
        'attachment.vpc-id': (row) => row.vpcId,
        'internet-gateway-id': (row) => row.internetGatewayId,
        'owner-id': () => context.caller.accountId,
      },
      { tables, idOf: (row) => row.internetGatewayId },
    );
    const { items, nextToken } = page(found, (row) => row.internetGatewayId, input);
    return {
      InternetGateways: items.map((row) => describeInternetGateway(context, tables, row)),
      NextToken: nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteInternetGateway.html */
export const deleteInternetGateway = operation<DeleteInternetGatewayRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = find(tables, required(input.InternetGatewayId, 'internetGatewayId'));
    if (row.vpcId !== undefined) {
      throw dependencyViolation(
        `The internetGateway '${row.internetGatewayId}' has dependencies and cannot be deleted.`,
      );
    }
    tables.internetGateways.delete(row.internetGatewayId);
    tables.tags.delete(row.internetGatewayId);
    return {};
  },
});

function find(tables: Ec2Tables, internetGatewayId: string): InternetGatewayRow {
  const row = tables.internetGateways.get(internetGatewayId);
  if (row === undefined) throw notFound('internet-gateway', internetGatewayId);
  return row;
}

/** The attachment's state is `available`, which the enumeration of the service model does not have. */
function describeInternetGateway(
  context: OperationContext,
  tables: Ec2Tables,
  row: InternetGatewayRow,
): InternetGateway {
  const available = 'available' as unknown as 'attached';
  return {
    InternetGatewayId: row.internetGatewayId,
    OwnerId: context.caller.accountId,
    Attachments: row.vpcId === undefined ? [] : [{ State: available, VpcId: row.vpcId }],
    Tags: describeTags(tables, row.internetGatewayId),
  };
}

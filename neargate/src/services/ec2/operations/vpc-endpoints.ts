import type {
  CreateVpcEndpointRequest,
  CreateVpcEndpointResult,
  DeleteVpcEndpointsRequest,
  DeleteVpcEndpointsResult,
  DescribeVpcEndpointsRequest,
  DescribeVpcEndpointsResult,
  DnsRecordIpType,
  ModifyVpcEndpointRequest,
  ModifyVpcEndpointResult,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import { invalidParameterValue, notFound, required, unsupported } from '../errors.ts';
import { applyFilters } from '../filters.ts';
import { allocateNetworkInterface, checkedGroups, releaseNetworkInterface } from '../network-interfaces.ts';
import { page, selectById } from '../paging.ts';
import { prefixListsOf } from '../prefix-lists.ts';
import type { Ec2Tables, VpcEndpointRow } from '../store.ts';
import { describeTags, tagOnCreate } from '../tags.ts';

const fullAccessPolicy =
  '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
export const createVpcEndpoint = operation<CreateVpcEndpointRequest, CreateVpcEndpointResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const vpcId = required(input.VpcId, 'VpcId');
    if (!tables.vpcs.has(vpcId)) throw notFound('vpc', vpcId);
    const serviceName = required(input.ServiceName, 'ServiceName');
    const type = input.VpcEndpointType ?? 'Gateway';
    if (type !== 'Gateway' && type !== 'Interface') throw unsupported(`${type} endpoints`);
    checkServiceName(context, serviceName, type);
    if (input.PolicyDocument !== undefined) checkPolicy(input.PolicyDocument);
    const empty: VpcEndpointRow = {
      vpcEndpointId: `vpce-${context.ids.hex(17)}`,
      vpcEndpointType: type,
      vpcId,
      serviceName,
      policyDocument: input.PolicyDocument ?? fullAccessPolicy,
      routeTableIds: [],
      subnetIds: [],
      groupIds: type === 'Interface' ? checkedGroups(tables, vpcId, input.SecurityGroupIds) : [],
      networkInterfaceIds: [],
      privateDnsEnabled: type === 'Interface' && (input.PrivateDnsEnabled ?? true),
      dnsRecordIpType: input.DnsOptions?.DnsRecordIpType,
      createdAtMs: context.clock.now(),
    };
    const row = withSubnets(
      context,
      tables,
      withRouteTables(context, tables, empty, input.RouteTableIds ?? []),
      input.SubnetIds ?? [],
    );
    tables.vpcEndpoints.put(row.vpcEndpointId, row);
    tagOnCreate(tables, input.TagSpecifications, 'vpc-endpoint', row.vpcEndpointId);
    return { VpcEndpoint: describe(context, tables, row), ClientToken: input.ClientToken };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html */
export const describeVpcEndpoints = operation<DescribeVpcEndpointsRequest, DescribeVpcEndpointsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const asked = selectById(tables.vpcEndpoints, input.VpcEndpointIds, (id) => notFound('vpc-endpoint', id));
    const found = applyFilters(
      asked,
      input.Filters,
      {
        'service-name': (row) => row.serviceName,
        'service-region': () => context.caller.region,
        'vpc-endpoint-id': (row) => row.vpcEndpointId,
        'vpc-endpoint-state': () => 'available',
        'vpc-endpoint-type': (row) => row.vpcEndpointType,
        'vpc-id': (row) => row.vpcId,
      },
      { tables, idOf: (row) => row.vpcEndpointId },
    );
    const { items, nextToken } = page(found, (row) => row.vpcEndpointId, input);
    return { VpcEndpoints: items.map((row) => describe(context, tables, row)), NextToken: nextToken };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html */
export const modifyVpcEndpoint = operation<ModifyVpcEndpointRequest, ModifyVpcEndpointResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const id = required(input.VpcEndpointId, 'VpcEndpointId');
    const row = tables.vpcEndpoints.get(id);
    if (row === undefined) throw notFound('vpc-endpoint', id);
    if (input.PolicyDocument !== undefined) checkPolicy(input.PolicyDocument);
    const merge = (
      current: readonly string[],
      added: readonly string[] | undefined,
      removed: readonly string[] | undefined,
    ) => [...new Set([...current.filter((each) => !removed?.includes(each)), ...(added ?? [])])];
    const routeTableIds = merge(row.routeTableIds, input.AddRouteTableIds, input.RemoveRouteTableIds);
    const subnetIds = merge(row.subnetIds, input.AddSubnetIds, input.RemoveSubnetIds);
    const groupIds = checkedGroups(
      tables,
      row.vpcId,
      merge(row.groupIds, input.AddSecurityGroupIds, input.RemoveSecurityGroupIds),
    );
    for (const networkInterfaceId of row.networkInterfaceIds) {
      tables.networkInterfaces.update(networkInterfaceId, (each) => ({ ...each, groupIds }));
    }
    const changed = withSubnets(
      context,
      tables,
      withRouteTables(
        context,
        tables,
        {
          ...row,
          groupIds,
          policyDocument:
            input.ResetPolicy === true ? fullAccessPolicy : (input.PolicyDocument ?? row.policyDocument),
          privateDnsEnabled: input.PrivateDnsEnabled ?? row.privateDnsEnabled,
          dnsRecordIpType: input.DnsOptions?.DnsRecordIpType ?? row.dnsRecordIpType,
        },
        routeTableIds,
      ),
      subnetIds,
    );
    tables.vpcEndpoints.put(id, changed);
    return { Return: true };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpoints.html */
export const deleteVpcEndpoints = operation<DeleteVpcEndpointsRequest, DeleteVpcEndpointsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const unsuccessful = [];
    for (const id of required(input.VpcEndpointIds, 'VpcEndpointId')) {
      const row = tables.vpcEndpoints.get(id);
      if (row === undefined) {
        const error = notFound('vpc-endpoint', id);
        unsuccessful.push({ ResourceId: id, Error: { Code: error.code, Message: error.message } });
        continue;
      }
      withSubnets(context, tables, withRouteTables(context, tables, row, []), []);
      tables.vpcEndpoints.delete(id);
      tables.tags.delete(id);
    }
    return { Unsuccessful: unsuccessful };
  },
});

/** A gateway endpoint is a route to its service's prefix list in each of its route tables. */
function withRouteTables(
  context: OperationContext,
  tables: Ec2Tables,
  row: VpcEndpointRow,
  routeTableIds: readonly string[],
): VpcEndpointRow {
  const { vpcEndpointId } = row;
  const list = prefixListsOf(context.caller.region).find((each) => each.prefixListName === row.serviceName);
  for (const routeTableId of new Set([...row.routeTableIds, ...routeTableIds])) {
    const table = tables.routeTables.get(routeTableId);
    if (table === undefined) {
      if (!routeTableIds.includes(routeTableId)) continue;
      throw notFound('route-table', routeTableId);
    }
    const others = table.routes.filter((route) => route.target.id !== vpcEndpointId);
    const routes =
      routeTableIds.includes(routeTableId) && list !== undefined
        ? [
            ...others,
            {
              destination: { prefixListId: list.prefixListId },
              target: { kind: 'gateway' as const, id: vpcEndpointId },
              origin: 'CreateRoute' as const,
            },
          ]
        : others;
    tables.routeTables.put(routeTableId, { ...table, routes });
  }
  return { ...row, routeTableIds };
}

/** An interface endpoint has one network interface per subnet. */
function withSubnets(
  context: OperationContext,
  tables: Ec2Tables,
  row: VpcEndpointRow,
  subnetIds: readonly string[],
): VpcEndpointRow {
  const kept: string[] = [];
  for (const networkInterfaceId of row.networkInterfaceIds) {
    const subnetId = tables.networkInterfaces.get(networkInterfaceId)?.subnetId;
    if (subnetId !== undefined && subnetIds.includes(subnetId)) kept.push(networkInterfaceId);
    else releaseNetworkInterface(tables, networkInterfaceId);
  }
  const added = subnetIds
    .filter((subnetId) => !row.subnetIds.includes(subnetId))
    .map(
      (subnetId) =>
        allocateNetworkInterface(
          tables,
          { ids: context.ids, nowMs: context.clock.now() },
          {
            subnetId,
            groups: row.groupIds,
            description: `VPC Endpoint Interface ${row.vpcEndpointId}`,
            interfaceType: 'vpc_endpoint',
            requesterManaged: true,
            attachedTo: 'amazon-aws',
          },
        ).networkInterfaceId,
    );
  return { ...row, subnetIds, networkInterfaceIds: [...kept, ...added] };
}

function checkServiceName(context: OperationContext, serviceName: string, type: string): void {
  const known =
    type === 'Gateway'
      ? prefixListsOf(context.caller.region).some((list) => list.prefixListName === serviceName)
      : /^(com\.amazonaws|aws\.api)\.[a-z0-9-]+\.[a-z0-9.-]+$/.test(serviceName);
  if (known) return;
  throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${serviceName}' does not exist`);
}

function checkPolicy(policyDocument: string): void {
  try {
    JSON.parse(policyDocument);
  } catch {
    throw invalidParameterValue('PolicyDocument is not valid JSON');
  }
}

function describe(context: OperationContext, tables: Ec2Tables, row: VpcEndpointRow): VpcEndpoint {
  const { region } = context.caller;
  const service = row.serviceName.split('.').slice(3).join('.');
  const isInterface = row.vpcEndpointType === 'Interface';
  return {
    VpcEndpointId: row.vpcEndpointId,
    VpcEndpointType: row.vpcEndpointType,
    VpcId: row.vpcId,
    OwnerId: context.caller.accountId,
    ServiceName: row.serviceName,
    ServiceRegion: region,
    // The wire says `available`; the enumeration of the service model has it capitalised.
    State: 'available' as unknown as 'Available',
    PolicyDocument: row.policyDocument,
    RouteTableIds: [...row.routeTableIds],
    SubnetIds: [...row.subnetIds],
    Groups: row.groupIds.map((groupId) => ({
      GroupId: groupId,
      GroupName: tables.securityGroups.get(groupId)?.groupName,
    })),
    NetworkInterfaceIds: [...row.networkInterfaceIds],
    PrivateDnsEnabled: row.privateDnsEnabled,
    IpAddressType: 'ipv4',
    DnsOptions: {
      DnsRecordIpType: (row.dnsRecordIpType ?? (isInterface ? 'ipv4' : 'service-defined')) as DnsRecordIpType,
    },
    DnsEntries: isInterface
      ? [{ DnsName: `${row.vpcEndpointId}.${service}.${region}.vpce.amazonaws.com` }]
      : [],
    RequesterManaged: false,
    CreationTimestamp: new Date(row.createdAtMs),
    Tags: describeTags(tables, row.vpcEndpointId),
  };
}

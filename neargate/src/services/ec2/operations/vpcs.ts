import type {
  AssociateVpcCidrBlockRequest,
  AssociateVpcCidrBlockResult,
  CreateDefaultVpcRequest,
  CreateDefaultVpcResult,
  CreateVpcRequest,
  CreateVpcResult,
  DeleteVpcRequest,
  DescribeVpcsRequest,
  DescribeVpcsResult,
  DisassociateVpcCidrBlockRequest,
  DisassociateVpcCidrBlockResult,
  Tenancy,
  Vpc,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import { formatIpv4Cidr, type Ipv4Network, overlaps, parseIpv4Cidr } from '../../../network/ipv4.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { accountOf, defaultVpcOf, ec2WithDefaults, makeDefaultVpc } from '../default-network.ts';
import { dependencyViolation, notFound, required, unsupported } from '../errors.ts';
import { applyFilters, type FilterTable } from '../filters.ts';
import { page, selectById } from '../paging.ts';
import { type Ec2Tables, rulesOfSecurityGroup, type VpcRow } from '../store.ts';
import { describeTags, tagOnCreate } from '../tags.ts';
import { defaultNetworkAcl, defaultSecurityGroup, mainRouteTable, putVpc } from '../vpc-pieces.ts';

const maxCidrBlocksPerVpc = 5;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html */
export const createVpc = operation<CreateVpcRequest, CreateVpcResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    if (input.AmazonProvidedIpv6CidrBlock === true || input.Ipv6CidrBlock !== undefined) {
      throw unsupported('IPv6 CIDR blocks');
    }
    if (input.Ipv4IpamPoolId !== undefined) throw unsupported('IPAM pools');
    const vpc = putVpc(context, tables, {
      cidrBlock: formatIpv4Cidr(vpcCidr(required(input.CidrBlock, 'cidrBlock'))),
      isDefault: false,
      instanceTenancy: input.InstanceTenancy ?? 'default',
      dhcpOptionsId: accountOf(tables).defaultDhcpOptionsId,
    });
    tagOnCreate(tables, input.TagSpecifications, 'vpc', vpc.vpcId);
    return { Vpc: describeVpc(context, tables, vpc) };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDefaultVpc.html */
export const createDefaultVpc = operation<CreateDefaultVpcRequest, CreateDefaultVpcResult>({
  handle(context) {
    const tables = ec2WithDefaults(context);
    if (defaultVpcOf(tables) !== undefined) {
      throw new AwsError(
        'DefaultVpcAlreadyExists',
        'A Default VPC already exists for this account in this region.',
      );
    }
    return { Vpc: describeVpc(context, tables, makeDefaultVpc(context, tables)) };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html */
export const describeVpcs = operation<DescribeVpcsRequest, DescribeVpcsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const asked = selectById(tables.vpcs, input.VpcIds, (id) => notFound('vpc', id));
    const found = applyFilters(asked, input.Filters, vpcFilters(context.caller.accountId), {
      tables,
      idOf: (row) => row.vpcId,
    });
    const { items, nextToken } = page(found, (row) => row.vpcId, input);
    return { Vpcs: items.map((row) => describeVpc(context, tables, row)), NextToken: nextToken };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html */
export const deleteVpc = operation<DeleteVpcRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const vpcId = required(input.VpcId, 'vpcId');
    if (!tables.vpcs.has(vpcId)) throw notFound('vpc', vpcId);
    if (hasDependencies(tables, vpcId)) {
      throw dependencyViolation(`The vpc '${vpcId}' has dependencies and cannot be deleted.`);
    }
    const group = defaultSecurityGroup(tables, vpcId);
    for (const { ruleId } of rulesOfSecurityGroup(tables, group.groupId)) {
      tables.securityGroupRules.delete(ruleId);
      tables.tags.delete(ruleId);
    }
    tables.securityGroups.delete(group.groupId);
    const networkAcl = defaultNetworkAcl(tables, vpcId);
    tables.networkAcls.delete(networkAcl.networkAclId);
    const routeTable = mainRouteTable(tables, vpcId);
    tables.routeTables.delete(routeTable.routeTableId);
    tables.vpcs.delete(vpcId);
    for (const id of [group.groupId, networkAcl.networkAclId, routeTable.routeTableId, vpcId]) {
      tables.tags.delete(id);
    }
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateVpcCidrBlock.html */
export const associateVpcCidrBlock = operation<AssociateVpcCidrBlockRequest, AssociateVpcCidrBlockResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const vpcId = required(input.VpcId, 'vpcId');
    const vpc = tables.vpcs.get(vpcId);
    if (vpc === undefined) throw notFound('vpc', vpcId);
    if (input.CidrBlock === undefined) throw unsupported('IPv6 CIDR blocks');
    const network = vpcCidr(input.CidrBlock);
    if (vpc.cidrBlockAssociations.length >= maxCidrBlocksPerVpc) {
      throw new AwsError(
        'CidrLimitExceeded',
        `This network '${vpcId}' has met its maximum number of allowed CIDRs: 5`,
      );
    }
    for (const { cidrBlock } of vpc.cidrBlockAssociations) {
      const existing = parseIpv4Cidr(cidrBlock);
      if (existing !== undefined && overlaps(existing, network)) {
        throw new AwsError(
          'InvalidVpc.Range',
          `The CIDR '${input.CidrBlock}' conflicts with a CIDR block of the VPC.`,
        );
      }
    }
    const association = {
      associationId: `vpc-cidr-assoc-${context.ids.hex(17)}`,
      cidrBlock: formatIpv4Cidr(network),
    };
    tables.vpcs.put(vpcId, {
      ...vpc,
      cidrBlockAssociations: [...vpc.cidrBlockAssociations, association],
    });
    for (const routeTable of [...tables.routeTables.values()].filter((row) => row.vpcId === vpcId)) {
      tables.routeTables.put(routeTable.routeTableId, {
        ...routeTable,
        routes: [
          ...routeTable.routes,
          {
            destination: { cidrBlock: association.cidrBlock },
            target: { kind: 'local', id: 'local' },
            origin: 'CreateRouteTable',
          },
        ],
      });
    }
    return { VpcId: vpcId, CidrBlockAssociation: describeAssociation(association) };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateVpcCidrBlock.html */
export const disassociateVpcCidrBlock = operation<
  DisassociateVpcCidrBlockRequest,
  DisassociateVpcCidrBlockResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const associationId = required(input.AssociationId, 'associationId');
    for (const vpc of tables.vpcs.values()) {
      const index = vpc.cidrBlockAssociations.findIndex((each) => each.associationId === associationId);
      const association = vpc.cidrBlockAssociations[index];
      if (association === undefined) continue;
      if (index === 0) {
        throw new AwsError(
          'OperationNotPermitted',
          `The vpc CIDR block with association ID ${associationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
        );
      }
      const network = parseIpv4Cidr(association.cidrBlock);
      for (const subnet of tables.subnets.values()) {
        const block = parseIpv4Cidr(subnet.cidrBlock);
        if (subnet.vpcId === vpc.vpcId && network && block && overlaps(network, block)) {
          throw new AwsError(
            'InvalidCidrBlock.InUse',
            `The vpc ${vpc.vpcId} currently has a subnet within CIDR block ${association.cidrBlock}`,
          );
        }
      }
      tables.vpcs.put(vpc.vpcId, {
        ...vpc,
        cidrBlockAssociations: vpc.cidrBlockAssociations.filter((each) => each !== association),
      });
      for (const routeTable of [...tables.routeTables.values()].filter((row) => row.vpcId === vpc.vpcId)) {
        tables.routeTables.put(routeTable.routeTableId, {
          ...routeTable,
          routes: routeTable.routes.filter(
            (route) => route.target.kind !== 'local' || route.destination.cidrBlock !== association.cidrBlock,
          ),
        });
      }
      return {
        VpcId: vpc.vpcId,
        CidrBlockAssociation: {
          ...describeAssociation(association),
          CidrBlockState: { State: 'disassociated' },
        },
      };
    }
    throw new AwsError(
      'InvalidVpcCidrBlockAssociationID.NotFound',
      `The vpc CIDR block association ID '${associationId}' does not exist`,
    );
  },
});

/** A block a VPC may have: /16 to /28. */
function vpcCidr(cidrBlock: string): Ipv4Network {
  const network = parseIpv4Cidr(cidrBlock);
  if (network === undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${cidrBlock}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  }
  if (network.prefixLength < 16 || network.prefixLength > 28) {
    throw new AwsError('InvalidVpc.Range', `The CIDR '${cidrBlock}' is invalid.`);
  }
  return network;
}

function hasDependencies(tables: Ec2Tables, vpcId: string): boolean {
  const inVpc = (row: { vpcId?: string | undefined }) => row.vpcId === vpcId;
  return (
    [...tables.subnets.values()].some(inVpc) ||
    [...tables.internetGateways.values()].some(inVpc) ||
    [...tables.vpcEndpoints.values()].some(inVpc) ||
    [...tables.networkInterfaces.values()].some(inVpc) ||
    [...tables.natGateways.values()].some((row) => inVpc(row) && row.observed.state !== 'deleted') ||
    [...tables.securityGroups.values()].some((row) => inVpc(row) && row.groupName !== 'default') ||
    [...tables.networkAcls.values()].some((row) => inVpc(row) && !row.isDefault) ||
    [...tables.routeTables.values()].some(
      (row) => inVpc(row) && !row.associations.some((association) => association.main),
    )
  );
}

function vpcFilters(accountId: string): FilterTable<VpcRow> {
  const cidrBlocks = (row: VpcRow) => row.cidrBlockAssociations.map((each) => each.cidrBlock);
  return {
    cidr: (row) => row.cidrBlock,
    'cidr-block': (row) => row.cidrBlock,
    cidrBlock: (row) => row.cidrBlock,
    'cidr-block-association.association-id': (row) =>
      row.cidrBlockAssociations.map((each) => each.associationId),
    'cidr-block-association.cidr-block': cidrBlocks,
    'cidr-block-association.state': () => 'associated',
    'dhcp-options-id': (row) => row.dhcpOptionsId,
    'is-default': (row) => String(row.isDefault),
    isDefault: (row) => String(row.isDefault),
    'owner-id': () => accountId,
    state: () => 'available',
    'vpc-id': (row) => row.vpcId,
  };
}

function describeVpc(context: OperationContext, tables: Ec2Tables, row: VpcRow): Vpc {
  return {
    VpcId: row.vpcId,
    OwnerId: context.caller.accountId,
    State: 'available',
    CidrBlock: row.cidrBlock,
    CidrBlockAssociationSet: row.cidrBlockAssociations.map(describeAssociation),
    Ipv6CidrBlockAssociationSet: [],
    DhcpOptionsId: row.dhcpOptionsId,
    InstanceTenancy: row.instanceTenancy as Tenancy,
    IsDefault: row.isDefault,
    Tags: describeTags(tables, row.vpcId),
  };
}

function describeAssociation(association: VpcRow['cidrBlockAssociations'][number]) {
  return {
    AssociationId: association.associationId,
    CidrBlock: association.cidrBlock,
    CidrBlockState: { State: 'associated' as const },
  };
}

import type {
  CreateNetworkAclEntryRequest,
  CreateNetworkAclRequest,
  CreateNetworkAclResult,
  DeleteNetworkAclEntryRequest,
  DeleteNetworkAclRequest,
  DescribeNetworkAclsRequest,
  DescribeNetworkAclsResult,
  NetworkAcl,
  ReplaceNetworkAclAssociationRequest,
  ReplaceNetworkAclAssociationResult,
  ReplaceNetworkAclEntryRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import { formatIpv4Cidr, parseIpv4Cidr } from '../../../network/ipv4.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import {
  dependencyViolation,
  invalidParameterValue,
  missingParameter,
  notFound,
  required,
} from '../errors.ts';
import { applyFilters } from '../filters.ts';
import { page, selectById } from '../paging.ts';
import type { Ec2Tables, NetworkAclEntryRow, NetworkAclRow } from '../store.ts';
import { describeTags, tagOnCreate } from '../tags.ts';
import { finalDeny } from '../vpc-pieces.ts';

const maxRuleNumber = 32_766;
const protocolNumbers: Readonly<Record<string, string>> = { all: '-1', tcp: '6', udp: '17', icmp: '1' };

/** A new ACL denies everything. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAcl.html */
export const createNetworkAcl = operation<CreateNetworkAclRequest, CreateNetworkAclResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const vpcId = required(input.VpcId, 'vpcId');
    if (!tables.vpcs.has(vpcId)) throw notFound('vpc', vpcId);
    const row: NetworkAclRow = {
      networkAclId: `acl-${context.ids.hex(17)}`,
      vpcId,
      isDefault: false,
      entries: [finalDeny(false), finalDeny(true)],
      associations: [],
    };
    tables.networkAcls.put(row.networkAclId, row);
    tagOnCreate(tables, input.TagSpecifications, 'network-acl', row.networkAclId);
    return { NetworkAcl: describeNetworkAcl(context, tables, row), ClientToken: input.ClientToken };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html */
export const describeNetworkAcls = operation<DescribeNetworkAclsRequest, DescribeNetworkAclsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const asked = selectById(tables.networkAcls, input.NetworkAclIds, (id) => notFound('network-acl', id));
    const found = applyFilters(
      asked,
      input.Filters,
      {
        'association.association-id': (row) => row.associations.map((each) => each.associationId),
        'association.network-acl-id': (row) => row.associations.map(() => row.networkAclId),
        'association.subnet-id': (row) => row.associations.map((each) => each.subnetId),
        default: (row) => String(row.isDefault),
        'entry.cidr': (row) => row.entries.map((entry) => entry.cidrBlock),
        'entry.egress': (row) => row.entries.map((entry) => String(entry.egress)),
        'entry.protocol': (row) => row.entries.map((entry) => entry.protocol),
        'entry.rule-action': (row) => row.entries.map((entry) => entry.ruleAction),
        'entry.rule-number': (row) => row.entries.map((entry) => String(entry.ruleNumber)),
        'network-acl-id': (row) => row.networkAclId,
        'owner-id': () => context.caller.accountId,
        'vpc-id': (row) => row.vpcId,
      },
      { tables, idOf: (row) => row.networkAclId },
    );
    const { items, nextToken } = page(found, (row) => row.networkAclId, input);
    return {
      NetworkAcls: items.map((row) => describeNetworkAcl(context, tables, row)),
      NextToken: nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAcl.html */
export const deleteNetworkAcl = operation<DeleteNetworkAclRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = find(tables, required(input.NetworkAclId, 'networkAclId'));
    if (row.isDefault) {
      throw invalidParameterValue(`cannot delete default network ACL ${row.networkAclId}`);
    }
    if (row.associations.length > 0) {
      throw dependencyViolation(
        `The networkAcl '${row.networkAclId}' has dependencies and cannot be deleted.`,
      );
    }
    tables.networkAcls.delete(row.networkAclId);
    tables.tags.delete(row.networkAclId);
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
export const createNetworkAclEntry = operation<CreateNetworkAclEntryRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = find(tables, required(input.NetworkAclId, 'networkAclId'));
    const entry = entryOf(input);
    if (row.entries.some((each) => sameNumber(each, entry))) {
      throw new AwsError(
        'NetworkAclEntryAlreadyExists',
        `The network acl entry identified by ${entry.ruleNumber} already exists.`,
      );
    }
    putEntries(tables, row, [...row.entries, entry]);
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclEntry.html */
export const replaceNetworkAclEntry = operation<ReplaceNetworkAclEntryRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = find(tables, required(input.NetworkAclId, 'networkAclId'));
    const entry = entryOf(input);
    if (!row.entries.some((each) => sameNumber(each, entry))) throw entryNotFound(entry, row.networkAclId);
    putEntries(tables, row, [...row.entries.filter((each) => !sameNumber(each, entry)), entry]);
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAclEntry.html */
export const deleteNetworkAclEntry = operation<DeleteNetworkAclEntryRequest, Record<string, never>>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = find(tables, required(input.NetworkAclId, 'networkAclId'));
    const wanted = {
      ruleNumber: required(input.RuleNumber, 'ruleNumber'),
      egress: required(input.Egress, 'egress'),
    };
    if (wanted.ruleNumber > maxRuleNumber || !row.entries.some((each) => sameNumber(each, wanted))) {
      throw entryNotFound(wanted, row.networkAclId);
    }
    putEntries(
      tables,
      row,
      row.entries.filter((each) => !sameNumber(each, wanted)),
    );
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html */
export const replaceNetworkAclAssociation = operation<
  ReplaceNetworkAclAssociationRequest,
  ReplaceNetworkAclAssociationResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const oldId = required(input.AssociationId, 'associationId');
    const target = find(tables, required(input.NetworkAclId, 'networkAclId'));
    const current = [...tables.networkAcls.values()].find((row) =>
      row.associations.some((each) => each.associationId === oldId),
    );
    const association = current?.associations.find((each) => each.associationId === oldId);
    if (current === undefined || association === undefined) throw notFound('association', oldId);
    if (current.vpcId !== target.vpcId) {
      throw invalidParameterValue(
        `network acl ${target.networkAclId} and subnet ${association.subnetId} belong to different networks`,
      );
    }
    const associationId = `aclassoc-${context.ids.hex(17)}`;
    tables.networkAcls.put(current.networkAclId, {
      ...current,
      associations: current.associations.filter((each) => each !== association),
    });
    tables.networkAcls.update(target.networkAclId, (row) => ({
      ...row,
      associations: [...row.associations, { associationId, subnetId: association.subnetId }],
    }));
    return { NewAssociationId: associationId };
  },
});

function find(tables: Ec2Tables, networkAclId: string): NetworkAclRow {
  const row = tables.networkAcls.get(networkAclId);
  if (row === undefined) throw notFound('network-acl', networkAclId);
  return row;
}

type EntryKey = Pick<NetworkAclEntryRow, 'ruleNumber' | 'egress'>;

function sameNumber(left: EntryKey, right: EntryKey): boolean {
  return left.ruleNumber === right.ruleNumber && left.egress === right.egress;
}

function entryNotFound(entry: EntryKey, networkAclId: string): AwsError {
  const direction = entry.egress ? 'outbound' : 'inbound';
  return new AwsError(
    'InvalidNetworkAclEntry.NotFound',
    `The ${direction} network acl entry ${entry.ruleNumber} does not exist in network acl ${networkAclId}`,
  );
}

/** Keeps the entries in the order in which they are evaluated. */
function putEntries(tables: Ec2Tables, row: NetworkAclRow, entries: readonly NetworkAclEntryRow[]): void {
  const sorted = entries.toSorted(
    (left, right) => Number(left.egress) - Number(right.egress) || left.ruleNumber - right.ruleNumber,
  );
  tables.networkAcls.put(row.networkAclId, { ...row, entries: sorted });
}

function entryOf(input: CreateNetworkAclEntryRequest): NetworkAclEntryRow {
  const ruleNumber = required(input.RuleNumber, 'ruleNumber');
  if (ruleNumber < 1 || ruleNumber > maxRuleNumber) {
    throw invalidParameterValue(`Invalid value '${ruleNumber}' for ruleNumber. Must be between 1 and 32766`);
  }
  const given = required(input.Protocol, 'protocol').toLowerCase();
  const protocol = protocolNumbers[given] ?? given;
  const { CidrBlock: cidrBlock, Ipv6CidrBlock: ipv6CidrBlock } = input;
  if (cidrBlock === undefined && ipv6CidrBlock === undefined) throw missingParameter('cidrBlock');
  const network = cidrBlock === undefined ? undefined : parseIpv4Cidr(cidrBlock);
  if (cidrBlock !== undefined && network === undefined) {
    throw invalidParameterValue(
      `Invalid value '${cidrBlock}' for cidrBlock. This is not a valid CIDR block.`,
    );
  }
  const needsPorts = protocol === '6' || protocol === '17';
  if (needsPorts && (input.PortRange?.From === undefined || input.PortRange.To === undefined)) {
    throw missingParameter('portRange');
  }
  return {
    ruleNumber,
    egress: required(input.Egress, 'egress'),
    protocol,
    ruleAction: required(input.RuleAction, 'ruleAction'),
    cidrBlock: network && formatIpv4Cidr(network),
    ipv6CidrBlock,
    portRange: needsPorts
      ? { from: input.PortRange?.From ?? 0, to: input.PortRange?.To ?? 65_535 }
      : undefined,
    icmpTypeCode:
      input.IcmpTypeCode === undefined
        ? undefined
        : { type: input.IcmpTypeCode.Type ?? -1, code: input.IcmpTypeCode.Code ?? -1 },
  };
}

function describeNetworkAcl(context: OperationContext, tables: Ec2Tables, row: NetworkAclRow): NetworkAcl {
  return {
    NetworkAclId: row.networkAclId,
    VpcId: row.vpcId,
    OwnerId: context.caller.accountId,
    IsDefault: row.isDefault,
    Associations: row.associations.map(({ associationId, subnetId }) => ({
      NetworkAclAssociationId: associationId,
      NetworkAclId: row.networkAclId,
      SubnetId: subnetId,
    })),
    Entries: row.entries.map((entry) => ({
      RuleNumber: entry.ruleNumber,
      Egress: entry.egress,
      Protocol: entry.protocol,
      RuleAction: entry.ruleAction,
      CidrBlock: entry.cidrBlock,
      Ipv6CidrBlock: entry.ipv6CidrBlock,
      PortRange: entry.portRange && { From: entry.portRange.from, To: entry.portRange.to },
      IcmpTypeCode: entry.icmpTypeCode && { Type: entry.icmpTypeCode.type, Code: entry.icmpTypeCode.code },
    })),
    Tags: describeTags(tables, row.networkAclId),
  };
}

import type { NetworkAcl, NetworkAclEntry } from '@aws-sdk/client-ec2';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import {
  blocksOf,
  hasChanged,
  numberOf,
  requiredText,
  setChanges,
  textOf,
  textsOf,
} from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { whileRefused } from '../patient.ts';
import { ec2Arn, tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { protocolName } from './ip-protocols.ts';
import { defaultNetworkAclSchema, networkAclSchema } from './network-acl-schema.ts';

/** The rule that denies all that no other rule decides; it is always there. */
const finalRuleNumber = 32_767;

type Direction = 'ingress' | 'egress';

export const networkAclType: ResourceType<AwsClient> = {
  schema: networkAclSchema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    const { NetworkAcl: made } = await client.call('ec2', 'CreateNetworkAcl', {
      VpcId: requiredText(config, 'vpc_id'),
      TagSpecifications: tagSpecifications('network-acl', config),
    });
    const id = made?.NetworkAclId ?? '';
    environment.created?.({ id });
    await setEntries(client, id, 'ingress', [], blocksOf(config, 'ingress'));
    await setEntries(client, id, 'egress', [], blocksOf(config, 'egress'));
    await associate(client, id, textsOf(config, 'subnet_ids'));
    return present(readNetworkAcl(client, id, config), id);
  },
  read: (state, { client }) => readNetworkAcl(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    const id = requiredText(prior, 'id');
    for (const direction of ['ingress', 'egress'] as const) {
      if (!hasChanged(config, prior, direction)) continue;
      await setEntries(client, id, direction, blocksOf(prior, direction), blocksOf(config, direction));
    }
    const { added, removed } = setChanges(textsOf(prior, 'subnet_ids'), textsOf(config, 'subnet_ids'));
    await associate(client, id, added);
    await leave(client, requiredText(prior, 'vpc_id'), id, removed);
    await updateTags(client, id, config, prior);
    return present(readNetworkAcl(client, id, config), id);
  },
  async delete(state, environment) {
    const { client } = environment;
    const id = requiredText(state, 'id');
    const acl = await describe(client, id);
    if (acl === undefined) return;
    const subnets = (acl.Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []);
    await leave(client, requiredText(state, 'vpc_id'), id, subnets);
    await orAbsent(
      whileRefused(environment, ['DependencyViolation'], () =>
        client.call('ec2', 'DeleteNetworkAcl', { NetworkAclId: id }),
      ),
      'InvalidNetworkAclID.NotFound',
    );
  },
};

/**
 * The ACL of a VPC that subnets have which join no other: taken over with all its rules removed, and left behind when it is
 * destroyed. Subnets that have joined without being listed are no change, since nobody can make them leave for nothing.
 */
export const defaultNetworkAclType: ResourceType<AwsClient> = {
  schema: defaultNetworkAclSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const id = requiredText(config, 'default_network_acl_id');
    const acl = await present(describe(client, id), id);
    const there = { tags_all: tagsAll(acl.Tags), ...entryBlocks(acl, {}) };
    return setDefaultAcl(client, id, config, there);
  },
  read: (state, { client }) => readDefaultAcl(client, requiredText(state, 'id'), state),
  update: (config, prior, { client }) => setDefaultAcl(client, requiredText(prior, 'id'), config, prior),
  async delete() {},
};

async function setDefaultAcl(
  client: AwsClient,
  id: string,
  config: PlainObject,
  prior: PlainObject,
): Promise<PlainObject> {
  for (const direction of ['ingress', 'egress'] as const) {
    await setEntries(client, id, direction, blocksOf(prior, direction), blocksOf(config, direction));
  }
  await associate(client, id, textsOf(config, 'subnet_ids'));
  await updateTags(client, id, config, prior);
  return present(readDefaultAcl(client, id, config), id);
}

async function readDefaultAcl(
  client: AwsClient,
  id: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const read = await readNetworkAcl(client, id, known);
  if (read === undefined) return undefined;
  const members = textsOf(read, 'subnet_ids');
  const listed = textsOf(known, 'subnet_ids').filter((subnetId) => members.includes(subnetId));
  return { ...read, default_network_acl_id: id, subnet_ids: listed };
}

/** Entries are told apart by their number: one that is kept is replaced, others come or go. */
async function setEntries(
  client: AwsClient,
  NetworkAclId: string,
  direction: Direction,
  prior: readonly PlainObject[],
  next: readonly PlainObject[],
): Promise<void> {
  const Egress = direction === 'egress';
  const nextByNumber = new Map(next.map((block) => [numberOf(block, 'rule_no'), block]));
  const priorByNumber = new Map(prior.map((block) => [numberOf(block, 'rule_no'), block]));
  for (const RuleNumber of priorByNumber.keys()) {
    if (nextByNumber.has(RuleNumber)) continue;
    await orAbsent(
      client.call('ec2', 'DeleteNetworkAclEntry', { NetworkAclId, Egress, RuleNumber }),
      'InvalidNetworkAclEntry.NotFound',
    );
  }
  for (const [number, block] of nextByNumber) {
    const before = priorByNumber.get(number);
    const input = { NetworkAclId, Egress, ...entryInput(block) };
    if (before === undefined) await client.call('ec2', 'CreateNetworkAclEntry', input);
    else if (hasChanged({ block }, { block: before }, 'block')) {
      await client.call('ec2', 'ReplaceNetworkAclEntry', input);
    }
  }
}

function entryInput(block: PlainObject) {
  const protocol = protocolName(requiredText(block, 'protocol'));
  const isIcmp = protocol === 'icmp' || protocol === 'icmpv6';
  return {
    RuleNumber: numberOf(block, 'rule_no'),
    Protocol: protocolNumber(protocol),
    RuleAction: requiredText(block, 'action').toLowerCase() as 'allow' | 'deny',
    CidrBlock: textOf(block, 'cidr_block'),
    Ipv6CidrBlock: textOf(block, 'ipv6_cidr_block'),
    PortRange: { From: numberOf(block, 'from_port'), To: numberOf(block, 'to_port') },
    IcmpTypeCode: isIcmp
      ? { Type: numberOf(block, 'icmp_type') ?? 0, Code: numberOf(block, 'icmp_code') ?? 0 }
      : undefined,
  };
}

/** A protocol in the form network ACLs keep it: its number. */
export function protocolNumber(protocol: string): string {
  const numbers: Readonly<Record<string, string>> = {
    tcp: '6',
    udp: '17',
    icmp: '1',
    icmpv6: '58',
  };
  return numbers[protocolName(protocol)] ?? protocolName(protocol);
}

/** A subnet always has an ACL, so joining one means leaving another. */
async function associate(
  client: AwsClient,
  NetworkAclId: string,
  subnetIds: readonly string[],
): Promise<void> {
  for (const subnetId of subnetIds) {
    const { NetworkAcls } = await client.call('ec2', 'DescribeNetworkAcls', {
      Filters: [{ Name: 'association.subnet-id', Values: [subnetId] }],
    });
    const current = NetworkAcls?.[0];
    const association = current?.Associations?.find((each) => each.SubnetId === subnetId);
    if (current?.NetworkAclId === NetworkAclId) continue;
    await client.call('ec2', 'ReplaceNetworkAclAssociation', {
      AssociationId: association?.NetworkAclAssociationId ?? `${subnetId} has no network ACL`,
      NetworkAclId,
    });
  }
}

/** Gives subnets back to the VPC's default ACL, unless they have moved on already. */
async function leave(
  client: AwsClient,
  vpcId: string,
  networkAclId: string,
  subnetIds: readonly string[],
): Promise<void> {
  if (subnetIds.length === 0) return;
  const { NetworkAcls } = await client.call('ec2', 'DescribeNetworkAcls', {
    Filters: [
      { Name: 'default', Values: ['true'] },
      { Name: 'vpc-id', Values: [vpcId] },
    ],
  });
  const defaultId = NetworkAcls?.[0]?.NetworkAclId;
  const current = await describe(client, networkAclId);
  const still = (current?.Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []);
  if (defaultId === undefined) return;
  await associate(
    client,
    defaultId,
    subnetIds.filter((subnetId) => still.includes(subnetId)),
  );
}

async function describe(client: AwsClient, id: string): Promise<NetworkAcl | undefined> {
  const found = await orAbsent(
    client.call('ec2', 'DescribeNetworkAcls', { NetworkAclIds: [id] }),
    'InvalidNetworkAclID.NotFound',
  );
  return found?.NetworkAcls?.[0];
}

async function readNetworkAcl(
  client: AwsClient,
  id: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const acl = await describe(client, id);
  if (acl === undefined) return undefined;
  return {
    id,
    arn: ec2Arn(client, 'network-acl', id),
    ...entryBlocks(acl, known),
    owner_id: acl.OwnerId ?? null,
    subnet_ids: (acl.Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []),
    tags_all: tagsAll(acl.Tags),
    vpc_id: acl.VpcId ?? null,
  };
}

function entryBlocks(acl: NetworkAcl, known: PlainObject): Record<Direction, PlainObject[]> {
  const entries = (acl.Entries ?? []).filter((entry) => entry.RuleNumber !== finalRuleNumber);
  const blocks = (direction: Direction) =>
    entries
      .filter((entry) => entry.Egress === (direction === 'egress'))
      .map((entry) => entryBlock(entry, blocksOf(known, direction)));
  return { egress: blocks('egress'), ingress: blocks('ingress') };
}

/** Ports that a protocol does not have come back as they were written. */
function entryBlock(entry: NetworkAclEntry, known: readonly PlainObject[]): PlainObject {
  const written = known.find((block) => numberOf(block, 'rule_no') === entry.RuleNumber);
  return {
    action: entry.RuleAction ?? null,
    cidr_block: entry.CidrBlock ?? null,
    from_port: entry.PortRange?.From ?? written?.['from_port'] ?? 0,
    icmp_code: entry.IcmpTypeCode?.Code ?? 0,
    icmp_type: entry.IcmpTypeCode?.Type ?? 0,
    ipv6_cidr_block: entry.Ipv6CidrBlock ?? null,
    protocol: protocolName(entry.Protocol ?? '-1'),
    rule_no: entry.RuleNumber ?? null,
    to_port: entry.PortRange?.To ?? written?.['to_port'] ?? 0,
  };
}

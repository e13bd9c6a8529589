import type { AttributeSchema, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText, textOf, textsOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { tagAttributes } from '../schema-parts.ts';
import { ec2Arn, tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';

/** The arguments by the names EC2 has for them. */
const optionKeys = {
  domain_name: 'domain-name',
  domain_name_servers: 'domain-name-servers',
  ipv6_address_preferred_lease_time: 'ipv6-address-preferred-lease-time',
  netbios_name_servers: 'netbios-name-servers',
  netbios_node_type: 'netbios-node-type',
  ntp_servers: 'ntp-servers',
} as const;

const optionNames = Object.keys(optionKeys) as (keyof typeof optionKeys)[];

const listOptions: readonly string[] = ['domain_name_servers', 'netbios_name_servers', 'ntp_servers'];

function option(name: string): AttributeSchema {
  return {
    type: listOptions.includes(name) ? 'list(string)' : 'string',
    optional: true,
    forceNew: true,
    atLeastOneOf: optionNames,
  };
}

/** Stored, not enforced: tasks resolve names through Neargate whatever the options say. */
export const dhcpOptionsType: ResourceType<AwsClient> = {
  schema: {
    attributes: {
      ...tagAttributes,
      ...Object.fromEntries(optionNames.map((name) => [name, option(name)])),
      arn: { type: 'string', computed: true },
      owner_id: { type: 'string', computed: true },
    },
  },
  behaviour: 'stored',
  async create(config, { client }) {
    const { DhcpOptions } = await client.call('ec2', 'CreateDhcpOptions', {
      DhcpConfigurations: optionNames.flatMap((name) => {
        const text = textOf(config, name);
        const Values = listOptions.includes(name) ? textsOf(config, name) : text === undefined ? [] : [text];
        return Values.length === 0 ? [] : [{ Key: optionKeys[name], Values }];
      }),
      TagSpecifications: tagSpecifications('dhcp-options', config),
    });
    const id = DhcpOptions?.DhcpOptionsId ?? '';
    return present(readOptions(client, id), id);
  },
  read: (state, { client }) => readOptions(client, requiredText(state, 'id')),
  async update(config, prior, { client }) {
    const id = requiredText(prior, 'id');
    await updateTags(client, id, config, prior);
    return present(readOptions(client, id), id);
  },
  /** VPCs that have the options go back to the region's own first. */
  async delete(state, { client }) {
    const id = requiredText(state, 'id');
    const { Vpcs } = await client.call('ec2', 'DescribeVpcs', {
      Filters: [{ Name: 'dhcp-options-id', Values: [id] }],
    });
    for (const { VpcId } of Vpcs ?? []) {
      await client.call('ec2', 'AssociateDhcpOptions', { DhcpOptionsId: 'default', VpcId });
    }
    await orAbsent(
      client.call('ec2', 'DeleteDhcpOptions', { DhcpOptionsId: id }),
      'InvalidDhcpOptionID.NotFound',
    );
  },
};

export const dhcpOptionsAssociationType: ResourceType<AwsClient> = {
  schema: {
    attributes: {
      dhcp_options_id: { type: 'string', required: true },
      vpc_id: { type: 'string', required: true, forceNew: true },
    },
  },
  behaviour: 'stored',
  async create(config, { client }) {
    return associate(client, config);
  },
  async read(state, { client }) {
    const vpcId = requiredText(state, 'vpc_id');
    const found = await orAbsent(
      client.call('ec2', 'DescribeVpcs', { VpcIds: [vpcId] }),
      'InvalidVpcID.NotFound',
    );
    return found?.Vpcs?.[0]?.DhcpOptionsId === state['dhcp_options_id'] ? state : undefined;
  },
  update: (config, _prior, { client }) => associate(client, config),
  async delete(state, { client }) {
    const VpcId = requiredText(state, 'vpc_id');
    await orAbsent(
      client.call('ec2', 'AssociateDhcpOptions', { DhcpOptionsId: 'default', VpcId }),
      'InvalidVpcID.NotFound',
    );
  },
  plan: (config, prior) =>
    prior !== undefined && config['dhcp_options_id'] !== prior['dhcp_options_id']
      ? { recompute: ['id'] }
      : {},
};

async function associate(client: AwsClient, config: PlainObject): Promise<PlainObject> {
  const DhcpOptionsId = requiredText(config, 'dhcp_options_id');
  const VpcId = requiredText(config, 'vpc_id');
  await client.call('ec2', 'AssociateDhcpOptions', { DhcpOptionsId, VpcId });
  return { id: `${DhcpOptionsId}-${VpcId}`, dhcp_options_id: DhcpOptionsId, vpc_id: VpcId };
}

async function readOptions(client: AwsClient, id: string): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('ec2', 'DescribeDhcpOptions', { DhcpOptionsIds: [id] }),
    'InvalidDhcpOptionID.NotFound',
  );
  const options = found?.DhcpOptions?.[0];
  if (options === undefined) return undefined;
  const valuesOf = (name: keyof typeof optionKeys) =>
    (options.DhcpConfigurations ?? [])
      .find(({ Key }) => Key === optionKeys[name])
      ?.Values?.flatMap(({ Value }) => Value ?? []);
  return {
    id,
    arn: ec2Arn(client, 'dhcp-options', id),
    owner_id: options.OwnerId ?? null,
    tags_all: tagsAll(options.Tags),
    ...Object.fromEntries(
      optionNames.map((name) => {
        const values = valuesOf(name);
        return [name, listOptions.includes(name) ? (values ?? null) : (values?.[0] ?? null)];
      }),
    ),
  };
}

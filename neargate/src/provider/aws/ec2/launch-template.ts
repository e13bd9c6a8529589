import type { LaunchTemplate, LaunchTemplateVersion, RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { Plain, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, numberOf, requiredText, textMapOf, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import { type ApiMember, type ApiNaming, fromApi, timeText, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { tagList, tagMap } from '../tags.ts';
import { ec2Arn, tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { launchTemplateSchema as schema } from './launch-template-schema.ts';

/** What is no part of a version's data. */
const besideData = [
  'arn',
  'default_version',
  'description',
  'latest_version',
  'name',
  'name_prefix',
  'tags',
  'tags_all',
  'update_default_version',
] as const;

/** Arguments that are texts, so that "not set" differs from false. */
const flag = (member: string): ApiMember => ({
  member,
  write: (text) => text === 'true' || text === '1',
  read: (value) => String(value),
});

/** A set of texts that is a list of objects with one member in the API. */
const listOf = (member: string, each: string): ApiMember => ({
  member,
  write: (texts) => (Array.isArray(texts) ? texts.map((text: Plain) => ({ [each]: text })) : undefined),
  read: (objects) =>
    (objects as readonly Readonly<Record<string, string>>[]).map((object) => object[each] ?? null),
});

const naming: ApiNaming = {
  style: 'pascal',
  names: {
    ...Object.fromEntries(besideData.map((name) => [name, null])),
    ebs_optimized: flag('EbsOptimized'),
    security_group_names: 'SecurityGroups',
    vpc_security_group_ids: 'SecurityGroupIds',
    license_specification: 'LicenseSpecifications',
    'block_device_mappings.ebs.delete_on_termination': flag('DeleteOnTermination'),
    'block_device_mappings.ebs.encrypted': flag('Encrypted'),
    'instance_market_options.spot_options.valid_until': {
      member: 'ValidUntil',
      write: (text) => (typeof text === 'string' ? new Date(text) : undefined),
      read: (time) => timeText(time as Date),
    },
    'instance_requirements.accelerator_total_memory_mib': 'AcceleratorTotalMemoryMiB',
    'instance_requirements.memory_gib_per_vcpu': 'MemoryGiBPerVCpu',
    'instance_requirements.memory_mib': 'MemoryMiB',
    'instance_requirements.total_local_storage_gb': 'TotalLocalStorageGB',
    'instance_requirements.vcpu_count': 'VCpuCount',
    'network_interfaces.associate_carrier_ip_address': flag('AssociateCarrierIpAddress'),
    'network_interfaces.associate_public_ip_address': flag('AssociatePublicIpAddress'),
    'network_interfaces.delete_on_termination': flag('DeleteOnTermination'),
    'network_interfaces.ipv4_address_count': 'SecondaryPrivateIpAddressCount',
    'network_interfaces.ipv4_addresses': listOf('PrivateIpAddresses', 'PrivateIpAddress'),
    'network_interfaces.ipv4_prefixes': listOf('Ipv4Prefixes', 'Ipv4Prefix'),
    'network_interfaces.ipv6_addresses': listOf('Ipv6Addresses', 'Ipv6Address'),
    'network_interfaces.ipv6_prefixes': listOf('Ipv6Prefixes', 'Ipv6Prefix'),
    'network_interfaces.primary_ipv6': flag('PrimaryIpv6'),
    'network_interfaces.security_groups': 'Groups',
    'private_dns_name_options.enable_resource_name_dns_aaaa_record': 'EnableResourceNameDnsAAAARecord',
    'secondary_interfaces.private_ip_addresses': listOf('PrivateIpAddresses', 'PrivateIpAddress'),
    'tag_specifications.tags': {
      member: 'Tags',
      write: (tags) => tagList(textMapOf({ tags }, 'tags')),
      read: (tags) => tagMap(tags as Parameters<typeof tagMap>[0]),
    },
  },
};

/** What a change of makes a new version. */
const dataArguments = [...Object.keys(schema.attributes), ...Object.keys(schema.blocks ?? {})].filter(
  (name) => name === 'description' || !(besideData as readonly string[]).includes(name),
);

/** Kept: no instances are launched by it. */
export const launchTemplateType: ResourceType<AwsClient> = {
  schema,
  behaviour: 'stored',
  async create(config, { client }) {
    const { LaunchTemplate: made } = await client.call('ec2', 'CreateLaunchTemplate', {
      LaunchTemplateName: generatedName(config, { ids: client.ids }),
      VersionDescription: textOf(config, 'description'),
      LaunchTemplateData: dataOf(config),
      TagSpecifications: tagSpecifications('launch-template', config),
    });
    const id = made?.LaunchTemplateId ?? '';
    return present(readTemplate(client, id, config), id);
  },
  read: (state, { client }) => readTemplate(client, requiredText(state, 'id'), state),
  async update(config, prior, { client }) {
    const LaunchTemplateId = requiredText(prior, 'id');
    let latest = numberOf(prior, 'latest_version');
    if (hasChanged(config, prior, ...dataArguments)) {
      const { LaunchTemplateVersion: version } = await client.call('ec2', 'CreateLaunchTemplateVersion', {
        LaunchTemplateId,
        VersionDescription: textOf(config, 'description'),
        LaunchTemplateData: dataOf(config),
      });
      latest = version?.VersionNumber ?? latest;
    }
    const wanted =
      boolOf(config, 'update_default_version') === true ? latest : numberOf(config, 'default_version');
    if (wanted !== undefined && wanted !== numberOf(prior, 'default_version')) {
      await client.call('ec2', 'ModifyLaunchTemplate', {
        LaunchTemplateId,
        DefaultVersion: String(wanted),
      });
    }
    await updateTags(client, LaunchTemplateId, config, prior);
    return present(readTemplate(client, LaunchTemplateId, config), LaunchTemplateId);
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('ec2', 'DeleteLaunchTemplate', { LaunchTemplateId: requiredText(state, 'id') }),
      'InvalidLaunchTemplateId.NotFound',
    );
  },
  plan(config, prior) {
    if (prior === undefined) return {};
    const isNewVersion = hasChanged(config, prior, ...dataArguments);
    const followsLatest = boolOf(config, 'update_default_version') === true;
    return {
      recompute: [
        ...(isNewVersion ? ['latest_version'] : []),
        ...(followsLatest && (isNewVersion || hasChanged(config, prior, 'update_default_version'))
          ? ['default_version']
          : []),
      ],
    };
  },
};

function dataOf(config: PlainObject): RequestLaunchTemplateData {
  return toApi(config, schema, naming);
}

async function readTemplate(
  client: AwsClient,
  id: string,
  known: PlainObject,
): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('ec2', 'DescribeLaunchTemplates', { LaunchTemplateIds: [id] }),
    'InvalidLaunchTemplateId.NotFound',
  );
  const template = found?.LaunchTemplates?.[0];
  if (template === undefined) return undefined;
  const { LaunchTemplateVersions } = await client.call('ec2', 'DescribeLaunchTemplateVersions', {
    LaunchTemplateId: id,
    Versions: ['$Latest'],
  });
  return stateOf(client, template, LaunchTemplateVersions?.[0] ?? {}, known);
}

function stateOf(
  client: AwsClient,
  template: LaunchTemplate,
  version: LaunchTemplateVersion,
  known: PlainObject,
): PlainObject {
  const { LaunchTemplateId: id = '', LaunchTemplateName: name = '' } = template;
  return {
    ...fromApi(version.LaunchTemplateData, schema, naming),
    id,
    arn: ec2Arn(client, 'launch-template', id),
    default_version: template.DefaultVersionNumber ?? null,
    description: version.VersionDescription ?? null,
    latest_version: template.LatestVersionNumber ?? null,
    name,
    name_prefix: prefixOfName(name),
    tags_all: tagsAll(template.Tags),
    update_default_version: known['update_default_version'] ?? null,
  };
}

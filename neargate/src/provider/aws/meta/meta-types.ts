import { parseArn } from '../../../core/arn.ts';
import type { DataSource } from '../../../terraform/provider.ts';
import { boolOf, requiredText, textOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { filterBlocks, filtersOf } from '../ec2/filters.ts';
import { policyDocumentSource } from '../policy-document/policy-document.ts';
import { elbAccounts } from '../../../services/elbv2/log-accounts.ts';
import { regionDescriptions } from './regions.ts';

const computed = { type: 'string', computed: true } as const;

const regionSource: DataSource<AwsClient> = {
  schema: {
    attributes: {
      description: computed,
      endpoint: { type: 'string', optional: true, computed: true },
      name: { type: 'string', optional: true, computed: true },
    },
  },
  async read(config, { client }) {
    const endpoint = /^ec2\.([a-z0-9-]+)\./.exec(textOf(config, 'endpoint') ?? '')?.[1];
    const region = textOf(config, 'name') ?? endpoint ?? client.caller.region;
    const description = regionDescriptions[region];
    if (description === undefined) throw new Error(`${region} is no AWS region`);
    return { id: region, name: region, region, description, endpoint: `ec2.${region}.amazonaws.com` };
  },
};

const regionsSource: DataSource<AwsClient> = {
  schema: {
    attributes: {
      all_regions: { type: 'bool', optional: true },
      names: { type: 'set(string)', computed: true },
    },
    blocks: { filter: filterBlocks },
  },
  async read(config, { client }) {
    const { Regions } = await client.call('ec2', 'DescribeRegions', {
      AllRegions: boolOf(config, 'all_regions'),
      Filters: filtersOf(config),
    });
    const names = (Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []);
    return { ...config, id: client.caller.partition, names };
  },
};

const partitionSource: DataSource<AwsClient> = {
  schema: { attributes: { dns_suffix: computed, partition: computed, reverse_dns_prefix: computed } },
  read: async (_config, { client }) => ({
    id: client.caller.partition,
    dns_suffix: 'amazonaws.com',
    partition: client.caller.partition,
    reverse_dns_prefix: 'com.amazonaws',
  }),
};

const arnSource: DataSource<AwsClient> = {
  schema: {
    attributes: {
      account: computed,
      arn: { type: 'string', required: true },
      partition: computed,
      region: computed,
      resource: computed,
      service: computed,
    },
  },
  async read(config) {
    const text = requiredText(config, 'arn');
    const arn = parseArn(text);
    if (arn === undefined) throw new Error(`${text} is no ARN`);
    const { accountId: account, ...parts } = arn;
    return { id: text, arn: text, account, ...parts };
  },
};

const elbServiceAccountSource: DataSource<AwsClient> = {
  schema: { attributes: { arn: computed } },
  async read(_config, { client }) {
    const { partition, region } = client.caller;
    const account = elbAccounts[region];
    if (account === undefined) {
      throw new Error(
        `Unknown region (${region}): load balancers log as logdelivery.elasticloadbalancing.amazonaws.com there`,
      );
    }
    return { id: account, arn: `arn:${partition}:iam::${account}:root` };
  },
};

/** Data sources that ask no service, or one only for what it is. */
export const metaDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_arn: arnSource,
  aws_elb_service_account: elbServiceAccountSource,
  aws_iam_policy_document: policyDocumentSource,
  aws_partition: partitionSource,
  aws_region: regionSource,
  aws_regions: regionsSource,
};

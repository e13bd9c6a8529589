import { createHash } from 'node:crypto';
import type { DataSource } from '../../../terraform/provider.ts';
import { blocksOf, requiredText, textsOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { filterBlocks } from './filters.ts';

const computed = { type: 'string', computed: true } as const;

/**
 * A machine image. No instance is started from it here, so that any will do: a stand-in that says so, with an id that is
 * always the same for the same question.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ami
 */
export const amiSource: DataSource<AwsClient> = {
  schema: {
    attributes: {
      allow_unsafe_filter: { type: 'bool', optional: true },
      architecture: computed,
      arn: computed,
      description: computed,
      executable_users: { type: 'list(string)', optional: true },
      image_id: computed,
      include_deprecated: { type: 'bool', optional: true, default: false },
      most_recent: { type: 'bool', optional: true, default: false },
      name: computed,
      name_regex: { type: 'string', optional: true },
      owner_id: computed,
      owners: { type: 'list(string)', optional: true },
      root_device_name: computed,
      root_device_type: computed,
      state: computed,
      tags: { type: 'map(string)', computed: true },
      virtualization_type: computed,
    },
    blocks: { filter: filterBlocks },
  },
  async read(config, { client }) {
    const { partition, region } = client.caller;
    const wanted = (name: string) =>
      blocksOf(config, 'filter')
        .filter((block) => requiredText(block, 'name') === name)
        .flatMap((block) => textsOf(block, 'values'))[0];
    const owner = textsOf(config, 'owners')[0] ?? 'self';
    const question = JSON.stringify([region, owner, config['name_regex'], config['filter']]);
    const id = `ami-${createHash('sha256').update(question).digest('hex').slice(0, 17)}`;
    return {
      ...config,
      id,
      image_id: id,
      arn: `arn:${partition}:ec2:${region}::image/${id}`,
      architecture: wanted('architecture') ?? 'x86_64',
      description: 'Stands for what the filters find on AWS: no instances run here',
      name: wanted('name') ?? id,
      owner_id: owner,
      root_device_name: '/dev/xvda',
      root_device_type: 'ebs',
      state: 'available',
      tags: {},
      virtualization_type: 'hvm',
    };
  },
};

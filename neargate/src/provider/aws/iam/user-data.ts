import type { DataSource } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { tagMap } from '../tags.ts';
import { findUser } from './user.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_user */
export const userData: DataSource<AwsClient> = {
  schema: {
    attributes: {
      arn: { type: 'string', computed: true },
      path: { type: 'string', computed: true },
      permissions_boundary: { type: 'string', computed: true },
      tags: { type: 'map(string)', optional: true, computed: true },
      user_id: { type: 'string', computed: true },
      user_name: { type: 'string', required: true },
    },
  },
  async read(config, { client }) {
    const name = requiredText(config, 'user_name');
    const found = await findUser(client, name);
    if (found === undefined) throw notFoundError('IAM User', name);
    return {
      id: found.UserId ?? null,
      arn: found.Arn ?? null,
      path: found.Path ?? null,
      permissions_boundary: found.PermissionsBoundary?.PermissionsBoundaryArn ?? '',
      tags: tagMap(found.Tags),
      user_id: found.UserId ?? null,
      user_name: name,
    };
  },
};

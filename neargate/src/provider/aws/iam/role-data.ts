import type { DataSource } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { tagMap } from '../tags.ts';
import { decodePolicy } from './policy-text.ts';
import { findRole } from './role.ts';
import { roleDataSchema } from './role-data-schema.ts';

export const roleData: DataSource<AwsClient> = {
  schema: roleDataSchema,
  async read(config, { client }) {
    const name = requiredText(config, 'name');
    const found = await findRole(client, name);
    if (found === undefined) throw notFoundError('IAM Role', name);
    const lastUsed = found.RoleLastUsed;
    return {
      id: name,
      name,
      arn: found.Arn ?? null,
      assume_role_policy: decodePolicy(found.AssumeRolePolicyDocument),
      create_date: timeText(found.CreateDate),
      description: found.Description ?? '',
      max_session_duration: found.MaxSessionDuration ?? null,
      path: found.Path ?? null,
      permissions_boundary: found.PermissionsBoundary?.PermissionsBoundaryArn ?? '',
      role_last_used:
        lastUsed?.LastUsedDate === undefined
          ? []
          : [{ region: lastUsed.Region ?? null, last_used_date: timeText(lastUsed.LastUsedDate) }],
      tags: tagMap(found.Tags),
      unique_id: found.RoleId ?? null,
    };
  },
};

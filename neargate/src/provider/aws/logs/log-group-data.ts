import type { DataSource } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { findLogGroup, logGroupTags } from './log-group.ts';
import { logGroupDataSchema } from './log-group-data-schema.ts';

export const logGroupData: DataSource<AwsClient> = {
  schema: logGroupDataSchema,
  async read(config, { client }) {
    const name = requiredText(config, 'name');
    const found = await findLogGroup(client, name);
    if (found === undefined) throw notFoundError('CloudWatch Logs Log Group', name);
    return {
      id: name,
      name,
      arn: found.logGroupArn ?? null,
      creation_time: found.creationTime ?? null,
      deletion_protection_enabled: found.deletionProtectionEnabled ?? false,
      kms_key_id: found.kmsKeyId ?? null,
      log_group_class: found.logGroupClass ?? null,
      retention_in_days: found.retentionInDays ?? 0,
      tags: await logGroupTags(client, found),
    };
  },
};

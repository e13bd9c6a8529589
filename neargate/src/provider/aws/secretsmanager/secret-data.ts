import type { DataSource } from '../../../terraform/provider.ts';
import { textOf } from '../../arguments.ts';
import { timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { tagMap } from '../tags.ts';
import { findSecret, secretPolicy } from './secret.ts';
import { secretDataSchema } from './secret-data-schema.ts';

export const secretData: DataSource<AwsClient> = {
  schema: secretDataSchema,
  async read(config, { client }) {
    const reference = textOf(config, 'arn') ?? textOf(config, 'name') ?? '';
    const found = await findSecret(client, reference);
    if (found === undefined) throw notFoundError('Secrets Manager Secret', reference);
    const arn = found.ARN ?? '';
    return {
      id: arn,
      arn,
      created_date: timeText(found.CreatedDate),
      description: found.Description ?? '',
      kms_key_id: found.KmsKeyId ?? '',
      last_changed_date: timeText(found.LastChangedDate),
      name: found.Name ?? null,
      policy: await secretPolicy(client, arn),
      tags: tagMap(found.Tags),
      type: found.Type ?? '',
    };
  },
};

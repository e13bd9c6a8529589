import type { DataSource } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { secretVersionDataSchema } from './secret-version-data-schema.ts';

export const secretVersionData: DataSource<AwsClient> = {
  schema: secretVersionDataSchema,
  async read(config, { client }) {
    const SecretId = requiredText(config, 'secret_id');
    const VersionId = textOf(config, 'version_id');
    const stage = textOf(config, 'version_stage') ?? 'AWSCURRENT';
    const found = await orAbsent(
      client.call('secretsmanager', 'GetSecretValue', {
        SecretId,
        ...(VersionId === undefined ? { VersionStage: stage } : { VersionId }),
      }),
      'ResourceNotFoundException',
    );
    if (found === undefined)
      throw notFoundError('Secrets Manager Secret Version', `${SecretId}|${VersionId ?? stage}`);
    return {
      id: `${SecretId}|${VersionId ?? stage}`,
      arn: found.ARN ?? null,
      created_date: timeText(found.CreatedDate),
      secret_arn: found.ARN ?? null,
      secret_id: SecretId,
      secret_binary: found.SecretBinary === undefined ? '' : Buffer.from(found.SecretBinary).toString('utf8'),
      secret_string: found.SecretString ?? '',
      version_id: found.VersionId ?? null,
      version_stage: stage,
      version_stages: found.VersionStages ?? [],
    };
  },
};

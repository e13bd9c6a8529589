import type { DataSource } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { findAlias, targetKeyArn } from './alias.ts';
import { aliasDataSchema } from './alias-data-schema.ts';

/** An alias; one of AWS's own (`alias/aws/…`) is there once something has used its key. */
export const aliasData: DataSource<AwsClient> = {
  schema: aliasDataSchema,
  async read(config, { client }) {
    const name = requiredText(config, 'name');
    const found = await findAlias(name, client);
    if (found === undefined) throw notFoundError('KMS Alias', name);
    return {
      id: found.AliasArn ?? null,
      arn: found.AliasArn ?? null,
      name,
      target_key_arn: targetKeyArn(found),
      target_key_id: found.TargetKeyId ?? null,
    };
  },
};

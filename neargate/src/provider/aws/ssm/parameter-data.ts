import type { DataSource } from '../../../terraform/provider.ts';
import { boolOf, requiredText } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { findParameter } from './parameter.ts';
import { parameterDataSchema } from './parameter-data-schema.ts';

export const parameterData: DataSource<AwsClient> = {
  schema: parameterDataSchema,
  async read(config, { client }) {
    const name = requiredText(config, 'name');
    const decrypts = boolOf(config, 'with_decryption') ?? true;
    const found = await findParameter(name, decrypts, client);
    if (found === undefined) throw notFoundError('SSM Parameter', name);
    return {
      id: found.Name ?? null,
      arn: found.ARN ?? null,
      insecure_value: found.Type === 'SecureString' ? null : (found.Value ?? null),
      name,
      type: found.Type ?? null,
      value: found.Value ?? null,
      version: found.Version ?? null,
      with_decryption: decrypts,
    };
  },
};

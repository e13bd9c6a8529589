import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { alias } from './alias.ts';
import { aliasData } from './alias-data.ts';
import { key } from './key.ts';
import { keyData } from './key-data.ts';

export const kmsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_kms_alias: alias,
  aws_kms_key: key,
};

export const kmsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_kms_alias: aliasData,
  aws_kms_key: keyData,
};

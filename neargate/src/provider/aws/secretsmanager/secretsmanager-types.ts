import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { secret } from './secret.ts';
import { secretData } from './secret-data.ts';
import { secretVersion } from './secret-version.ts';
import { secretVersionData } from './secret-version-data.ts';

export const secretsmanagerTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_secretsmanager_secret: secret,
  aws_secretsmanager_secret_version: secretVersion,
};

export const secretsmanagerDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_secretsmanager_secret: secretData,
  aws_secretsmanager_secret_version: secretVersionData,
};

import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { connectionType } from './connection.ts';
import { connectionData } from './connection-data.ts';
import { hostType } from './host.ts';

/** Under both names that the service has had. */
export const codestarconnectionsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_codeconnections_connection: connectionType('codeconnections'),
  aws_codeconnections_host: hostType('codeconnections'),
  aws_codestarconnections_connection: connectionType('codestar-connections'),
  aws_codestarconnections_host: hostType('codestar-connections'),
};

export const codestarconnectionsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_codestarconnections_connection: connectionData,
};

import type { ApplicationInfo } from '@aws-sdk/client-codedeploy';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagList } from '../tags.ts';
import { appSchema } from './app-schema.ts';
import { codedeployArn } from './arns.ts';
import { tagsOf, updateTags } from './tagging.ts';

/** An application is a name that groups belong to; deployments are made for those. */
export const app: ResourceType<AwsClient> = {
  schema: appSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const name = requiredText(config, 'name');
    await client.call('codedeploy', 'CreateApplication', {
      applicationName: name,
      computePlatform: textOf(config, 'compute_platform') as ApplicationInfo['computePlatform'],
      tags: tagList(allTags(config)),
    });
    return stateOf(client, existing(await find(client, name)));
  },
  async read(state, { client }) {
    const found = await find(client, requiredText(state, 'name'));
    if (found === undefined) return undefined;
    const read = stateOf(client, found);
    return { ...read, tags_all: await tagsOf(client, requiredText(read, 'arn')) };
  },
  async update(config, prior, { client }) {
    const name = requiredText(config, 'name');
    const before = requiredText(prior, 'name');
    if (name !== before) {
      await client.call('codedeploy', 'UpdateApplication', {
        applicationName: before,
        newApplicationName: name,
      });
    }
    const state = stateOf(client, existing(await find(client, name)));
    await updateTags(client, requiredText(state, 'arn'), config, prior);
    return state;
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('codedeploy', 'DeleteApplication', { applicationName: requiredText(state, 'name') }),
      'ApplicationDoesNotExistException',
    );
  },
};

async function find(client: AwsClient, applicationName: string): Promise<ApplicationInfo | undefined> {
  const found = await orAbsent(
    client.call('codedeploy', 'GetApplication', { applicationName }),
    'ApplicationDoesNotExistException',
  );
  return found?.application;
}

function stateOf(client: AwsClient, found: ApplicationInfo): PlainObject {
  const { applicationId = '', applicationName = '', computePlatform } = found;
  return {
    id: `${applicationId}:${applicationName}`,
    application_id: applicationId,
    arn: codedeployArn(client, `application:${applicationName}`),
    name: applicationName,
    compute_platform: computePlatform ?? null,
    linked_to_github: found.linkedToGitHub ?? false,
    github_account_name: found.gitHubAccountName ?? '',
  };
}

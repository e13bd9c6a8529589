import type { RepositoryTrigger } from '@aws-sdk/client-codecommit';
import { type Diagnostic, warningDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject, ResourceType, Schema } from '../../../terraform/provider.ts';
import { blocksOf, requiredText, textOf, textsOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { arnPattern } from '../patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codecommit_trigger */
const schema: Schema = {
  attributes: {
    configuration_id: { type: 'string', computed: true },
    repository_name: { type: 'string', required: true, forceNew: true },
  },
  blocks: {
    trigger: {
      nesting: 'set',
      min: 1,
      max: 10,
      forceNew: true,
      attributes: {
        branches: { type: 'list(string)', optional: true },
        custom_data: { type: 'string', optional: true },
        destination_arn: { type: 'string', required: true, pattern: arnPattern },
        events: {
          type: 'list(string)',
          required: true,
          enum: ['all', 'updateReference', 'createReference', 'deleteReference'],
        },
        name: { type: 'string', required: true },
      },
    },
  },
};

/** All triggers of a repository, which are put at once. Topics are told of pushes. */
export const trigger: ResourceType<AwsClient> = {
  schema,
  behaviour: 'real',
  async create(config, { client }) {
    const repositoryName = requiredText(config, 'repository_name');
    const triggers = blocksOf(config, 'trigger').map(triggerOf);
    await client.call('codecommit', 'PutRepositoryTriggers', { repositoryName, triggers });
    return existing(await readTriggers(repositoryName, client));
  },
  read: (state, { client }) => readTriggers(requiredText(state, 'id'), client),
  async delete(state, { client }) {
    const repositoryName = requiredText(state, 'id');
    await orAbsent(
      client.call('codecommit', 'PutRepositoryTriggers', { repositoryName, triggers: [] }),
      'RepositoryDoesNotExistException',
    );
  },
  plan: (config) => ({ diagnostics: uncalledFunctions(config) }),
};

function uncalledFunctions(config: PlainObject): readonly Diagnostic[] {
  return blocksOf(config, 'trigger')
    .filter((block) => textOf(block, 'destination_arn')?.includes(':lambda:') === true)
    .map((block) =>
      warningDiagnostic(
        'Stored, not enforced',
        `Neargate calls no functions: the trigger "${textOf(block, 'name') ?? ''}" is kept, and nothing comes of it.`,
      ),
    );
}

async function readTriggers(repositoryName: string, client: AwsClient): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('codecommit', 'GetRepositoryTriggers', { repositoryName }),
    'RepositoryDoesNotExistException',
  );
  if (found?.triggers === undefined || found.triggers.length === 0) return undefined;
  return {
    id: repositoryName,
    configuration_id: found.configurationId ?? null,
    repository_name: repositoryName,
    trigger: found.triggers.map(({ name, destinationArn, customData, branches = [], events = [] }) => ({
      name: name ?? null,
      destination_arn: destinationArn ?? null,
      custom_data: customData ?? null,
      branches: branches.length === 0 ? null : branches,
      events,
    })),
  };
}

function triggerOf(block: PlainObject): RepositoryTrigger {
  return {
    name: requiredText(block, 'name'),
    destinationArn: requiredText(block, 'destination_arn'),
    customData: textOf(block, 'custom_data'),
    branches: textsOf(block, 'branches'),
    events: textsOf(block, 'events') as RepositoryTrigger['events'],
  };
}

import type { RegisterTaskDefinitionRequest, Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import { errorDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { boolOf, requiredText, textOf } from '../../arguments.ts';
import { fromApi, toApi } from '../api-shape.ts';
import { allTags, lowerTagList, tagMap } from '../tags.ts';
import {
  containerDefinitionsProblem,
  normalContainerDefinitions,
  parseContainerDefinitions,
  sameContainerDefinitions,
} from './container-definitions.ts';
import { updateTags } from './tagging.ts';
import { taskDefinitionNaming } from './task-definition-naming.ts';
import { taskDefinitionSchema } from './task-definition-schema.ts';

/** A revision never changes: every argument but tags and the two flags makes a new one. */
export const taskDefinition: ResourceType<AwsClient> = {
  schema: taskDefinitionSchema,
  behaviour: 'real',
  plan(config) {
    const definitions = textOf(config, 'container_definitions');
    const problem = definitions === undefined ? undefined : containerDefinitionsProblem(definitions);
    return {
      diagnostics:
        problem === undefined
          ? []
          : [errorDiagnostic(`ECS Task Definition container_definitions is invalid: ${problem}`, '')],
    };
  },
  async create(config, { client }) {
    const output = await client.call('ecs', 'RegisterTaskDefinition', {
      ...toApi<RegisterTaskDefinitionRequest>(config, taskDefinitionSchema, taskDefinitionNaming),
      containerDefinitions: parseContainerDefinitions(requiredText(config, 'container_definitions')),
      tags: lowerTagList(allTags(config)),
    });
    return stateOf(config, output.taskDefinition ?? {}, output.tags);
  },
  async read(state, { client }) {
    const followsLatest = boolOf(state, 'track_latest') === true;
    const found = await find(client, requiredText(state, followsLatest ? 'family' : 'arn'));
    return found === undefined ? undefined : stateOf(state, found.definition, found.tags);
  },
  async update(config, prior, { client }) {
    const arn = requiredText(prior, 'arn');
    await updateTags(client, arn, config, prior);
    return { ...prior, ...config, id: prior['id'] ?? null };
  },
  async delete(state, { client }) {
    if (boolOf(state, 'skip_destroy') === true) return;
    const taskDefinitionArn = requiredText(state, 'arn');
    if ((await find(client, taskDefinitionArn)) === undefined) return;
    await client.call('ecs', 'DeregisterTaskDefinition', { taskDefinition: taskDefinitionArn });
  },
};

/** The ARN without `:revision`, which names the latest one. */
export function withoutRevision(arn: string): string {
  return arn.replace(/:\d+$/, '');
}

async function find(
  client: AwsClient,
  reference: string,
): Promise<{ readonly definition: TaskDefinition; readonly tags: Tag[] } | undefined> {
  const output = await orAbsent(
    client.call('ecs', 'DescribeTaskDefinition', { taskDefinition: reference, include: ['TAGS'] }),
    'ClientException',
    'InvalidParameterException',
  );
  const definition = output?.taskDefinition;
  if (definition === undefined || definition.status !== 'ACTIVE') return undefined;
  return { definition, tags: output?.tags ?? [] };
}

function stateOf(known: PlainObject, definition: TaskDefinition, tags: Tag[] | undefined): PlainObject {
  const arn = definition.taskDefinitionArn ?? '';
  return {
    ...fromApi(definition, taskDefinitionSchema, taskDefinitionNaming),
    id: definition.family ?? null,
    arn,
    arn_without_revision: withoutRevision(arn),
    container_definitions: definitionsOf(known, definition),
    skip_destroy: known['skip_destroy'] ?? null,
    track_latest: known['track_latest'] ?? null,
    tags_all: tagMap(tags),
  };
}

/** As known when it means the same, so that a plan shows the text that was written. */
function definitionsOf(known: PlainObject, { containerDefinitions = [] }: TaskDefinition): string {
  const remote = JSON.stringify(containerDefinitions);
  const written = textOf(known, 'container_definitions');
  return written !== undefined && sameContainerDefinitions(written, remote)
    ? written
    : normalContainerDefinitions(remote);
}

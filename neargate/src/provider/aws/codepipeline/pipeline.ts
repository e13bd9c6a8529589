import type { GetPipelineOutput } from '@aws-sdk/client-codepipeline';
import { errorDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blocksOf, hasChanged, requiredText, textsOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, lowerTagList, tagChanges, tagMap } from '../tags.ts';
import { declarationOf, declarationState } from './declaration.ts';
import { pipelineSchema } from './pipeline-schema.ts';

const declared = [
  'artifact_store',
  'execution_mode',
  'pipeline_type',
  'role_arn',
  'stage',
  'trigger',
  'variable',
];

/** CodePipeline checks pipelines and runs them: once when they are created, then by their triggers. */
export const pipeline: ResourceType<AwsClient> = {
  schema: pipelineSchema,
  behaviour: 'real',
  plan(config) {
    const actions = blocksOf(config, 'stage').flatMap((stage) => blocksOf(stage, 'action'));
    const isTwice = actions.some(
      (action) =>
        textsOf(action, 'output_artifacts').length > 0 &&
        blocksOf(action, 'output_artifacts_for_compute_action').length > 0,
    );
    return {
      recompute: ['trigger_all'],
      diagnostics: isTwice
        ? [
            errorDiagnostic(
              'only one of output_artifacts and output_artifacts_for_compute_action can be specified',
              '',
            ),
          ]
        : [],
    };
  },
  async create(config, { client }) {
    await client.call('codepipeline', 'CreatePipeline', {
      pipeline: declarationOf(config),
      tags: lowerTagList(allTags(config)),
    });
    return stateOf(config, existing(await find(client, requiredText(config, 'name'))));
  },
  async read(state, { client }) {
    const found = await find(client, requiredText(state, 'id'));
    if (found === undefined) return undefined;
    const { tags } = await client.call('codepipeline', 'ListTagsForResource', {
      resourceArn: found.metadata?.pipelineArn,
    });
    return { ...stateOf(state, found), tags_all: tagMap(tags) };
  },
  async update(config, prior, { client }) {
    if (hasChanged(config, prior, ...declared)) {
      await client.call('codepipeline', 'UpdatePipeline', { pipeline: declarationOf(config) });
    }
    const resourceArn = requiredText(prior, 'arn');
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) {
      await client.call('codepipeline', 'UntagResource', { resourceArn, tagKeys: removed });
    }
    if (Object.keys(set).length > 0) {
      await client.call('codepipeline', 'TagResource', { resourceArn, tags: lowerTagList(set) });
    }
    return stateOf(config, existing(await find(client, requiredText(prior, 'id'))));
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('codepipeline', 'DeletePipeline', { name: requiredText(state, 'id') }),
      'PipelineNotFoundException',
    );
  },
};

async function find(client: AwsClient, name: string): Promise<GetPipelineOutput | undefined> {
  return await orAbsent(client.call('codepipeline', 'GetPipeline', { name }), 'PipelineNotFoundException');
}

function stateOf(known: PlainObject, { pipeline: declaration, metadata }: GetPipelineOutput): PlainObject {
  return {
    ...(declaration === undefined ? {} : declarationState(known, declaration)),
    id: declaration?.name ?? null,
    arn: metadata?.pipelineArn ?? null,
  };
}

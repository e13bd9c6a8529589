import type {
  ActionDeclaration,
  ArtifactStore,
  PipelineDeclaration,
  StageDeclaration,
} from '@aws-sdk/client-codepipeline';
import type { BlockSchema, Plain, PlainObject } from '../../../terraform/provider.ts';
import { blocksOf, requiredText, textMapOf, textOf, textsOf } from '../../arguments.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import { pipelineNaming } from './naming.ts';
import { pipelineSchema } from './pipeline-schema.ts';

const storeNaming: ApiNaming = { style: 'camel', names: { region: null } };
const storeBlock: Pick<BlockSchema, 'attributes' | 'blocks'> = pipelineSchema.blocks?.['artifact_store'] ?? {
  attributes: {},
};

/** What CodePipeline answers in place of a secret. */
const mask = '****';

/** The declaration that CreatePipeline and UpdatePipeline take. */
export function declarationOf(config: PlainObject): PipelineDeclaration {
  const declaration = toApi<PipelineDeclaration>(config, pipelineSchema, pipelineNaming);
  return { ...declaration, ...artifactStores(config), stages: stagesOf(config, declaration.stages ?? []) };
}

/** The arguments that a declaration stands for. */
export function declarationState(known: PlainObject, declaration: PipelineDeclaration): PlainObject {
  const shown = fromApi(declaration, pipelineSchema, pipelineNaming);
  const triggers = shown['trigger'] ?? [];
  return {
    ...shown,
    artifact_store: storeBlocks(declaration),
    stage: stageBlocks(known, shown['stage'], declaration.stages ?? []),
    // AWS adds triggers of its own to pipelines that have none.
    trigger: blocksOf(known, 'trigger').length > 0 ? triggers : [],
    trigger_all: triggers,
  };
}

function stagesOf(config: PlainObject, stages: readonly StageDeclaration[]): StageDeclaration[] {
  const blocks = blocksOf(config, 'stage');
  return stages.map((stage, stageIndex) => {
    const actions = blocksOf(blocks[stageIndex] ?? {}, 'action');
    return {
      ...stage,
      actions: (stage.actions ?? []).map((action, index) => actionOf(actions[index] ?? {}, action)),
    };
  });
}

function actionOf(block: PlainObject, action: ActionDeclaration): ActionDeclaration {
  const computed = blocksOf(block, 'output_artifacts_for_compute_action').map((artifact) => ({
    name: requiredText(artifact, 'name'),
    files: textsOf(artifact, 'files'),
  }));
  return {
    ...action,
    actionTypeId: {
      category: requiredText(block, 'category') as NonNullable<ActionDeclaration['actionTypeId']>['category'],
      owner: requiredText(block, 'owner') as NonNullable<ActionDeclaration['actionTypeId']>['owner'],
      provider: requiredText(block, 'provider'),
      version: requiredText(block, 'version'),
    },
    ...(computed.length === 0 ? {} : { outputArtifacts: computed }),
  };
}

/** One store for the pipeline's own region, or one for each region that it has actions in. */
function artifactStores(config: PlainObject): Pick<PipelineDeclaration, 'artifactStore' | 'artifactStores'> {
  const stores = blocksOf(config, 'artifact_store').map(
    (block) => [textOf(block, 'region') ?? '', toApi<ArtifactStore>(block, storeBlock, storeNaming)] as const,
  );
  const [only] = stores;
  return stores.length === 1 && only !== undefined
    ? { artifactStore: only[1] }
    : { artifactStores: Object.fromEntries(stores) };
}

function storeBlocks({ artifactStore, artifactStores }: PipelineDeclaration): Plain {
  if (artifactStore !== undefined) {
    return [{ ...fromApi(artifactStore, storeBlock, storeNaming), region: null }];
  }
  return Object.entries(artifactStores ?? {}).map(([region, store]) => ({
    ...fromApi(store, storeBlock, storeNaming),
    region,
  }));
}

function stageBlocks(
  known: PlainObject,
  remote: Plain | undefined,
  stages: readonly StageDeclaration[],
): Plain {
  const knownStages = blocksOf(known, 'stage');
  return blocksOf({ stage: remote ?? [] }, 'stage').map((stage, stageIndex) => {
    const knownActions = blocksOf(knownStages[stageIndex] ?? {}, 'action');
    const actions = stages[stageIndex]?.actions ?? [];
    return {
      ...stage,
      action: blocksOf(stage, 'action').map((action, index) =>
        actionBlock(knownActions[index] ?? {}, action, actions[index]),
      ),
    };
  });
}

function actionBlock(
  known: PlainObject,
  block: PlainObject,
  action: ActionDeclaration | undefined,
): PlainObject {
  const { category, owner, provider, version } = action?.actionTypeId ?? {};
  const outputs = action?.outputArtifacts ?? [];
  const isCompute = category === 'Compute';
  return {
    ...block,
    category: category ?? null,
    owner: owner ?? null,
    provider: provider ?? null,
    version: version ?? null,
    configuration: unmasked(textMapOf(known, 'configuration'), action?.configuration ?? {}),
    output_artifacts: isCompute ? [] : outputs.map(({ name }) => name ?? null),
    output_artifacts_for_compute_action: isCompute
      ? outputs.map(({ name, files }): Plain => ({ name: name ?? null, files: files ?? [] }))
      : [],
  };
}

function unmasked(
  known: Readonly<Record<string, string>>,
  remote: Readonly<Record<string, string>>,
): PlainObject {
  return Object.fromEntries(
    Object.entries(remote).map(([name, value]) => [name, value === mask ? (known[name] ?? value) : value]),
  );
}

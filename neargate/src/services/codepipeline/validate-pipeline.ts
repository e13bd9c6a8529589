import type { PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { pipelineTypeOf, v2Members } from './declaration-defaults.ts';
import { invalidBlocker, invalidStage, invalidStructure } from './errors.ts';
import { validateAction } from './validate-action.ts';
import { validateArtifacts } from './validate-artifacts.ts';
import { validateTriggers } from './validate-triggers.ts';
import { validateVariables } from './validate-variables.ts';

const maxStages = 50;
const maxActionsPerStage = 50;
const maxActions = 500;

/**
 * Throws what is wrong with a pipeline's structure, in AWS's order: stages, actions, artifacts, variables, triggers.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html
 */
export function validatePipeline(declaration: PipelineDeclaration, region: string): void {
  validateStages(declaration);
  const v2 = v2Members(declaration);
  if (pipelineTypeOf(declaration) === 'V1' && v2.length > 0)
    throw invalidStructure(`A pipeline of type V1 cannot have ${v2.join(', ')}; use pipeline type V2`);
  for (const stage of declaration.stages ?? []) {
    for (const action of stage.actions ?? []) validateAction(action, region);
  }
  validateArtifactStores(declaration, region);
  validateArtifacts(declaration);
  validateVariables(declaration);
  validateTriggers(declaration);
}

function validateStages(declaration: PipelineDeclaration): void {
  const { stages = [] } = declaration;
  if (stages.length < 2) {
    throw invalidStructure(
      `Pipeline has only ${stages.length} stage(s). There should be a minimum of 2 stages in a pipeline`,
    );
  }
  if (stages.length > maxStages)
    throw invalidStructure(`Pipeline has ${stages.length} stages. There can be at most ${maxStages}`);
  requireUnique(
    stages.map(({ name }) => name),
    (name) =>
      invalidStructure(
        `Stage name '${name}' is used more than once. Stage names must be unique within a pipeline`,
      ),
  );
  for (const [index, stage] of stages.entries()) validateStage(stage, index === 0, declaration);
  const actions = stages.flatMap((stage) => stage.actions ?? []);
  if (actions.length > maxActions)
    throw invalidStructure(`Pipeline has ${actions.length} actions. There can be at most ${maxActions}`);
}

function validateStage(stage: StageDeclaration, isFirst: boolean, declaration: PipelineDeclaration): void {
  const { name = '', actions = [], blockers = [], onFailure } = stage;
  if (blockers.length > 0) throw invalidBlocker();
  if (actions.length === 0) throw invalidStage(`Stage '${name}' must have at least one action`);
  if (actions.length > maxActionsPerStage)
    throw invalidStage(
      `Stage '${name}' has ${actions.length} actions. There can be at most ${maxActionsPerStage}`,
    );
  requireUnique(
    actions.map((action) => action.name),
    (action) => invalidStage(`Action name '${action}' is used more than once in stage '${name}'`),
  );
  const sources = actions.filter(({ actionTypeId }) => actionTypeId?.category === 'Source');
  if (isFirst && sources.length !== actions.length)
    throw invalidStructure('Pipeline should start with a stage that only contains source actions');
  if (!isFirst && sources.length > 0)
    throw invalidStructure(
      `Stage '${name}' has source actions. Only the first stage can contain source actions`,
    );
  const rollsBack =
    onFailure?.result === 'ROLLBACK' || onFailure?.conditions?.some(({ result }) => result === 'ROLLBACK');
  if (rollsBack === true && (isFirst || declaration.executionMode === 'PARALLEL')) {
    throw invalidStage(
      `Stage '${name}' cannot roll back on failure: rollback is not available ${isFirst ? 'in the first stage' : 'in execution mode PARALLEL'}`,
    );
  }
}

function validateArtifactStores(declaration: PipelineDeclaration, region: string): void {
  const { artifactStore, artifactStores, stages = [] } = declaration;
  if ((artifactStore === undefined) === (artifactStores === undefined)) {
    throw invalidStructure('Exactly one of artifactStore and artifactStores must be specified in a pipeline');
  }
  const regions = new Set([region]);
  for (const { actions = [] } of stages) for (const action of actions) regions.add(action.region ?? region);
  if (artifactStores === undefined) {
    if (regions.size > 1)
      throw invalidStructure('A pipeline with actions in other Regions must use artifactStores');
    return;
  }
  for (const needed of regions) {
    if (artifactStores[needed] === undefined)
      throw invalidStructure(`artifactStores must contain an artifact store for Region ${needed}`);
  }
}

function requireUnique(names: readonly (string | undefined)[], error: (name: string) => Error): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (name === undefined) continue;
    if (seen.has(name)) throw error(name);
    seen.add(name);
  }
}

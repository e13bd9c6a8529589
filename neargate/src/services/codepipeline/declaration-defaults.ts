import type { ActionDeclaration, PipelineDeclaration, PipelineType } from '@aws-sdk/client-codepipeline';

const mask = '****';

/** The declaration as AWS gives it back: with its defaults, and with a GitHub token masked, which nothing here uses. */
export function withDefaults(declaration: PipelineDeclaration, version: number): PipelineDeclaration {
  return {
    ...declaration,
    version,
    executionMode: declaration.executionMode ?? 'SUPERSEDED',
    pipelineType: pipelineTypeOf(declaration),
    stages: (declaration.stages ?? []).map((stage) => ({
      ...stage,
      actions: (stage.actions ?? []).map(actionWithDefaults),
    })),
  };
}

/** V1 unless the declaration has what only V2 pipelines have. */
export function pipelineTypeOf(declaration: PipelineDeclaration): PipelineType {
  if (declaration.pipelineType !== undefined) return declaration.pipelineType;
  return v2Members(declaration).length > 0 ? 'V2' : 'V1';
}

/** The members of a declaration that need pipeline type V2. */
export function v2Members(declaration: PipelineDeclaration): string[] {
  const { variables = [], triggers = [], executionMode = 'SUPERSEDED', stages = [] } = declaration;
  const conditional = stages.some(
    ({ onFailure, onSuccess, beforeEntry }) => (onFailure ?? onSuccess ?? beforeEntry) !== undefined,
  );
  return [
    ...(variables.length > 0 ? ['variables'] : []),
    ...(triggers.length > 0 ? ['triggers'] : []),
    ...(executionMode === 'SUPERSEDED' ? [] : [`execution mode ${executionMode}`]),
    ...(conditional ? ['stage conditions'] : []),
  ];
}

function actionWithDefaults(action: ActionDeclaration): ActionDeclaration {
  const { configuration = {} } = action;
  return {
    ...action,
    runOrder: action.runOrder ?? 1,
    configuration: 'OAuthToken' in configuration ? { ...configuration, OAuthToken: mask } : configuration,
    inputArtifacts: action.inputArtifacts ?? [],
    outputArtifacts: action.outputArtifacts ?? [],
  };
}

import type { GitPushFilter, PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { invalidStructure } from './errors.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html */
export function validateTriggers({ stages = [], triggers = [] }: PipelineDeclaration): void {
  const connections = (stages[0]?.actions ?? [])
    .filter(({ actionTypeId }) => actionTypeId?.provider === 'CodeStarSourceConnection')
    .map(({ name }) => name);
  const seen = new Set<string>();
  for (const { gitConfiguration } of triggers) {
    const { sourceActionName = '', push = [], pullRequest = [] } = gitConfiguration ?? {};
    if (!connections.includes(sourceActionName)) {
      throw invalidStructure(
        `Trigger source action '${sourceActionName}' is not a source action with provider CodeStarSourceConnection`,
      );
    }
    if (seen.has(sourceActionName))
      throw invalidStructure(`Source action '${sourceActionName}' has more than one trigger`);
    seen.add(sourceActionName);
    if (push.length === 0 && pullRequest.length === 0)
      throw invalidStructure(
        `The trigger of source action '${sourceActionName}' has no push or pull request filter`,
      );
    for (const filter of push) validatePush(sourceActionName, filter);
  }
}

function validatePush(sourceActionName: string, { tags, branches, filePaths }: GitPushFilter): void {
  if (tags !== undefined && (branches !== undefined || filePaths !== undefined)) {
    throw invalidStructure(
      `A push filter of source action '${sourceActionName}' cannot have tags together with branches or file paths`,
    );
  }
  for (const criteria of [tags, branches, filePaths]) {
    const { includes = [], excludes = [] } = criteria ?? {};
    if (criteria !== undefined && includes.length + excludes.length === 0)
      throw invalidStructure(
        `A push filter of source action '${sourceActionName}' includes and excludes nothing`,
      );
    if (includes.length > 8 || excludes.length > 8)
      throw invalidStructure(`A push filter of source action '${sourceActionName}' has more than 8 patterns`);
  }
}

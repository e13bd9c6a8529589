import type { GitPushFilter, PipelineTriggerDeclaration } from '@aws-sdk/client-codepipeline';

export interface Push {
  readonly branch: string;
  /** Paths of the files that it changed. */
  readonly files: readonly string[];
}

/**
 * Whether a push to the branch of a source action starts its pipeline. Without a trigger for that action every push does; with
 * one, a push that fits one of its filters. Filters for tags and pull requests fit no push of a branch.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html
 */
export function startsOnPush(
  triggers: readonly PipelineTriggerDeclaration[],
  sourceActionName: string,
  push: Push,
): boolean {
  const own = triggers.find(
    ({ gitConfiguration }) => gitConfiguration?.sourceActionName === sourceActionName,
  );
  if (own === undefined) return true;
  return (own.gitConfiguration?.push ?? []).some((filter) => fits(filter, push));
}

function fits({ tags, branches, filePaths }: GitPushFilter, { branch, files }: Push): boolean {
  if (tags !== undefined) return false;
  return (
    isWanted(branches, branch) && (filePaths === undefined || files.some((file) => isWanted(filePaths, file)))
  );
}

interface Criteria {
  readonly includes?: readonly string[] | undefined;
  readonly excludes?: readonly string[] | undefined;
}

/** What is excluded is so even when it is included too. */
function isWanted(criteria: Criteria | undefined, name: string): boolean {
  const { includes = [], excludes = [] } = criteria ?? {};
  if (excludes.some((pattern) => matches(pattern, name))) return false;
  return includes.length === 0 || includes.some((pattern) => matches(pattern, name));
}

/** `*` and `?` stay within a folder, `**` does not. */
function matches(pattern: string, name: string): boolean {
  const source = pattern.replaceAll(/\*\*\/?|\*|\?|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${source}$`, 's').test(name);
}

/**
 * What a source action with the output format CODEBUILD_CLONE_REF hands on instead of files: where the build clones from. AWS
 * does not document its own form; only CodeBuild reads it.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html
 */
export interface CloneReference {
  readonly repositoryArn: string;
  /** A URL that git clones. */
  readonly cloneUrl: string;
  readonly branchName: string;
  /** 40 hexadecimal digits: the commit that the build checks out. */
  readonly commitId: string;
}

/** The JSON text of the artifact. */
export function formatCloneReference(reference: CloneReference): string {
  const { repositoryArn, cloneUrl, branchName, commitId } = reference;
  return JSON.stringify({ kind: 'CODEBUILD_CLONE_REF', repositoryArn, cloneUrl, branchName, commitId });
}

/** Reads an artifact; undefined when it is not such a pointer, so a zip can be told from it. */
export function parseCloneReference(artifact: Buffer): CloneReference | undefined {
  if (artifact[0] !== '{'.charCodeAt(0)) return undefined;
  let value: Partial<Record<'kind' | keyof CloneReference, unknown>>;
  try {
    value = JSON.parse(artifact.toString('utf8')) as typeof value;
  } catch {
    return undefined;
  }
  const { kind, repositoryArn, cloneUrl, branchName, commitId } = value;
  const isText = (candidate: unknown): candidate is string => typeof candidate === 'string';
  if (kind !== 'CODEBUILD_CLONE_REF' || !isText(repositoryArn) || !isText(cloneUrl)) return undefined;
  if (!isText(branchName) || !isText(commitId)) return undefined;
  return { repositoryArn, cloneUrl, branchName, commitId };
}

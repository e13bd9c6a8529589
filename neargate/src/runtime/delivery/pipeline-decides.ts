import type { PlainObject } from '../../terraform/provider.ts';

/** Whether one of these `aws_codepipeline` resources reads a CodeCommit repository: a push to it builds and deploys then. */
export function readsCodecommit(pipelines: readonly PlainObject[]): boolean {
  return pipelines.some(({ stage }) =>
    blocks(stage).some(({ action }) => blocks(action).some(({ provider }) => provider === 'CodeCommit')),
  );
}

function blocks(value: PlainObject[string] | undefined): readonly PlainObject[] {
  return Array.isArray(value) ? value.filter(isBlock) : [];
}

function isBlock(value: PlainObject[string]): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { GitPushFilter } from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from 'vitest';
import { startsOnPush } from './push-trigger.ts';

const starts = (push: GitPushFilter[] | undefined, branch: string, files: string[] = ['a']) =>
  startsOnPush(
    [{ providerType: 'CodeStarSourceConnection', gitConfiguration: { sourceActionName: 'Source', push } }],
    'Source',
    { branch, files },
  );

describe('a push', () => {
  it('starts a pipeline without triggers for its source', () => {
    expect(startsOnPush([], 'Source', { branch: 'main', files: [] })).toBe(true);
  });

  it.each<[GitPushFilter, string, string[], boolean]>([
    [{ branches: { includes: ['main'] } }, 'main', [], true],
    [{ branches: { includes: ['main'] } }, 'dev', [], false],
    [{ branches: { includes: ['feature/*'] } }, 'feature/a', [], true],
    [{ branches: { includes: ['feature/*'] } }, 'feature/a/b', [], false],
    [{ branches: { includes: ['feature/**'] } }, 'feature/a/b', [], true],
    [{ branches: { includes: ['**'], excludes: ['main'] } }, 'main', [], false],
    [{ branches: { excludes: ['dev'] } }, 'main', [], true],
    [
      { branches: { includes: ['main'] }, filePaths: { includes: ['src/**/*.ts'] } },
      'main',
      ['src/a.ts'],
      true,
    ],
    [{ branches: { includes: ['main'] }, filePaths: { includes: ['src/**'] } }, 'main', ['docs/a'], false],
    [{ filePaths: { excludes: ['docs/**'] } }, 'main', ['docs/a'], false],
    [{ filePaths: { excludes: ['docs/**'] } }, 'main', ['docs/a', 'src/a'], true],
    [{ branches: { includes: ['v1.?'] } }, 'v1x2', [], false],
    [{ tags: { includes: ['**'] } }, 'main', [], false],
  ])('with the filter %j to %s that changes %j starts: %s', (filter, branch, files, expected) => {
    expect(starts([filter], branch, files)).toBe(expected);
  });

  it('starts nothing by a filter for pull requests', () => {
    expect(starts(undefined, 'main')).toBe(false);
  });
});

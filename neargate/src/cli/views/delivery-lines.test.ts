import { describe, expect, it } from 'vitest';
import type { ActionStatus, PipelineExecutionStatus } from '../../gateway/pipeline-protocol.ts';
import { causeLines, executionEndLine, executionLines, pushLines, underWay } from './delivery-lines.ts';

const action = (name: string, provider: string, changes: Partial<ActionStatus> = {}): ActionStatus => ({
  name,
  provider,
  ...changes,
});
const execution = (changes: Partial<PipelineExecutionStatus> = {}): PipelineExecutionStatus => ({
  pipelineName: 'shop',
  id: '0f1e2d3c-0000-0000-0000-000000000000',
  status: 'InProgress',
  startedAtMs: 1_000,
  trigger: { type: 'CloudWatchEvent', detail: '' },
  stages: [],
  images: [],
  ...changes,
});
const building = execution({
  stages: [
    {
      name: 'Build',
      status: 'InProgress',
      actions: [
        action('users', 'CodeBuild', { status: 'InProgress', startedAtMs: 2_000, detail: 'BUILD' }),
        action('products', 'CodeBuild'),
      ],
    },
    { name: 'Deploy', actions: [action('users', 'ECS')] },
  ],
});

describe('executionLines', () => {
  it('tells what has begun, and nothing of what has not', () => {
    expect(executionLines(undefined, building)).toEqual(['Build     users  InProgress  BUILD']);
    expect(executionLines(building, building)).toEqual([]);
  });

  it('tells how an action ended and which images came, before what uses them', () => {
    const after = execution({
      images: ['users:0a1b2c3d4e5f'],
      stages: [
        {
          name: 'Build',
          status: 'Succeeded',
          actions: [
            action('users', 'CodeBuild', { status: 'Succeeded', startedAtMs: 2_000, endedAtMs: 4_500 }),
          ],
        },
        {
          name: 'Deploy',
          status: 'InProgress',
          actions: [action('users', 'ECS', { status: 'InProgress', startedAtMs: 4_600, detail: 'users:2' })],
        },
      ],
    });
    expect(executionLines(building, after)).toEqual([
      'Build     users  Succeeded  2.5 s',
      'Image     users:0a1b2c3d4e5f',
      'Deploy    users  InProgress  users:2',
    ]);
  });

  it('tells what waits for somebody', () => {
    const waiting = execution({
      stages: [
        {
          name: 'Production-Approval',
          actions: [action('Ask', 'Manual', { status: 'InProgress', isWaitingForApproval: true })],
        },
      ],
    });
    expect(executionLines(undefined, waiting)).toEqual([
      'Production-Approval  Ask  InProgress  waits for approval: neargate pipeline approve',
    ]);
  });
});

describe('underWay and executionEndLine', () => {
  it('count time from the beginning', () => {
    expect(underWay(building, 3_200)).toEqual(['Build     users  BUILD  1.2 s']);
    expect(executionEndLine(execution({ status: 'Succeeded', endedAtMs: 8_000 }))).toBe(
      'Pipeline  shop  Succeeded  7.0 s',
    );
  });
});

describe('pushLines', () => {
  const pushed = {
    kind: 'pushed',
    commitId: '0a1b2c3d4e5f60718293',
    repository: 'shop',
    branch: 'main',
    url: '',
    isNew: true,
    uncommitted: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
    isLeftOut: true,
    notices: [],
    tookMs: 5,
  } as const;

  it('names what is not committed, some of it where there is much, and how to have it', () => {
    expect(pushLines(pushed)).toEqual([
      'Push      0a1b2c3d4e5f  → main of CodeCommit shop',
      '          Not committed and so not pushed: a, b, c, d, e and 2 more. With --include-uncommitted they are.',
    ]);
    expect(pushLines({ ...pushed, isLeftOut: false })).toHaveLength(1);
  });

  it('says when there was nothing to push', () => {
    expect(pushLines({ ...pushed, isNew: false, uncommitted: [] })).toEqual([
      'Push      0a1b2c3d4e5f  nothing new: main of CodeCommit shop is there already',
    ]);
  });
});

describe('causeLines', () => {
  it('has the sentence first, then the place, what was written, and what to do', () => {
    expect(
      causeLines({
        where: 'Build/users',
        sentence: 'npm test ended with exit status 1.',
        place: 'buildspec.yml:7',
        lines: ['1 failed'],
        remedy: 'See more.',
      }),
    ).toEqual([
      'Build/users: npm test ended with exit status 1.',
      '  at buildspec.yml:7',
      '    | 1 failed',
      '  See more.',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { PipelineExecutionStatus, PipelineStatus } from '../../gateway/pipeline-protocol.ts';
import { type Requests, unmetRequests } from './unmet-requests.ts';

const execution = (change: Partial<PipelineExecutionStatus>): PipelineExecutionStatus => ({
  pipelineName: 'web',
  id: 'one',
  status: 'Succeeded',
  startedAtMs: 0,
  trigger: { type: 'CloudWatchEvent', detail: '' },
  stages: [],
  images: [],
  ...change,
});

const pipeline = (...executions: readonly PipelineExecutionStatus[]): PipelineStatus => ({
  name: 'web',
  region: 'us-east-1',
  executionMode: 'SUPERSEDED',
  source: { repositoryName: 'web', branchName: 'main', url: 'http://localhost', commitId: 'c0ffee' },
  disabledStages: {},
  executions,
});

const requests = (change: Partial<Requests>): Requests => ({
  unfinishedRuns: [],
  pipelines: [],
  undelivered: undefined,
  ...change,
});

describe('unmetRequests', () => {
  it('has nothing to say of what went well or is under way', () => {
    expect(
      unmetRequests(
        requests({
          unfinishedRuns: [{ action: 'apply', directory: '/project', state: 'running' }],
          pipelines: [pipeline(execution({ status: 'InProgress' }), execution({ status: 'Failed' }))],
        }),
      ),
    ).toEqual([]);
  });

  it('names an apply that failed', () => {
    expect(
      unmetRequests(
        requests({ unfinishedRuns: [{ action: 'apply', directory: '/project', state: 'failed' }] }),
      ),
    ).toEqual(['The last apply of /project failed.']);
  });

  it('names the latest execution that did not bring the commit out', () => {
    const cause = { where: 'Build/Build', sentence: 'Build web failed.', lines: ['AssertionError'] };
    expect(
      unmetRequests(requests({ pipelines: [pipeline(execution({ status: 'Failed', cause }))] })),
    ).toEqual(['Pipeline web failed: Build/Build: Build web failed.']);
    expect(unmetRequests(requests({ pipelines: [pipeline(execution({ status: 'Stopped' }))] }))).toEqual([
      'Pipeline web was stopped before its end.',
    ]);
  });

  it('does not count the execution that creating a pipeline starts while nothing is pushed', () => {
    const { source, ...rest } = pipeline(execution({ status: 'Failed' }));
    const empty = { repositoryName: 'web', branchName: 'main', url: source?.url ?? '' };
    expect(unmetRequests(requests({ pipelines: [{ ...rest, source: empty }, rest] }))).toEqual([]);
  });

  it('names a delivery that did not take place until a later execution has succeeded', () => {
    const undelivered = { sentence: 'The push started nothing.', knownExecutions: new Set(['one']) };
    expect(unmetRequests(requests({ undelivered, pipelines: [pipeline(execution({}))] }))).toEqual([
      'The push started nothing.',
    ]);
    expect(
      unmetRequests(
        requests({ undelivered, pipelines: [pipeline(execution({ id: 'two' }), execution({}))] }),
      ),
    ).toEqual([]);
  });
});

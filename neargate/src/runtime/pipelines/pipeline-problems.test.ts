import { beforeEach, describe, expect, it } from 'vitest';
import type { PipelineStatus } from '../../gateway/pipeline-protocol.ts';
import { codepipelineTables } from '../../services/codepipeline/store.ts';
import { openStore, type Store } from '../../store/store.ts';
import type { ServiceTrouble } from '../status/problems.ts';
import { pipelineProblems, withoutToldByPipelines } from './pipeline-problems.ts';

const cause = {
  where: 'Deploy/Web',
  sentence: 'The deployment failed.',
  lines: ['unhealthy'],
};
const pipeline = (changes: Partial<PipelineStatus> = {}): PipelineStatus => ({
  name: 'shop',
  region: 'us-east-1',
  executionMode: 'SUPERSEDED',
  source: { repositoryName: 'shop', branchName: 'main', url: '', commitId: 'abc' },
  disabledStages: {},
  executions: [],
  ...changes,
});
const execution = (status: string, more = {}) => ({
  pipelineName: 'shop',
  id: '1',
  status,
  startedAtMs: 0,
  trigger: { type: 'CloudWatchEvent', detail: '' },
  stages: [],
  images: [],
  ...more,
});
const failed = pipeline({ executions: [execution('Failed', { cause })] });
const unpushed = pipeline({
  source: { repositoryName: 'shop', branchName: 'main', url: '' },
  executions: [execution('Failed', { cause })],
});

describe('pipelineProblems', () => {
  it('tells why the latest execution failed, at the place of its cause or of the pipeline', () => {
    expect(pipelineProblems([failed], () => 'main.tf:7')).toEqual([
      {
        resource: 'pipeline shop, Deploy/Web',
        cause: 'The deployment failed.\n      | unhealthy',
        place: 'main.tf:7',
      },
    ]);
    expect(pipelineProblems([pipeline({ executions: [execution('Succeeded')] })], () => '')).toEqual([]);
  });

  it('does not hold it against a new pipeline that nothing was pushed yet', () => {
    expect(pipelineProblems([unpushed], () => undefined)).toEqual([]);
  });
});

describe('withoutToldByPipelines', () => {
  let store: Store;
  const cannotPull: ServiceTrouble = {
    name: 'web',
    arn: '',
    deploymentFailure: 'tasks failed to start.',
    lastStop: {
      taskId: '1',
      reason: 'CannotPullContainerError: web:latest: not found',
      taskDefinitionArn: '',
      containers: [],
      lastLines: [],
    },
  };

  beforeEach(async () => {
    store = await openStore();
    codepipelineTables(store, '123456789012/us-east-1').pipelines.put('shop', {
      name: 'shop',
      arn: '',
      version: 1,
      createdAtMs: 0,
      updatedAtMs: 0,
      tags: [],
      disabledTransitions: {},
      declaration: {
        name: 'shop',
        roleArn: '',
        stages: [
          {
            name: 'Deploy',
            actions: [{ name: 'Web', actionTypeId: undefined, configuration: { ServiceName: 'web' } }],
          },
        ],
      },
    });
  });

  it('leaves out an image that is on its way', () => {
    expect(withoutToldByPipelines(store, [unpushed], [cannotPull])).toEqual([]);
    const running = pipeline({ executions: [execution('InProgress')] });
    expect(withoutToldByPipelines(store, [running], [cannotPull])).toEqual([]);
  });

  it('keeps an image that is missing although everything was deployed, and services that no pipeline deploys', () => {
    const succeeded = pipeline({ executions: [execution('Succeeded')] });
    expect(withoutToldByPipelines(store, [succeeded], [cannotPull])).toEqual([cannotPull]);
    const other = { ...cannotPull, name: 'other' };
    expect(withoutToldByPipelines(store, [unpushed], [other])).toEqual([other]);
  });

  it('tells a deployment that failed once, but keeps how its task ended', () => {
    const crashed = {
      ...cannotPull,
      lastStop: {
        taskId: '1',
        reason: 'Essential container in task exited',
        taskDefinitionArn: '',
        containers: [],
        lastLines: [],
      },
    };
    expect(withoutToldByPipelines(store, [failed], [crashed])).toEqual([
      { ...crashed, deploymentFailure: undefined },
    ]);
    expect(withoutToldByPipelines(store, [failed], [{ ...crashed, lastStop: undefined }])).toEqual([]);
  });
});

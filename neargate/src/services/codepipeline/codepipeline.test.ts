import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

const source: ActionDeclaration = {
  name: 'Source',
  actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' },
  namespace: 'Source',
  configuration: { RepositoryName: 'shop', BranchName: 'main' },
  outputArtifacts: [{ name: 'Source' }],
};
const build: ActionDeclaration = {
  name: 'Build',
  actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
  configuration: { ProjectName: 'user-service' },
  inputArtifacts: [{ name: 'Source' }],
  outputArtifacts: [{ name: 'Image' }],
};
const deploy: ActionDeclaration = {
  name: 'Deploy',
  actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'ECS', version: '1' },
  configuration: { ClusterName: 'main', ServiceName: 'user-service' },
  inputArtifacts: [{ name: 'Image' }],
};
const stages: StageDeclaration[] = [
  { name: 'Source', actions: [source] },
  { name: 'Build', actions: [build] },
  { name: 'Deploy', actions: [deploy] },
];
const pipeline: PipelineDeclaration = {
  name: 'delivery',
  roleArn: 'arn:aws:iam::123456789012:role/pipeline',
  artifactStore: { type: 'S3', location: 'artifacts' },
  stages,
};
const arn = 'arn:aws:codepipeline:us-east-1:123456789012:delivery';

async function createPipeline() {
  const test = await createTestContext();
  test.call('codepipeline', 'CreatePipeline', { pipeline, tags: [{ key: 'team', value: 'core' }] });
  return test;
}

/** The pipeline with the named action changed. */
function withAction(name: string, changes: Partial<ActionDeclaration>): Partial<PipelineDeclaration> {
  return {
    stages: stages.map((stage) => ({
      ...stage,
      actions: stage.actions?.map((action) => (action.name === name ? { ...action, ...changes } : action)),
    })),
  };
}

describe('a pipeline', () => {
  it("comes back with AWS's defaults, and a version that counts updates", async () => {
    const { call, clock } = await createPipeline();
    const created = new Date(clock.now());
    const first = call('codepipeline', 'GetPipeline', { name: 'delivery' });
    expect(first.metadata).toEqual({ pipelineArn: arn, created, updated: created });
    expect(first.pipeline).toMatchObject({ version: 1, executionMode: 'SUPERSEDED', pipelineType: 'V1' });
    expect(first.pipeline?.stages?.[0]?.actions).toEqual([{ ...source, runOrder: 1, inputArtifacts: [] }]);
    await clock.advance(1000);
    call('codepipeline', 'UpdatePipeline', { pipeline: { ...pipeline, executionMode: 'QUEUED' } });
    const second = call('codepipeline', 'GetPipeline', { name: 'delivery' });
    expect(second.pipeline).toMatchObject({ version: 2, pipelineType: 'V2' });
    expect(second.metadata?.updated).toEqual(new Date(clock.now()));
    expect(
      call('codepipeline', 'GetPipeline', { name: 'delivery', version: 1 }).pipeline?.executionMode,
    ).toBe('SUPERSEDED');
    expect(() => call('codepipeline', 'GetPipeline', { name: 'delivery', version: 3 })).toThrow(
      expect.objectContaining({ code: 'PipelineVersionNotFoundException' }),
    );
    expect(() => call('codepipeline', 'CreatePipeline', { pipeline })).toThrow(
      "A pipeline with the name 'delivery' already exists in account '123456789012'",
    );
  });

  it("of the reference system's own file is accepted", async () => {
    const { call } = await createTestContext();
    const file = readFileSync(new URL('../../../../pipeline.json', import.meta.url), 'utf8')
      .replaceAll('${PIPELINE_ROLE_ARN}', 'arn:aws:iam::123456789012:role/pipeline')
      .replaceAll(/\$\{([A-Z_]+)\}/g, (_, name: string) => name.toLowerCase().replaceAll('_', '-'));
    const { pipeline: declared } = JSON.parse(file) as { pipeline: PipelineDeclaration };
    expect(call('codepipeline', 'CreatePipeline', { pipeline: declared }).pipeline).toMatchObject({
      pipelineType: 'V2',
      stages: [{ name: 'Source' }, { name: 'Build' }, { name: 'Deploy' }],
    });
  });

  it('is deleted, twice if need be', async () => {
    const { call } = await createPipeline();
    call('codepipeline', 'DeletePipeline', { name: 'delivery' });
    expect(() => call('codepipeline', 'GetPipeline', { name: 'delivery' })).toThrow(
      "Account '123456789012' does not have a pipeline with name 'delivery'",
    );
    expect(call('codepipeline', 'DeletePipeline', { name: 'delivery' })).toEqual({});
    expect(call('codepipeline', 'ListPipelines', {}).pipelines).toEqual([]);
    expect(() => call('codepipeline', 'UpdatePipeline', { pipeline })).toThrow(
      expect.objectContaining({ code: 'PipelineNotFoundException' }),
    );
  });

  it('starts one execution when it is made, which waits before its first stage', async () => {
    const { call } = await createPipeline();
    const { stageStates } = call('codepipeline', 'GetPipelineState', { name: 'delivery' });
    const { pipelineExecutionSummaries: [first] = [] } = call('codepipeline', 'ListPipelineExecutions', {
      pipelineName: 'delivery',
    });
    expect(first).toMatchObject({
      status: 'InProgress',
      trigger: { triggerType: 'CreatePipeline', triggerDetail: 'arn:aws:iam::123456789012:root' },
    });
    expect(stageStates?.[0]?.inboundExecutions).toEqual([
      { pipelineExecutionId: first?.pipelineExecutionId, status: 'InProgress', type: 'STANDARD' },
    ]);
    expect(stageStates?.[1]).toEqual({
      stageName: 'Build',
      inboundExecutions: [],
      inboundTransitionState: { enabled: true },
      actionStates: [{ actionName: 'Build' }],
    });
    call('codepipeline', 'UpdatePipeline', { pipeline });
    expect(
      call('codepipeline', 'ListPipelineExecutions', { pipelineName: 'delivery' }).pipelineExecutionSummaries,
    ).toHaveLength(1);
  });

  it('remembers disabled transitions', async () => {
    const { call } = await createPipeline();
    const stage = { pipelineName: 'delivery', stageName: 'Deploy', transitionType: 'Inbound' } as const;
    call('codepipeline', 'DisableStageTransition', { ...stage, reason: 'freeze' });
    const state = () =>
      call('codepipeline', 'GetPipelineState', { name: 'delivery' }).stageStates?.[2]?.inboundTransitionState;
    expect(state()).toMatchObject({ enabled: false, disabledReason: 'freeze' });
    call('codepipeline', 'EnableStageTransition', stage);
    expect(state()).toEqual({ enabled: true });
    expect(() => call('codepipeline', 'EnableStageTransition', { ...stage, stageName: 'Test' })).toThrow(
      expect.objectContaining({ code: 'StageNotFoundException' }),
    );
  });

  it('masks a GitHub token', async () => {
    const { call } = await createTestContext();
    const changed = withAction('Source', {
      actionTypeId: { category: 'Source', owner: 'ThirdParty', provider: 'GitHub', version: '1' },
      configuration: { Owner: 'o', Repo: 'r', Branch: 'main', OAuthToken: 'secret' },
    });
    const created = call('codepipeline', 'CreatePipeline', { pipeline: { ...pipeline, ...changed } });
    expect(JSON.stringify(created)).not.toContain('secret');
  });
});

describe('a structure', () => {
  const [first, second, third] = stages as [StageDeclaration, StageDeclaration, StageDeclaration];
  const trigger = (gitConfiguration: object) => ({
    triggers: [
      {
        providerType: 'CodeStarSourceConnection' as const,
        gitConfiguration: { sourceActionName: 'Source', ...gitConfiguration },
      },
    ],
  });

  it.each<[string, Partial<PipelineDeclaration>, string, RegExp]>([
    ['one stage', { stages: [first] }, 'InvalidStructureException', /Pipeline has only 1 stage\(s\)/],
    [
      'no source at the start',
      { stages: [second, third] },
      'InvalidStructureException',
      /should start with a stage that only contains source actions/,
    ],
    [
      'a source later',
      { stages: [first, { name: 'Again', actions: [{ ...source, name: 'Again' }] }] },
      'InvalidStructureException',
      /Only the first stage can contain source actions/,
    ],
    [
      'two stages of a name',
      { stages: [first, second, { ...third, name: 'Build' }] },
      'InvalidStructureException',
      /'Build' is used more than once/,
    ],
    [
      'two actions of a name',
      { stages: [first, { ...second, actions: [build, { ...build, outputArtifacts: [] }] }] },
      'InvalidStageDeclarationException',
      /Action name 'Build' is used more than once/,
    ],
    [
      'an empty stage',
      { stages: [first, { name: 'Nothing', actions: [] }] },
      'InvalidStageDeclarationException',
      /must have at least one action/,
    ],
    [
      'an unknown provider',
      withAction('Build', {
        actionTypeId: { category: 'Build', owner: 'AWS', provider: 'Jenkins', version: '1' },
      }),
      'InvalidActionDeclarationException',
      /ActionType \(Category: 'Build', Provider: 'Jenkins', Owner: 'AWS', Version: '1'\) in action 'Build' is not available in region US_EAST_1/,
    ],
    [
      'a missing key',
      withAction('Deploy', { configuration: { ClusterName: 'main' } }),
      'InvalidActionDeclarationException',
      /missing required configuration 'ServiceName'/,
    ],
    [
      'an unknown key',
      withAction('Build', { configuration: { ProjectName: 'x', Projekt: 'y' } }),
      'InvalidActionDeclarationException',
      /contains unknown configuration 'Projekt'/,
    ],
    [
      'no input artifact',
      withAction('Deploy', { inputArtifacts: [] }),
      'InvalidActionDeclarationException',
      /has 0 input artifact\(s\), but must have exactly 1/,
    ],
    [
      'an input from nowhere',
      withAction('Deploy', { inputArtifacts: [{ name: 'Other' }] }),
      'InvalidStructureException',
      /Input Artifact Bundle Other in action Deploy is not declared/,
    ],
    [
      'an input from a later run order',
      {
        stages: [
          first,
          {
            name: 'Build',
            actions: [
              { ...build, runOrder: 2 },
              { ...deploy, runOrder: 1 },
            ],
          },
        ],
      },
      'InvalidStructureException',
      /Input Artifact Bundle Image/,
    ],
    [
      'a cycle: two actions that each need what the other puts out',
      {
        stages: [
          first,
          {
            name: 'Build',
            actions: [
              { ...build, inputArtifacts: [{ name: 'Right' }], outputArtifacts: [{ name: 'Left' }] },
              {
                ...build,
                name: 'Other',
                inputArtifacts: [{ name: 'Left' }],
                outputArtifacts: [{ name: 'Right' }],
              },
            ],
          },
        ],
      },
      'InvalidStructureException',
      /Input Artifact Bundle (?:Right|Left) in action (?:Build|Other) is not declared/,
    ],
    [
      'an output twice',
      withAction('Build', { outputArtifacts: [{ name: 'Source' }] }),
      'InvalidStructureException',
      /Source has been used more than once/,
    ],
    [
      'an unknown namespace',
      withAction('Build', {
        configuration: {
          ProjectName: 'x',
          EnvironmentVariables: '[{"name":"C","value":"#{Sauce.CommitId}","type":"PLAINTEXT"}]',
        },
      }),
      'InvalidActionDeclarationException',
      /namespace that does not exist.*#\{Sauce\.CommitId\}/,
    ],
    [
      'variables that are no JSON',
      withAction('Build', { configuration: { ProjectName: 'x', EnvironmentVariables: 'C=1' } }),
      'InvalidActionDeclarationException',
      /invalid EnvironmentVariables/,
    ],
    [
      'a deployment timeout over an hour',
      withAction('Deploy', {
        configuration: { ClusterName: 'a', ServiceName: 'b', DeploymentTimeout: '61' },
      }),
      'InvalidActionDeclarationException',
      /invalid DeploymentTimeout '61'/,
    ],
    [
      'a value that is too long',
      withAction('Build', { configuration: { ProjectName: 'x'.repeat(1001) } }),
      'InvalidActionDeclarationException',
      /too long at 'ProjectName'/,
    ],
    ['no artifact store', { artifactStore: undefined }, 'InvalidStructureException', /Exactly one of/],
    [
      'an action elsewhere without its store',
      withAction('Build', { region: 'eu-west-1' }),
      'InvalidStructureException',
      /must use artifactStores/,
    ],
    [
      'V2 members in V1',
      { pipelineType: 'V1', executionMode: 'PARALLEL' },
      'InvalidStructureException',
      /type V1 cannot have execution mode PARALLEL/,
    ],
    [
      'a trigger for another source',
      trigger({ push: [{ branches: { includes: ['main'] } }] }),
      'InvalidStructureException',
      /not a source action with provider CodeStarSourceConnection/,
    ],
    ['a bad name', { name: 'a b' }, 'ValidationException', /Value 'a b' at 'pipeline.name'/],
    ['a role that is none', { roleArn: 'pipeline' }, 'ValidationException', /at 'pipeline.roleArn'/],
    [
      'a run order of zero',
      withAction('Build', { runOrder: 0 }),
      'ValidationException',
      /Value '0' at 'pipeline.stages.2.member.actions.1.member.runOrder'/,
    ],
  ])('with %s is refused', async (_, changes, code, message) => {
    const { call } = await createTestContext();
    const create = () => call('codepipeline', 'CreatePipeline', { pipeline: { ...pipeline, ...changes } });
    expect(create).toThrow(message);
    expect(create).toThrow(expect.objectContaining({ code }));
  });

  it.each<[string, Partial<PipelineDeclaration>]>([
    [
      'outputs used at the same stage in a later run order',
      {
        stages: [first, { name: 'All', actions: [build, { ...deploy, runOrder: 2 }] }],
      },
    ],
    [
      'variables of the pipeline and of actions',
      {
        variables: [{ name: 'TAG', defaultValue: 'latest' }],
        ...withAction('Build', {
          configuration: {
            ProjectName: 'x',
            EnvironmentVariables:
              '[{"name":"A","value":"#{variables.TAG}"},{"name":"B","value":"#{Source.CommitId} #{codepipeline.PipelineExecutionId}"}]',
          },
        }),
      },
    ],
    [
      'several inputs and a primary one',
      {
        stages: [
          {
            name: 'Source',
            actions: [
              source,
              { ...source, name: 'Two', namespace: 'Two', outputArtifacts: [{ name: 'Two' }] },
            ],
          },
          {
            name: 'Build',
            actions: [
              {
                ...build,
                configuration: { ProjectName: 'x', PrimarySource: 'Two' },
                inputArtifacts: [{ name: 'Source' }, { name: 'Two' }],
              },
            ],
          },
        ],
      },
    ],
    [
      'a manual approval with a timeout',
      {
        stages: [
          first,
          {
            name: 'Approve',
            actions: [
              {
                name: 'Approve',
                actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
                timeoutInMinutes: 60,
              },
            ],
          },
        ],
      },
    ],
  ])('with %s is accepted', async (_, changes) => {
    const { call } = await createTestContext();
    expect(() =>
      call('codepipeline', 'CreatePipeline', { pipeline: { ...pipeline, ...changes } }),
    ).not.toThrow();
  });
});

describe('a webhook', () => {
  it('belongs to a source action and shows no secret', async () => {
    const { call } = await createPipeline();
    const put = (changes: object) =>
      call('codepipeline', 'PutWebhook', {
        webhook: {
          name: 'push',
          targetPipeline: 'delivery',
          targetAction: 'Source',
          filters: [{ jsonPath: '$.ref', matchEquals: 'refs/heads/main' }],
          authentication: 'GITHUB_HMAC',
          authenticationConfiguration: { SecretToken: 'secret' },
          ...changes,
        },
        tags: [{ key: 'a', value: 'b' }],
      });
    expect(() => put({ targetAction: 'Build' })).toThrow(/no source action with name 'Build'/);
    expect(() => put({ authenticationConfiguration: {} })).toThrow(/SecretToken must be specified/);
    expect(put({}).webhook?.arn).toBe('arn:aws:codepipeline:us-east-1:123456789012:webhook:push');
    const { webhooks } = call('codepipeline', 'ListWebhooks', {});
    expect(webhooks).toHaveLength(1);
    expect(JSON.stringify(webhooks)).not.toContain('secret');
    const resourceArn = webhooks?.[0]?.arn;
    call('codepipeline', 'UntagResource', { resourceArn, tagKeys: ['a'] });
    expect(call('codepipeline', 'ListTagsForResource', { resourceArn }).tags).toEqual([]);
    call('codepipeline', 'DeleteWebhook', { name: 'push' });
    expect(call('codepipeline', 'ListWebhooks', {}).webhooks).toEqual([]);
  });
});

describe('tags of a pipeline', () => {
  it('are added and removed by ARN', async () => {
    const { call } = await createPipeline();
    call('codepipeline', 'TagResource', { resourceArn: arn, tags: [{ key: 'env', value: 'dev' }] });
    call('codepipeline', 'UntagResource', { resourceArn: arn, tagKeys: ['team'] });
    expect(call('codepipeline', 'ListTagsForResource', { resourceArn: arn }).tags).toEqual([
      { key: 'env', value: 'dev' },
    ]);
    const tagsOf = (resourceArn: string) => () =>
      call('codepipeline', 'ListTagsForResource', { resourceArn });
    expect(tagsOf('delivery')).toThrow(expect.objectContaining({ code: 'ValidationException' }));
    expect(tagsOf('arn:aws:codepipeline:us-west-2:210987654321:delivery')).toThrow(
      expect.objectContaining({ code: 'InvalidArnException' }),
    );
  });
});

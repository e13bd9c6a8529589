import {
  type AccessRule,
  type ActionTable,
  arnIn,
  byMember,
  type Input,
  type Place,
  text,
  texts,
} from '../access.ts';

const project = (name: string, place: Place) => arnIn(place, 'codebuild', `project/${name}`);
const projectOfBuild = (id: string, place: Place) => {
  const [name = ''] = id.replace(/^arn:.*:build\//, '').split(':');
  return project(name, place);
};
const repository = (name: string, place: Place) => arnIn(place, 'codecommit', name);
const pipeline = (name: string, place: Place) => arnIn(place, 'codepipeline', name);
const application = (name: string, place: Place) => arnIn(place, 'codedeploy', `application:${name}`);
const deploymentGroup = (_name: string, place: Place, input: Input) =>
  arnIn(
    place,
    'codedeploy',
    `deploymentgroup:${text(input, 'applicationName')}/${text(input, 'deploymentGroupName')}`,
  );

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html */
export const codebuildActions: ActionTable = {
  ...byMember('codebuild', project, {
    projectName: [
      'StartBuild',
      'StartBuildBatch',
      'ListBuildsForProject',
      'InvalidateProjectCache',
      'CreateWebhook',
      'DeleteWebhook',
      'UpdateWebhook',
    ],
    name: ['CreateProject', 'UpdateProject', 'DeleteProject'],
    names: ['BatchGetProjects'],
  }),
  BatchGetBuilds: (input, place) =>
    texts(input, 'ids').map((id) => ({
      action: 'codebuild:BatchGetBuilds',
      resource: projectOfBuild(id, place),
    })),
  BatchDeleteBuilds: (input, place) =>
    texts(input, 'ids').map((id) => ({
      action: 'codebuild:BatchDeleteBuilds',
      resource: projectOfBuild(id, place),
    })),
  StopBuild: (input, place) => [
    { action: 'codebuild:StopBuild', resource: projectOfBuild(text(input, 'id'), place) },
  ],
  RetryBuild: (input, place) => [
    { action: 'codebuild:RetryBuild', resource: projectOfBuild(text(input, 'id'), place) },
  ],
};

/** Policies may tell branches apart by the key that pushes have too. */
function changeOfBranch(name: string): AccessRule {
  return (input, place) => {
    const branch = text(input, 'branchName').replace(/^refs\/heads\//, '');
    return [
      {
        action: `codecommit:${name}`,
        resource: repository(text(input, 'repositoryName'), place),
        keys: { 'codecommit:References': branch === '' ? undefined : `refs/heads/${branch}` },
      },
    ];
  };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodecommit.html */
export const codecommitActions: ActionTable = {
  ...byMember('codecommit', repository, {
    repositoryName: [
      'BatchGetCommits',
      'CreateRepository',
      'DeleteRepository',
      'GetBlob',
      'GetBranch',
      'GetCommit',
      'GetDifferences',
      'GetFile',
      'GetFolder',
      'GetRepository',
      'GetRepositoryTriggers',
      'ListBranches',
      'ListFileCommitHistory',
      'PutRepositoryTriggers',
      'TestRepositoryTriggers',
      'UpdateDefaultBranch',
      'UpdateRepositoryDescription',
      'UpdateRepositoryEncryptionKey',
    ],
    repositoryNames: ['BatchGetRepositories'],
    oldName: ['UpdateRepositoryName'],
    resourceArn: ['ListTagsForResource', 'TagResource', 'UntagResource'],
  }),
  ...Object.fromEntries(
    ['CreateBranch', 'CreateCommit', 'DeleteBranch', 'DeleteFile', 'PutFile'].map((name) => [
      name,
      changeOfBranch(name),
    ]),
  ),
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html */
export const codepipelineActions: ActionTable = {
  ...byMember('codepipeline', pipeline, {
    name: ['DeletePipeline', 'GetPipeline', 'GetPipelineState', 'StartPipelineExecution'],
    pipelineName: [
      'GetPipelineExecution',
      'ListActionExecutions',
      'ListPipelineExecutions',
      'ListRuleExecutions',
      'StopPipelineExecution',
      'RollbackStage',
      'RetryStageExecution',
    ],
    resourceArn: ['ListTagsForResource', 'TagResource', 'UntagResource'],
  }),
  ...Object.fromEntries(
    ['CreatePipeline', 'UpdatePipeline'].map((name) => [
      name,
      (input: Input, place: Place) => [
        { action: `codepipeline:${name}`, resource: pipeline(text(input['pipeline'], 'name'), place) },
      ],
    ]),
  ),
  ...Object.fromEntries(
    ['DisableStageTransition', 'EnableStageTransition'].map((name) => [
      name,
      (input: Input, place: Place) => [
        {
          action: `codepipeline:${name}`,
          resource: `${pipeline(text(input, 'pipelineName'), place)}/${text(input, 'stageName')}`,
        },
      ],
    ]),
  ),
  PutApprovalResult: (input, place) => [
    {
      action: 'codepipeline:PutApprovalResult',
      resource: `${pipeline(text(input, 'pipelineName'), place)}/${text(input, 'stageName')}/${text(input, 'actionName')}`,
    },
  ],
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html */
export const codedeployActions: ActionTable = {
  ...byMember('codedeploy', application, {
    applicationName: [
      'CreateApplication',
      'DeleteApplication',
      'GetApplication',
      'GetApplicationRevision',
      'RegisterApplicationRevision',
    ],
  }),
  ...byMember('codedeploy', deploymentGroup, {
    deploymentGroupName: [
      'CreateDeployment',
      'CreateDeploymentGroup',
      'GetDeploymentGroup',
      'DeleteDeploymentGroup',
      'ListDeployments',
    ],
    currentDeploymentGroupName: ['UpdateDeploymentGroup'],
  }),
};

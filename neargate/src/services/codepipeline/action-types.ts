import type { ActionCategory, ActionOwner, ActionTypeId } from '@aws-sdk/client-codepipeline';

/** What AWS checks of an action of one type. */
export interface ActionType {
  readonly category: ActionCategory;
  readonly owner: ActionOwner;
  readonly provider: string;
  readonly inputs: Range;
  readonly outputs: Range;
  /** Absent: the keys of this type are not checked. */
  readonly configuration?: {
    readonly required: readonly string[];
    readonly optional: readonly string[];
  };
}

type Range = readonly [least: number, most: number];

const source = { category: 'Source', inputs: [0, 0], outputs: [1, 1] } as const;

const codeBuild = {
  owner: 'AWS',
  provider: 'CodeBuild',
  inputs: [1, 5],
  outputs: [0, 5],
  configuration: {
    required: ['ProjectName'],
    optional: ['PrimarySource', 'BatchEnabled', 'CombineArtifacts', 'EnvironmentVariables'],
  },
} as const;

const imageKeys = [1, 2, 3, 4].flatMap((image) => [
  `Image${image}ArtifactName`,
  `Image${image}ContainerName`,
]);

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html */
export const actionTypes: readonly ActionType[] = [
  {
    ...source,
    owner: 'AWS',
    provider: 'CodeCommit',
    configuration: {
      required: ['RepositoryName', 'BranchName'],
      optional: ['PollForSourceChanges', 'OutputArtifactFormat'],
    },
  },
  {
    ...source,
    owner: 'AWS',
    provider: 'S3',
    configuration: {
      required: ['S3Bucket', 'S3ObjectKey'],
      optional: ['PollForSourceChanges', 'AllowOverrideForS3ObjectKey'],
    },
  },
  {
    ...source,
    owner: 'AWS',
    provider: 'ECR',
    configuration: { required: ['RepositoryName'], optional: ['ImageTag'] },
  },
  {
    ...source,
    owner: 'AWS',
    provider: 'CodeStarSourceConnection',
    configuration: {
      required: ['ConnectionArn', 'FullRepositoryId', 'BranchName'],
      optional: ['OutputArtifactFormat', 'DetectChanges'],
    },
  },
  {
    ...source,
    owner: 'ThirdParty',
    provider: 'GitHub',
    configuration: {
      required: ['Owner', 'Repo', 'Branch', 'OAuthToken'],
      optional: ['PollForSourceChanges'],
    },
  },
  { ...codeBuild, category: 'Build' },
  { ...codeBuild, category: 'Test' },
  {
    category: 'Build',
    owner: 'AWS',
    provider: 'ECRBuildAndPublish',
    inputs: [1, 1],
    outputs: [0, 1],
    configuration: {
      required: ['ECRRepositoryName'],
      optional: ['DockerFilePath', 'ImageTags', 'RegistryType'],
    },
  },
  { category: 'Test', owner: 'AWS', provider: 'DeviceFarm', inputs: [1, 1], outputs: [0, 0] },
  { category: 'Compute', owner: 'AWS', provider: 'Commands', inputs: [1, 10], outputs: [0, 1] },
  {
    category: 'Deploy',
    owner: 'AWS',
    provider: 'ECS',
    inputs: [1, 1],
    outputs: [0, 0],
    configuration: {
      required: ['ClusterName', 'ServiceName'],
      optional: ['FileName', 'DeploymentTimeout'],
    },
  },
  {
    category: 'Deploy',
    owner: 'AWS',
    provider: 'CodeDeployToECS',
    inputs: [1, 5],
    outputs: [0, 0],
    configuration: {
      required: [
        'ApplicationName',
        'DeploymentGroupName',
        'TaskDefinitionTemplateArtifact',
        'AppSpecTemplateArtifact',
      ],
      optional: ['TaskDefinitionTemplatePath', 'AppSpecTemplatePath', ...imageKeys],
    },
  },
  {
    category: 'Deploy',
    owner: 'AWS',
    provider: 'CodeDeploy',
    inputs: [1, 1],
    outputs: [0, 0],
    configuration: { required: ['ApplicationName', 'DeploymentGroupName'], optional: [] },
  },
  {
    category: 'Deploy',
    owner: 'AWS',
    provider: 'S3',
    inputs: [1, 1],
    outputs: [0, 0],
    configuration: {
      required: ['BucketName', 'Extract'],
      optional: ['ObjectKey', 'KMSEncryptionKeyARN', 'CannedACL', 'CacheControl'],
    },
  },
  { category: 'Deploy', owner: 'AWS', provider: 'CloudFormation', inputs: [0, 10], outputs: [0, 1] },
  { category: 'Deploy', owner: 'AWS', provider: 'CloudFormationStackSet', inputs: [1, 10], outputs: [0, 0] },
  {
    category: 'Deploy',
    owner: 'AWS',
    provider: 'CloudFormationStackInstances',
    inputs: [0, 10],
    outputs: [0, 0],
  },
  { category: 'Deploy', owner: 'AWS', provider: 'ElasticBeanstalk', inputs: [1, 1], outputs: [0, 0] },
  { category: 'Deploy', owner: 'AWS', provider: 'ServiceCatalog', inputs: [1, 1], outputs: [0, 0] },
  { category: 'Deploy', owner: 'AWS', provider: 'AppConfig', inputs: [1, 1], outputs: [0, 0] },
  { category: 'Deploy', owner: 'AWS', provider: 'EKS', inputs: [1, 1], outputs: [0, 0] },
  { category: 'Deploy', owner: 'AWS', provider: 'EC2', inputs: [1, 1], outputs: [0, 0] },
  { category: 'Deploy', owner: 'AWS', provider: 'Lambda', inputs: [1, 1], outputs: [0, 0] },
  {
    category: 'Approval',
    owner: 'AWS',
    provider: 'Manual',
    inputs: [0, 0],
    outputs: [0, 0],
    configuration: {
      required: [],
      optional: ['CustomData', 'ExternalEntityLink', 'NotificationArn'],
    },
  },
  {
    category: 'Invoke',
    owner: 'AWS',
    provider: 'Lambda',
    inputs: [0, 5],
    outputs: [0, 5],
    configuration: { required: ['FunctionName'], optional: ['UserParameters'] },
  },
  { category: 'Invoke', owner: 'AWS', provider: 'StepFunctions', inputs: [0, 1], outputs: [0, 1] },
  { category: 'Invoke', owner: 'AWS', provider: 'CodePipeline', inputs: [0, 0], outputs: [0, 0] },
  { category: 'Invoke', owner: 'AWS', provider: 'InspectorScan', inputs: [0, 1], outputs: [0, 1] },
  { category: 'Invoke', owner: 'ThirdParty', provider: 'Snyk', inputs: [1, 1], outputs: [0, 1] },
];

/** The type that an action names. All of AWS's types have version 1; custom types cannot be made here. */
export function findActionType({ category, owner, provider, version }: ActionTypeId): ActionType | undefined {
  if (version !== '1') return undefined;
  return actionTypes.find(
    (type) => type.category === category && type.owner === owner && type.provider === provider,
  );
}

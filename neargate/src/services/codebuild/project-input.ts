import type { MemberConstraints, StructureConstraints } from '../validation.ts';
import { projectName } from './projects.ts';

const nonEmpty = { min: 1 } as const;

const source: StructureConstraints = {
  type: {
    required: true,
    enum: [
      'CODECOMMIT',
      'CODEPIPELINE',
      'GITHUB',
      'GITLAB',
      'GITLAB_SELF_MANAGED',
      'S3',
      'BITBUCKET',
      'GITHUB_ENTERPRISE',
      'NO_SOURCE',
    ],
  },
  gitCloneDepth: { min: 0 },
  auth: { members: { type: { required: true, enum: ['OAUTH', 'CODECONNECTIONS', 'SECRETS_MANAGER'] } } },
};

const artifacts: StructureConstraints = {
  type: { required: true, enum: ['CODEPIPELINE', 'S3', 'NO_ARTIFACTS'] },
  namespaceType: { enum: ['NONE', 'BUILD_ID'] },
  packaging: { enum: ['NONE', 'ZIP'] },
  bucketOwnerAccess: { enum: ['NONE', 'READ_ONLY', 'FULL'] },
};

export const environmentTypes = [
  'WINDOWS_CONTAINER',
  'LINUX_CONTAINER',
  'LINUX_GPU_CONTAINER',
  'ARM_CONTAINER',
  'WINDOWS_SERVER_2019_CONTAINER',
  'WINDOWS_SERVER_2022_CONTAINER',
  'LINUX_LAMBDA_CONTAINER',
  'ARM_LAMBDA_CONTAINER',
  'LINUX_EC2',
  'ARM_EC2',
  'WINDOWS_EC2',
  'MAC_ARM',
] as const;

export const computeTypes = [
  'BUILD_GENERAL1_SMALL',
  'BUILD_GENERAL1_MEDIUM',
  'BUILD_GENERAL1_LARGE',
  'BUILD_GENERAL1_XLARGE',
  'BUILD_GENERAL1_2XLARGE',
  'BUILD_LAMBDA_1GB',
  'BUILD_LAMBDA_2GB',
  'BUILD_LAMBDA_4GB',
  'BUILD_LAMBDA_8GB',
  'BUILD_LAMBDA_10GB',
  'ATTRIBUTE_BASED_COMPUTE',
  'CUSTOM_INSTANCE_TYPE',
] as const;

const environment: StructureConstraints = {
  type: { required: true, enum: environmentTypes },
  image: { required: true, ...nonEmpty },
  computeType: { required: true, enum: computeTypes },
  environmentVariables: {
    each: {
      members: {
        name: { required: true, ...nonEmpty },
        value: { required: true },
        type: { enum: ['PLAINTEXT', 'PARAMETER_STORE', 'SECRETS_MANAGER'] },
      },
    },
  },
  registryCredential: {
    members: {
      credential: { required: true, ...nonEmpty },
      credentialProvider: { required: true, enum: ['SECRETS_MANAGER'] },
    },
  },
  imagePullCredentialsType: { enum: ['CODEBUILD', 'SERVICE_ROLE'] },
};

const logStatus: MemberConstraints = { required: true, enum: ['ENABLED', 'DISABLED'] };

/** What CreateProject and UpdateProject have in common. */
const settings: StructureConstraints = {
  description: { max: 255 },
  secondarySources: { max: 12, each: { members: source } },
  secondarySourceVersions: {
    max: 12,
    each: { members: { sourceIdentifier: { required: true }, sourceVersion: { required: true } } },
  },
  secondaryArtifacts: { max: 12, each: { members: artifacts } },
  cache: {
    members: {
      type: { required: true, enum: ['NO_CACHE', 'S3', 'LOCAL'] },
      modes: {
        each: { enum: ['LOCAL_DOCKER_LAYER_CACHE', 'LOCAL_SOURCE_CACHE', 'LOCAL_CUSTOM_CACHE'] },
      },
    },
  },
  timeoutInMinutes: { min: 5, max: 2160 },
  queuedTimeoutInMinutes: { min: 5, max: 480 },
  encryptionKey: nonEmpty,
  tags: {
    max: 50,
    each: { members: { key: { min: 1, max: 127 }, value: { max: 255 } } },
  },
  vpcConfig: {
    members: {
      vpcId: nonEmpty,
      subnets: { max: 16, each: nonEmpty },
      securityGroupIds: { max: 5, each: nonEmpty },
    },
  },
  logsConfig: {
    members: {
      cloudWatchLogs: { members: { status: logStatus } },
      s3Logs: {
        members: { status: logStatus, bucketOwnerAccess: { enum: ['NONE', 'READ_ONLY', 'FULL'] } },
      },
    },
  },
  autoRetryLimit: { min: 0, max: 10 },
};

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
export const createProjectInput: StructureConstraints = {
  ...settings,
  name: { ...projectName, required: true },
  source: { required: true, members: source },
  artifacts: { required: true, members: artifacts },
  environment: { required: true, members: environment },
  serviceRole: { required: true, ...nonEmpty },
};

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html */
export const updateProjectInput: StructureConstraints = {
  ...settings,
  name: { required: true, ...nonEmpty },
  source: { members: source },
  artifacts: { members: artifacts },
  environment: { members: environment },
  serviceRole: nonEmpty,
};

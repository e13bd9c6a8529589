import type { StructureConstraints } from '../validation.ts';

const name = { required: true, min: 1, max: 100, pattern: String.raw`[A-Za-z0-9.@\-_]+` } as const;
export const pipelineName = name;
const roleArn = { max: 1024, pattern: String.raw`arn:aws(-[\w]+)*:iam::[0-9]{12}:role/.*` } as const;

const artifactStore: StructureConstraints = {
  type: { required: true, enum: ['S3'] },
  location: { required: true, min: 3, max: 63, pattern: String.raw`[a-zA-Z0-9\-\.]+` },
  encryptionKey: {
    members: {
      id: { required: true, min: 1, max: 400 },
      type: { required: true, enum: ['KMS'] },
    },
  },
};

const artifact: StructureConstraints = {
  name: { required: true, min: 1, max: 100, pattern: String.raw`[a-zA-Z0-9_\-]+` },
};

const action: StructureConstraints = {
  name,
  actionTypeId: {
    required: true,
    members: {
      category: {
        required: true,
        enum: ['Source', 'Build', 'Deploy', 'Test', 'Invoke', 'Approval', 'Compute'],
      },
      owner: { required: true, enum: ['AWS', 'ThirdParty', 'Custom'] },
      provider: { required: true, min: 1, max: 35, pattern: '[0-9A-Za-z_-]+' },
      version: { required: true, min: 1, max: 9, pattern: '[0-9A-Za-z_-]+' },
    },
  },
  runOrder: { min: 1, max: 999 },
  inputArtifacts: { each: { members: artifact } },
  outputArtifacts: { each: { members: artifact } },
  roleArn,
  region: { min: 4, max: 30 },
  namespace: { min: 1, max: 100, pattern: String.raw`[A-Za-z0-9@\-_]+` },
  timeoutInMinutes: { min: 5, max: 86_400 },
};

const conditions: StructureConstraints = {
  conditions: {
    min: 1,
    max: 10,
    each: { members: { result: { enum: ['ROLLBACK', 'FAIL', 'RETRY', 'SKIP'] } } },
  },
};

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html */
export const declarationInput: StructureConstraints = {
  name,
  roleArn: { ...roleArn, required: true },
  artifactStore: { members: artifactStore },
  stages: {
    required: true,
    each: {
      members: {
        name,
        actions: { required: true, each: { members: action } },
        onFailure: { members: { ...conditions, result: { enum: ['ROLLBACK', 'FAIL', 'RETRY', 'SKIP'] } } },
        onSuccess: { members: conditions },
        beforeEntry: { members: conditions },
      },
    },
  },
  executionMode: { enum: ['QUEUED', 'SUPERSEDED', 'PARALLEL'] },
  pipelineType: { enum: ['V1', 'V2'] },
  variables: {
    max: 50,
    each: {
      members: {
        name: { required: true, min: 1, max: 128, pattern: String.raw`[A-Za-z0-9@\-_]+` },
        defaultValue: { min: 1, max: 1000 },
        description: { max: 200 },
      },
    },
  },
  triggers: {
    max: 50,
    each: {
      members: {
        providerType: { required: true, enum: ['CodeStarSourceConnection'] },
        gitConfiguration: {
          required: true,
          members: {
            sourceActionName: name,
            push: { min: 1, max: 3 },
            pullRequest: { min: 1, max: 3 },
          },
        },
      },
    },
  },
};

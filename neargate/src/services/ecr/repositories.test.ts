import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

const policy = (rules: object[]) => JSON.stringify({ rules }, undefined, 4);
const expireUntagged = {
  rulePriority: 1,
  selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
  action: { type: 'expire' },
};

describe('repositories', () => {
  it('are described with the defaults that Terraform compares and an address that docker can reach', async () => {
    const { call } = await createTestContext();
    expect(call('ecr', 'CreateRepository', { repositoryName: 'team/app' }).repository).toMatchObject({
      repositoryArn: 'arn:aws:ecr:us-east-1:123456789012:repository/team/app',
      repositoryUri: 'localhost:4566/team/app',
      imageTagMutability: 'MUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
    });
    expect(() => call('ecr', 'CreateRepository', { repositoryName: 'team/app' })).toThrow(
      "The repository with name 'team/app' already exists in the registry with id '123456789012'",
    );
    call('ecr', 'DeleteRepository', { repositoryName: 'team/app' });
    expect(() => call('ecr', 'DescribeRepositories', { repositoryNames: ['team/app'] })).toThrow(
      expect.objectContaining({ code: 'RepositoryNotFoundException' }),
    );
  });

  it('return a lifecycle policy as it was put and refuse a wrong one', async () => {
    const { call } = await createTestContext();
    call('ecr', 'CreateRepository', { repositoryName: 'app' });
    const put = (lifecyclePolicyText: string) =>
      call('ecr', 'PutLifecyclePolicy', { repositoryName: 'app', lifecyclePolicyText });
    expect(() => call('ecr', 'GetLifecyclePolicy', { repositoryName: 'app' })).toThrow(
      expect.objectContaining({ code: 'LifecyclePolicyNotFoundException' }),
    );
    put(policy([expireUntagged]));
    expect(call('ecr', 'GetLifecyclePolicy', { repositoryName: 'app' }).lifecyclePolicyText).toBe(
      policy([expireUntagged]),
    );
    const any = { ...expireUntagged, selection: { ...expireUntagged.selection, tagStatus: 'any' } };
    expect(() => put(policy([any, { ...expireUntagged, rulePriority: 2 }]))).toThrow(
      /the rule with tagStatus any must have the highest rulePriority/,
    );
  });
});

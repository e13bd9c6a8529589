import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { commitObject } from './git-commit.ts';
import { snsTables } from '../sns/store.ts';
import { recordReferences } from './record-references.ts';
import { findRepository } from './repositories.ts';
import { codecommitTablesOf } from './store.ts';

const arn = 'arn:aws:codecommit:us-east-1:123456789012:shop';

async function createRepository() {
  const test = await createTestContext();
  const { repositoryMetadata } = test.call('codecommit', 'CreateRepository', {
    repositoryName: 'shop',
    repositoryDescription: 'both services',
    tags: { team: 'core' },
  });
  const git = test.context.git.open('123456789012/us-east-1', repositoryMetadata?.repositoryId ?? '');
  /** What a push of a branch does: a commit that differs by its message. */
  const pushed = (branchName: string, message = branchName): string => {
    const author = { name: 'A', email: 'a@example.com', date: '1700000000 +0000' };
    const [treeId = ''] = git.write([{ type: 'tree', content: Buffer.alloc(0) }]);
    const facts = { treeId, parents: [], author, committer: author, message };
    const [commitId = ''] = git.write([commitObject(facts)]);
    const fullName = `refs/heads/${branchName}`;
    const from = git.references().find((one) => one.fullName === fullName)?.objectId;
    git.moveReference({ fullName, from, to: commitId });
    recordReferences(test.context, findRepository(test.context, 'shop'));
    return commitId;
  };
  return { ...test, repositoryMetadata, pushed };
}

describe('a repository', () => {
  it('has a clone URL on this machine and no branch until one is pushed', async () => {
    const { repositoryMetadata, call } = await createRepository();
    expect(repositoryMetadata).toMatchObject({
      Arn: arn,
      cloneUrlHttp: 'http://localhost:4566/v1/repos/shop',
      cloneUrlSsh: 'ssh://git-codecommit.us-east-1.amazonaws.com/v1/repos/shop',
      kmsKeyId: 'arn:aws:kms:us-east-1:123456789012:alias/aws/codecommit',
    });
    expect(repositoryMetadata?.defaultBranch).toBeUndefined();
    expect(call('codecommit', 'ListBranches', { repositoryName: 'shop' }).branches).toEqual([]);
    expect(() =>
      call('codecommit', 'UpdateDefaultBranch', { repositoryName: 'shop', defaultBranchName: 'main' }),
    ).toThrow('Branch main does not exist');
  });

  it('knows the branches that were pushed', async () => {
    const { call, pushed } = await createRepository();
    const commitId = pushed('main');
    pushed('dev');
    expect(call('codecommit', 'GetRepository', { repositoryName: 'shop' }).repositoryMetadata).toMatchObject({
      defaultBranch: 'main',
    });
    call('codecommit', 'UpdateDefaultBranch', { repositoryName: 'shop', defaultBranchName: 'dev' });
    expect(call('codecommit', 'GetRepository', { repositoryName: 'shop' }).repositoryMetadata).toMatchObject({
      defaultBranch: 'dev',
    });
    expect(call('codecommit', 'ListBranches', { repositoryName: 'shop' }).branches).toEqual(['dev', 'main']);
    expect(call('codecommit', 'GetBranch', { repositoryName: 'shop', branchName: 'main' }).branch).toEqual({
      branchName: 'main',
      commitId,
    });
    expect(() => call('codecommit', 'GetBranch', { repositoryName: 'shop', branchName: 'x' })).toThrow(
      'Branch x does not exist',
    );
  });

  it('keeps its id and branches when it is renamed, and loses them when deleted', async () => {
    const { call, pushed, repositoryMetadata, context } = await createRepository();
    pushed('main');
    call('codecommit', 'UpdateRepositoryName', { oldName: 'shop', newName: 'store' });
    expect(() => call('codecommit', 'GetRepository', { repositoryName: 'shop' })).toThrow(
      'shop does not exist',
    );
    const renamed = call('codecommit', 'GetRepository', { repositoryName: 'store' }).repositoryMetadata;
    expect(renamed?.repositoryId).toBe(repositoryMetadata?.repositoryId);
    expect(renamed?.Arn).toBe('arn:aws:codecommit:us-east-1:123456789012:store');
    expect(call('codecommit', 'ListBranches', { repositoryName: 'store' }).branches).toEqual(['main']);
    expect(call('codecommit', 'DeleteRepository', { repositoryName: 'store' }).repositoryId).toBe(
      repositoryMetadata?.repositoryId,
    );
    expect(codecommitTablesOf(context).references.size).toBe(0);
    expect(call('codecommit', 'DeleteRepository', { repositoryName: 'store' })).toEqual({});
  });

  it('is listed and got in batches', async () => {
    const { call } = await createRepository();
    call('codecommit', 'CreateRepository', { repositoryName: 'a' });
    const names = (order?: 'descending') =>
      call('codecommit', 'ListRepositories', { order }).repositories?.map((one) => one.repositoryName);
    expect(names()).toEqual(['a', 'shop']);
    expect(names('descending')).toEqual(['shop', 'a']);
    const batch = call('codecommit', 'BatchGetRepositories', { repositoryNames: ['shop', 'none'] });
    expect(batch.repositories).toMatchObject([{ repositoryName: 'shop' }]);
    expect(batch.repositoriesNotFound).toEqual(['none']);
  });

  it('changes description and key', async () => {
    const { call } = await createRepository();
    const repositoryName = 'shop';
    call('codecommit', 'UpdateRepositoryDescription', { repositoryName, repositoryDescription: '' });
    const change = call('codecommit', 'UpdateRepositoryEncryptionKey', {
      repositoryName,
      kmsKeyId: 'alias/mine',
    });
    expect(change).toMatchObject({
      kmsKeyId: 'arn:aws:kms:us-east-1:123456789012:alias/mine',
      originalKmsKeyId: 'arn:aws:kms:us-east-1:123456789012:alias/aws/codecommit',
    });
    expect(
      call('codecommit', 'GetRepository', { repositoryName }).repositoryMetadata?.repositoryDescription,
    ).toBeUndefined();
    expect(() =>
      call('codecommit', 'UpdateRepositoryEncryptionKey', { repositoryName, kmsKeyId: 'not a key' }),
    ).toThrow(/not valid/);
  });

  it.each([
    ['a b', 'InvalidRepositoryNameException'],
    ['shop.git', 'InvalidRepositoryNameException'],
    ['x'.repeat(101), 'InvalidRepositoryNameException'],
    ['', 'RepositoryNameRequiredException'],
    ['shop', 'RepositoryNameExistsException'],
  ])('named %s is refused', async (repositoryName, code) => {
    const { call } = await createRepository();
    expect(() => call('codecommit', 'CreateRepository', { repositoryName })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('takes tags by its ARN', async () => {
    const { call } = await createRepository();
    call('codecommit', 'TagResource', { resourceArn: arn, tags: { env: 'dev' } });
    call('codecommit', 'UntagResource', { resourceArn: arn, tagKeys: ['team'] });
    expect(call('codecommit', 'ListTagsForResource', { resourceArn: arn }).tags).toEqual({ env: 'dev' });
    expect(() => call('codecommit', 'ListTagsForResource', { resourceArn: 'shop' })).toThrow(
      expect.objectContaining({ code: 'InvalidResourceArnException' }),
    );
  });

  it('keeps triggers', async () => {
    const { call } = await createRepository();
    const trigger = {
      name: 'notify',
      destinationArn: 'arn:aws:sns:us-east-1:123456789012:pushes',
      events: ['all' as const],
    };
    const put = (changes: object) =>
      call('codecommit', 'PutRepositoryTriggers', {
        repositoryName: 'shop',
        triggers: [{ ...trigger, ...changes }],
      });
    const { configurationId } = put({});
    expect(call('codecommit', 'GetRepositoryTriggers', { repositoryName: 'shop' })).toEqual({
      configurationId,
      triggers: [trigger],
    });
    expect(() => put({ destinationArn: 'arn:aws:sns:eu-west-1:123456789012:pushes' })).toThrow(
      expect.objectContaining({ code: 'InvalidRepositoryTriggerRegionException' }),
    );
    expect(() => put({ events: [] })).toThrow(
      expect.objectContaining({ code: 'RepositoryTriggerEventsListRequiredException' }),
    );
  });

  it('tests triggers on their topics, and says which could not be told', async () => {
    const { call, pushed, context } = await createRepository();
    const { TopicArn = '' } = call('sns', 'CreateTopic', { Name: 'pushes' });
    call('sns', 'Subscribe', {
      TopicArn,
      Protocol: 'sqs',
      Endpoint: 'arn:aws:sqs:us-east-1:123456789012:pushes',
    });
    const events: 'all'[] = ['all'];
    const test = () =>
      call('codecommit', 'TestRepositoryTriggers', {
        repositoryName: 'shop',
        triggers: [
          { name: 'told', events, destinationArn: TopicArn },
          { name: 'lost', events, destinationArn: `${TopicArn}-gone` },
          { name: 'code', events, destinationArn: 'arn:aws:lambda:us-east-1:123456789012:function:f' },
        ],
      });
    expect(test()).toMatchObject({
      successfulExecutions: ['told'],
      failedExecutions: [
        { trigger: 'lost', failureMessage: expect.stringContaining('does not exist') as string },
        { trigger: 'code', failureMessage: expect.stringContaining('calls no functions') as string },
      ],
    });
    const commit = pushed('main');
    test();
    const sent = [...snsTables(context.store, '123456789012/us-east-1').notifications.values()].map(
      ({ message }) => JSON.parse(message.bodies['default'] ?? '') as unknown,
    );
    const told = (reference: unknown) => ({
      Records: [
        { eventName: 'TriggerEventTest', eventTriggerName: 'told', codecommit: { references: [reference] } },
      ],
    });
    expect(sent).toMatchObject([
      told({ commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string, ref: 'refs/heads/main' }),
      told({ commit, ref: 'refs/heads/main' }),
    ]);
    expect(call('codecommit', 'GetRepositoryTriggers', { repositoryName: 'shop' }).triggers).toEqual([]);
  });

  it('tells the topics of its triggers what a push changed', async () => {
    const { call, pushed, context } = await createRepository();
    const { TopicArn = '' } = call('sns', 'CreateTopic', { Name: 'pushes' });
    call('sns', 'Subscribe', {
      TopicArn,
      Protocol: 'sqs',
      Endpoint: 'arn:aws:sqs:us-east-1:123456789012:pushes',
    });
    const trigger = { destinationArn: TopicArn, customData: 'shop', branches: ['main'] };
    const { configurationId } = call('codecommit', 'PutRepositoryTriggers', {
      repositoryName: 'shop',
      triggers: [
        { ...trigger, name: 'new', events: ['createReference'] },
        { ...trigger, name: 'lost', events: ['all'], destinationArn: `${TopicArn}-gone` },
      ],
    });
    pushed('dev');
    const commit = pushed('main');
    pushed('main', 'again');
    const sent = [...snsTables(context.store, '123456789012/us-east-1').notifications.values()];
    expect(sent.map(({ message }) => JSON.parse(message.bodies['default'] ?? '') as unknown)).toMatchObject([
      {
        Records: [
          {
            eventSource: 'aws:codecommit',
            eventSourceARN: arn,
            eventTriggerName: 'new',
            eventTriggerConfigId: configurationId,
            customData: 'shop',
            codecommit: { references: [{ commit, created: true, ref: 'refs/heads/main' }] },
          },
        ],
      },
    ]);
  });
});

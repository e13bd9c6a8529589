import { describe, expect, it } from 'vitest';
import { seededIds } from '../../core/ids.ts';
import { createTestContext, type TestContext } from '../test-context.ts';
import { accountOfAccessKeyId, newAccessKeyId } from './access-key-id.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { gitCredential } from './git-credential.ts';
import { parseIdentityPolicy } from './policy-document.ts';
import { roleExists } from './roles.ts';
import { ensureServiceLinkedRole } from './service-linked-roles.ts';

const RoleName = 'task-execution';
const executionPolicy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
}

const trust = policy({ Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' });
const readObjects = policy({ Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::bucket/*' });

async function account(): Promise<TestContext> {
  const test = await createTestContext();
  test.call('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: trust });
  return test;
}

describe('a role', () => {
  it('is answered with its trust policy percent-encoded', async () => {
    const { call, context } = await account();
    const { Role } = call('iam', 'GetRole', { RoleName });
    expect(Role).toMatchObject({
      Arn: 'arn:aws:iam::123456789012:role/task-execution',
      Path: '/',
      MaxSessionDuration: 3600,
    });
    expect(Role?.RoleId).toMatch(/^AROA[A-Z0-9]{17}$/);
    expect(Role?.AssumeRolePolicyDocument).not.toContain('{');
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(trust);
    expect(roleExists(context, 'arn:aws:iam::123456789012:role/task-execution')).toBe(true);
    expect(roleExists(context, 'arn:aws:iam::123456789012:role/path/task-execution')).toBe(false);
  });

  it('has a name that no other has in any case', async () => {
    const { call } = await account();
    const again = { RoleName: 'Task-Execution', AssumeRolePolicyDocument: trust };
    expect(() => call('iam', 'CreateRole', again)).toThrow('Role with name Task-Execution already exists.');
    expect(() => call('iam', 'CreateRole', { ...again, RoleName: 'a b' })).toThrow(
      'The specified value for roleName is invalid.',
    );
    expect(() => call('iam', 'GetRole', { RoleName: 'nobody' })).toThrow(
      'The role with name nobody cannot be found.',
    );
  });

  it('is deleted once nothing hangs on it', async () => {
    const { call } = await account();
    call('iam', 'AttachRolePolicy', { RoleName, PolicyArn: executionPolicy });
    call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'read', PolicyDocument: readObjects });
    call('iam', 'CreateInstanceProfile', { InstanceProfileName: 'host' });
    call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: 'host', RoleName });
    const remove = () => call('iam', 'DeleteRole', { RoleName });
    expect(remove).toThrow('Cannot delete entity, must remove roles from instance profile first.');
    call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName: 'host', RoleName });
    expect(remove).toThrow('Cannot delete entity, must detach all policies first.');
    call('iam', 'DetachRolePolicy', { RoleName, PolicyArn: executionPolicy });
    expect(remove).toThrow('Cannot delete entity, must delete policies first.');
    call('iam', 'DeleteRolePolicy', { RoleName, PolicyName: 'read' });
    remove();
    expect(call('iam', 'ListRoles', {}).Roles).toEqual([]);
  });

  it('keeps its tags apart from those of the list', async () => {
    const { call } = await account();
    call('iam', 'TagRole', { RoleName, Tags: [{ Key: 'team', Value: 'a' }] });
    call('iam', 'TagRole', {
      RoleName,
      Tags: [
        { Key: 'team', Value: 'b' },
        { Key: 'env', Value: 'x' },
      ],
    });
    call('iam', 'UntagRole', { RoleName, TagKeys: ['env'] });
    expect(call('iam', 'ListRoleTags', { RoleName }).Tags).toEqual([{ Key: 'team', Value: 'b' }]);
    expect(() => call('iam', 'TagRole', { RoleName, Tags: [{ Key: 'aws:x', Value: '' }] })).toThrow('aws:');
  });
});

describe('a trust policy', () => {
  it.each([
    ['{', 'This policy contains invalid Json'],
    [' {}', 'JSON strings must not have leading spaces'],
    [policy({ Action: 'sts:AssumeRole' }), 'Missing required field Principal'],
    [policy({ Principal: { Service: 'ecs-tasks.amazonaws.com' } }), 'Missing required field Action'],
    [
      policy({ Principal: { Service: 'ecs-tasks' }, Action: 'sts:AssumeRole' }),
      'Invalid principal in policy: "SERVICE":"ecs-tasks"',
    ],
    [
      policy({ Principal: { AWS: 'arn:aws:iam::123456789012:role/nobody' }, Action: 'sts:AssumeRole' }),
      'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/nobody"',
    ],
    [
      policy({ Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 's3:GetObject' }),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [
      policy({
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Resource: '*',
      }),
      'Has prohibited field Resource',
    ],
  ])('%s is refused', async (document, message) => {
    const { call } = await account();
    expect(() => call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument: document })).toThrow(
      message,
    );
  });

  it('may name a role of the account that exists, or any of another account', async () => {
    const { call } = await account();
    for (const AWS of [
      'arn:aws:iam::123456789012:role/task-execution',
      'arn:aws:iam::999999999999:role/elsewhere',
      '999999999999',
    ]) {
      const PolicyDocument = policy({ Principal: { AWS }, Action: 'sts:AssumeRole' });
      call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument });
    }
  });
});

describe('an identity policy', () => {
  it.each([
    [policy({ Action: 's3:GetObject' }), 'Policy statement must contain resources.'],
    [policy({ Resource: '*' }), 'Policy statement must contain actions.'],
    [policy({ Action: 'GetObject', Resource: '*' }), 'must be prefaced by a vendor'],
    [policy({ Action: 's3:GetObject', Resource: 'bucket' }), 'must be in ARN format or "*".'],
    [policy({ Action: '*', Resource: '*', Principal: '*' }), 'should not specify a principal'],
    [policy({ Action: '*', Resource: '*', Conditions: {} }), 'Syntax errors in policy.'],
    [policy({ Action: '*', Resource: '*', Condition: { StringIs: {} } }), 'Syntax errors in policy.'],
    [JSON.stringify({ Version: '2020-01-01', Statement: [] }), 'Syntax errors in policy.'],
  ])('%s is refused', async (PolicyDocument, message) => {
    const { call } = await account();
    expect(() => call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'x', PolicyDocument })).toThrow(
      message,
    );
  });

  it('comes back as it was put', async () => {
    const { call } = await account();
    call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'read', PolicyDocument: readObjects });
    const { PolicyDocument = '' } = call('iam', 'GetRolePolicy', { RoleName, PolicyName: 'read' });
    expect(decodeURIComponent(PolicyDocument)).toBe(readObjects);
    expect(call('iam', 'ListRolePolicies', { RoleName }).PolicyNames).toEqual(['read']);
  });
});

describe('managed policies', () => {
  it('of AWS exist by name, the common ones with their document', async () => {
    const { call } = await account();
    call('iam', 'AttachRolePolicy', { RoleName, PolicyArn: executionPolicy });
    expect(call('iam', 'ListAttachedRolePolicies', { RoleName }).AttachedPolicies).toEqual([
      { PolicyName: 'AmazonECSTaskExecutionRolePolicy', PolicyArn: executionPolicy },
    ]);
    const { Document } =
      call('iam', 'GetPolicyVersion', { PolicyArn: executionPolicy, VersionId: 'v1' }).PolicyVersion ?? {};
    expect(decodeURIComponent(Document ?? '')).toContain('ecr:GetAuthorizationToken');
    const misspelt = executionPolicy.replace('Task', 'Tsk');
    expect(() => call('iam', 'AttachRolePolicy', { RoleName, PolicyArn: misspelt })).toThrow(
      `Policy ${misspelt} does not exist or is not attachable.`,
    );
    expect(call('iam', 'GetPolicy', { PolicyArn: executionPolicy }).Policy?.AttachmentCount).toBe(1);
    expect(call('iam', 'ListEntitiesForPolicy', { PolicyArn: executionPolicy }).PolicyRoles).toMatchObject([
      { RoleName },
    ]);
  });

  it('of AWS have documents that IAM itself would take', () => {
    const documents = [...awsManagedPolicies().values()]
      .map(({ versions }) => versions[0]?.document)
      .filter((document) => document !== undefined);
    expect(documents.length).toBeGreaterThan(100);
    for (const document of documents) expect(parseIdentityPolicy(document).length).toBeGreaterThan(0);
  });

  it('of a customer have five versions at most', async () => {
    const { call } = await account();
    const { Policy } = call('iam', 'CreatePolicy', { PolicyName: 'read', PolicyDocument: readObjects });
    const PolicyArn = Policy?.Arn ?? '';
    const add = () =>
      call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument: readObjects, SetAsDefault: true });
    for (let version = 2; version <= 5; version++) {
      expect(add().PolicyVersion?.VersionId).toBe(`v${version}`);
    }
    expect(add).toThrow('A managed policy can have up to 5 versions.');
    const removeVersion = (VersionId: string) => call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId });
    expect(() => removeVersion('v5')).toThrow('Cannot delete the default version of a policy.');
    expect(() => call('iam', 'DeletePolicy', { PolicyArn })).toThrow('more than one version');
    removeVersion('v1');
    expect(add().PolicyVersion?.VersionId).toBe('v6');
  });

  it('are not deleted while attached', async () => {
    const { call } = await account();
    const { Policy } = call('iam', 'CreatePolicy', { PolicyName: 'read', PolicyDocument: readObjects });
    const PolicyArn = Policy?.Arn ?? '';
    call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
    expect(() => call('iam', 'DeletePolicy', { PolicyArn })).toThrow(
      'Cannot delete a policy attached to entities.',
    );
    call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
    call('iam', 'DeletePolicy', { PolicyArn });
    expect(call('iam', 'ListPolicies', { Scope: 'Local' }).Policies).toEqual([]);
  });

  it('are listed page by page', async () => {
    const { call } = await createTestContext();
    let Marker: string | undefined;
    const names = new Set<string>();
    do {
      const page = call('iam', 'ListPolicies', { Scope: 'AWS', MaxItems: 1000, Marker });
      for (const { PolicyName = '' } of page.Policies ?? []) names.add(PolicyName);
      Marker = page.Marker;
    } while (Marker !== undefined);
    expect(names.size).toBeGreaterThan(1000);
    expect(names).toContain('AdministratorAccess');
  });
});

describe('a service-linked role', () => {
  it('has the description that its service gives it, or the one that was asked for', async () => {
    const { call, context } = await createTestContext();
    const role = { RoleName: 'AWSServiceRoleForECS' };
    ensureServiceLinkedRole(context, 'ecs.amazonaws.com');
    expect(call('iam', 'GetRole', role).Role?.Description).toMatch(/^Role to enable Amazon ECS/);
    call('iam', 'DeleteServiceLinkedRole', role);
    call('iam', 'CreateServiceLinkedRole', { AWSServiceName: 'ecs.amazonaws.com' });
    expect(call('iam', 'GetRole', role).Role?.Description).toBeUndefined();
  });

  it('is made once, is only modifiable by AWS, and deleted by a task', async () => {
    const { call, context } = await createTestContext();
    const arn = ensureServiceLinkedRole(context, 'ecs.amazonaws.com');
    expect(arn).toBe(
      'arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
    );
    expect(ensureServiceLinkedRole(context, 'ecs.amazonaws.com')).toBe(arn);
    expect(() => call('iam', 'CreateServiceLinkedRole', { AWSServiceName: 'ecs.amazonaws.com' })).toThrow(
      'Service role name AWSServiceRoleForECS has been taken in this account',
    );
    const role = { RoleName: 'AWSServiceRoleForECS' };
    expect(() => call('iam', 'DeleteRole', role)).toThrow('only modifiable by AWS');
    const { DeletionTaskId } = call('iam', 'DeleteServiceLinkedRole', role);
    expect(call('iam', 'GetServiceLinkedRoleDeletionStatus', { DeletionTaskId }).Status).toBe('SUCCEEDED');
    expect(() => call('iam', 'GetRole', role)).toThrow('cannot be found');
  });

  it('stays while its service has resources', async () => {
    const { call } = await createTestContext();
    call('iam', 'CreateServiceLinkedRole', { AWSServiceName: 'ecs.amazonaws.com' });
    const { cluster } = call('ecs', 'CreateCluster', { clusterName: 'main' });
    const role = { RoleName: 'AWSServiceRoleForECS' };
    const deletion = () => {
      const { DeletionTaskId } = call('iam', 'DeleteServiceLinkedRole', role);
      return call('iam', 'GetServiceLinkedRoleDeletionStatus', { DeletionTaskId });
    };
    expect(deletion()).toMatchObject({
      Status: 'FAILED',
      Reason: { RoleUsageList: [{ Region: 'us-east-1', Resources: [cluster?.clusterArn] }] },
    });
    expect(call('iam', 'GetRole', role).Role?.RoleName).toBe('AWSServiceRoleForECS');
    call('ecs', 'DeleteCluster', { cluster: 'main' });
    expect(deletion()).toEqual({ Status: 'SUCCEEDED' });
    expect(() => call('iam', 'GetRole', role)).toThrow('cannot be found');
  });
});

describe('a user', () => {
  it('has two access keys at most, whose ids tell the account', async () => {
    const { call } = await createTestContext();
    call('iam', 'CreateUser', { UserName: 'ci' });
    const create = () => call('iam', 'CreateAccessKey', { UserName: 'ci' }).AccessKey;
    const AccessKeyId = create()?.AccessKeyId;
    create();
    expect(create).toThrow('Cannot exceed quota for AccessKeysPerUser: 2');
    expect(accountOfAccessKeyId(AccessKeyId ?? '')).toBe('123456789012');
    call('iam', 'UpdateAccessKey', { UserName: 'ci', AccessKeyId, Status: 'Inactive' });
    const [first] = call('iam', 'ListAccessKeys', { UserName: 'ci' }).AccessKeyMetadata ?? [];
    expect(first).toMatchObject({ AccessKeyId, Status: 'Inactive' });
    expect(() => call('iam', 'DeleteUser', { UserName: 'ci' })).toThrow('must delete access keys first');
  });

  it('stays in its groups when a group is renamed', async () => {
    const { call } = await createTestContext();
    call('iam', 'CreateUser', { UserName: 'ann' });
    call('iam', 'CreateGroup', { GroupName: 'dev' });
    call('iam', 'AddUserToGroup', { UserName: 'ann', GroupName: 'dev' });
    call('iam', 'UpdateGroup', { GroupName: 'dev', NewGroupName: 'developers' });
    expect(call('iam', 'GetGroup', { GroupName: 'developers' }).Users).toMatchObject([{ UserName: 'ann' }]);
    expect(() => call('iam', 'DeleteGroup', { GroupName: 'developers' })).toThrow('remove users from group');
  });
});

describe('an OIDC provider', () => {
  it('is named by its URL', async () => {
    const { call } = await createTestContext();
    const create = () =>
      call('iam', 'CreateOpenIDConnectProvider', {
        Url: 'https://token.actions.githubusercontent.com',
        ClientIDList: ['sts.amazonaws.com'],
      });
    const { OpenIDConnectProviderArn } = create();
    expect(OpenIDConnectProviderArn).toBe(
      'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
    );
    expect(call('iam', 'GetOpenIDConnectProvider', { OpenIDConnectProviderArn })).toMatchObject({
      Url: 'token.actions.githubusercontent.com',
      ClientIDList: ['sts.amazonaws.com'],
    });
    expect(create).toThrow('already exists');
  });
});

describe('a service-specific credential', () => {
  const ServiceName = 'codecommit.amazonaws.com';

  it('is for git: made with its password, listed without, reset, switched off and deleted', async () => {
    const { call, context } = await account();
    const UserName = 'ann';
    call('iam', 'CreateUser', { UserName, Path: '/team/' });
    const { ServiceSpecificCredential: made } = call('iam', 'CreateServiceSpecificCredential', {
      UserName,
      ServiceName,
    });
    const ServiceUserName = 'ann-at-123456789012';
    expect(made).toMatchObject({ ServiceUserName, ServiceName, UserName, Status: 'Active' });
    const principalArn = 'arn:aws:iam::123456789012:user/team/ann';
    expect(gitCredential(context.store, ServiceUserName)).toEqual({
      accountId: '123456789012',
      principalArn,
      password: made?.ServicePassword,
    });
    const { ServiceSpecificCredentials: listed = [] } = call('iam', 'ListServiceSpecificCredentials', {
      UserName,
    });
    expect(listed).toHaveLength(1);
    expect(listed[0]).not.toHaveProperty('ServicePassword');

    const ServiceSpecificCredentialId = made?.ServiceSpecificCredentialId;
    const { ServiceSpecificCredential: reset } = call('iam', 'ResetServiceSpecificCredential', {
      UserName,
      ServiceSpecificCredentialId,
    });
    expect(reset?.ServicePassword).not.toBe(made?.ServicePassword);
    call('iam', 'UpdateUser', { UserName, NewUserName: 'anna', NewPath: '/' });
    expect(gitCredential(context.store, ServiceUserName)).toMatchObject({
      principalArn: 'arn:aws:iam::123456789012:user/anna',
      password: reset?.ServicePassword,
    });
    const ofAnna = { UserName: 'anna', ServiceSpecificCredentialId };
    call('iam', 'UpdateServiceSpecificCredential', { ...ofAnna, Status: 'Inactive' });
    expect(gitCredential(context.store, ServiceUserName)).toBeUndefined();
    expect(() => call('iam', 'DeleteUser', { UserName: 'anna' })).toThrow(
      'must delete service specific credentials first',
    );
    call('iam', 'DeleteServiceSpecificCredential', ofAnna);
    call('iam', 'DeleteUser', { UserName: 'anna' });
  });

  it('is one of two at most, and of no other service or user', async () => {
    const { call } = await account();
    call('iam', 'CreateUser', { UserName: 'ann' });
    call('iam', 'CreateUser', { UserName: 'bob' });
    const create = (name = ServiceName) =>
      call('iam', 'CreateServiceSpecificCredential', { UserName: 'ann', ServiceName: name })
        .ServiceSpecificCredential;
    expect(() => create('cassandra.amazonaws.com')).toThrow('No such service');
    const first = create();
    expect(create()?.ServiceUserName).toBe('ann+1-at-123456789012');
    expect(() => create()).toThrow('Cannot exceed quota');
    expect(() =>
      call('iam', 'DeleteServiceSpecificCredential', {
        UserName: 'bob',
        ServiceSpecificCredentialId: first?.ServiceSpecificCredentialId,
      }),
    ).toThrow(/No such credential/);
  });
});

describe('credentials that cannot be made here', () => {
  it('are none, of users that there are', async () => {
    const { call } = await account();
    const ann = { UserName: 'ann' };
    expect(() => call('iam', 'ListSSHPublicKeys', ann)).toThrow('cannot be found');
    call('iam', 'CreateUser', ann);
    expect(call('iam', 'ListSSHPublicKeys', ann).SSHPublicKeys).toEqual([]);
    expect(call('iam', 'ListSigningCertificates', ann).Certificates).toEqual([]);
    expect(call('iam', 'ListMFADevices', ann).MFADevices).toEqual([]);
    expect(call('iam', 'ListVirtualMFADevices', {}).VirtualMFADevices).toEqual([]);
    for (const operationName of ['GetLoginProfile', 'DeleteLoginProfile'] as const)
      expect(() => call('iam', operationName, ann)).toThrow('Login Profile for User ann cannot be found.');
  });
});

describe('an access key id', () => {
  it('tells every account number', () => {
    const ids = seededIds(7);
    for (const account of ['000000000000', '000000000001', '123456789012', '999999999999']) {
      const id = newAccessKeyId(ids, 'ASIA', account);
      expect(id).toMatch(/^ASIA[A-Z2-7]{16}$/);
      expect(accountOfAccessKeyId(id)).toBe(account);
    }
    expect(accountOfAccessKeyId('test')).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { createManagedSecret, deleteManagedSecret } from './managed-secret.ts';

const Name = 'prod/user-service/db';
const dayMs = 24 * 60 * 60 * 1000;
const tokens = ['a', 'b', 'c'].map((letter) => letter.repeat(32));
const [first, second, third] = tokens;

async function createSecret() {
  const test = await createTestContext();
  const { ARN = '' } = test.call('secretsmanager', 'CreateSecret', {
    Name,
    SecretString: 'one',
    ClientRequestToken: first,
  });
  const read = (versionStage?: string) =>
    test.call('secretsmanager', 'GetSecretValue', { SecretId: Name, VersionStage: versionStage });
  const stages = () => test.call('secretsmanager', 'DescribeSecret', { SecretId: Name }).VersionIdsToStages;
  return { ...test, ARN, read, stages };
}

describe('a secret', () => {
  it('is found by name, ARN, and ARN without its suffix', async () => {
    const { call, ARN } = await createSecret();
    expect(ARN).toMatch(
      /^arn:aws:secretsmanager:us-east-1:123456789012:secret:prod\/user-service\/db-\w{6}$/,
    );
    for (const SecretId of [Name, ARN, ARN.slice(0, -7)]) {
      expect(call('secretsmanager', 'GetSecretValue', { SecretId }).SecretString).toBe('one');
    }
    const elsewhere = ARN.replace('us-east-1', 'eu-west-1');
    expect(() => call('secretsmanager', 'GetSecretValue', { SecretId: elsewhere })).toThrow(
      "Secrets Manager can't find the specified secret.",
    );
  });

  it('has no value until one is put', async () => {
    const { call } = await createTestContext();
    call('secretsmanager', 'CreateSecret', { Name });
    expect(() => call('secretsmanager', 'GetSecretValue', { SecretId: Name })).toThrow(
      "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    );
    call('secretsmanager', 'PutSecretValue', { SecretId: Name, SecretBinary: Buffer.from([0, 255]) });
    const { SecretBinary, SecretString } = call('secretsmanager', 'GetSecretValue', { SecretId: Name });
    expect([...(SecretBinary ?? [])]).toEqual([0, 255]);
    expect(SecretString).toBeUndefined();
  });

  it('takes the same request twice and refuses another under its name or token', async () => {
    const { call } = await createSecret();
    const create = (SecretString: string, ClientRequestToken = first) =>
      call('secretsmanager', 'CreateSecret', { Name, SecretString, ClientRequestToken });
    expect(create('one').VersionId).toBe(first);
    expect(() => create('two')).toThrow(`The operation failed because the secret ${Name} already exists.`);
    const put = { SecretId: Name, SecretString: 'two', ClientRequestToken: first };
    expect(() => call('secretsmanager', 'PutSecretValue', put)).toThrow("You can't use ClientRequestToken");
  });
});

describe('stages', () => {
  it('move from current to previous to none', async () => {
    const { call, read, stages } = await createSecret();
    for (const [SecretString, ClientRequestToken] of [
      ['two', second],
      ['three', third],
    ] as const) {
      call('secretsmanager', 'PutSecretValue', { SecretId: Name, SecretString, ClientRequestToken });
    }
    expect([read().SecretString, read('AWSPREVIOUS').SecretString]).toEqual(['three', 'two']);
    expect(stages()).toEqual({ [String(second)]: ['AWSPREVIOUS'], [String(third)]: ['AWSCURRENT'] });
    const { Versions } = call('secretsmanager', 'ListSecretVersionIds', {
      SecretId: Name,
      IncludeDeprecated: true,
    });
    expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(tokens);
  });

  it('finish a rotation: pending becomes current', async () => {
    const { call, read, stages } = await createSecret();
    call('secretsmanager', 'PutSecretValue', {
      SecretId: Name,
      SecretString: 'two',
      ClientRequestToken: second,
      VersionStages: ['AWSPENDING'],
    });
    expect(read().SecretString).toBe('one');
    const move = { SecretId: Name, VersionStage: 'AWSCURRENT', MoveToVersionId: second };
    expect(() => call('secretsmanager', 'UpdateSecretVersionStage', move)).toThrow(
      `Staging label AWSCURRENT is currently attached to version ${String(first)}`,
    );
    call('secretsmanager', 'UpdateSecretVersionStage', { ...move, RemoveFromVersionId: first });
    expect(read().SecretString).toBe('two');
    expect(stages()).toEqual({
      [String(first)]: ['AWSPREVIOUS'],
      [String(second)]: ['AWSPENDING', 'AWSCURRENT'],
    });
  });
});

describe('a deletion', () => {
  it('waits for the recovery window, holds the name, and can be taken back', async () => {
    const { call, clock, read } = await createSecret();
    const { DeletionDate } = call('secretsmanager', 'DeleteSecret', {
      SecretId: Name,
      RecoveryWindowInDays: 7,
    });
    expect(DeletionDate?.getTime()).toBe(clock.now() + 7 * dayMs);
    expect(read).toThrow('marked for deletion');
    expect(() => call('secretsmanager', 'CreateSecret', { Name })).toThrow('already scheduled for deletion');
    expect(call('secretsmanager', 'ListSecrets', {}).SecretList).toEqual([]);
    call('secretsmanager', 'RestoreSecret', { SecretId: Name });
    expect(read().SecretString).toBe('one');
  });

  it('is done when the window is over', async () => {
    const { call, clock, ARN } = await createSecret();
    call('secretsmanager', 'DeleteSecret', { SecretId: Name, RecoveryWindowInDays: 7 });
    await clock.advance(7 * dayMs);
    expect(() => call('secretsmanager', 'DescribeSecret', { SecretId: Name })).toThrow("can't find");
    expect(call('secretsmanager', 'CreateSecret', { Name }).ARN).not.toBe(ARN);
  });

  it('by force is at once and can be repeated', async () => {
    const { call } = await createSecret();
    const remove = { SecretId: Name, ForceDeleteWithoutRecovery: true };
    call('secretsmanager', 'DeleteSecret', remove);
    expect(call('secretsmanager', 'DeleteSecret', remove).Name).toBe(Name);
    expect(call('secretsmanager', 'CreateSecret', { Name }).Name).toBe(Name);
  });
});

describe('a secret that a service manages', () => {
  it('can be read by all and changed by its service only', async () => {
    const { call, context } = await createTestContext();
    const arn = createManagedSecret(context, {
      name: 'rds!db-1',
      description: 'Secret associated with primary RDS DB instance: users',
      secretString: '{"username":"app","password":"x"}',
    });
    expect(call('secretsmanager', 'DescribeSecret', { SecretId: arn }).OwningService).toBe('rds');
    expect(() => call('secretsmanager', 'DeleteSecret', { SecretId: arn })).toThrow('managed by rds');
    expect(() => call('secretsmanager', 'PutSecretValue', { SecretId: arn, SecretString: 'y' })).toThrow();
    deleteManagedSecret(context, arn);
    deleteManagedSecret(context, arn);
    expect(() => call('secretsmanager', 'GetSecretValue', { SecretId: arn })).toThrow("can't find");
  });
});

describe('ListSecrets', () => {
  it('filters by prefix, tags and negation', async () => {
    const { call } = await createTestContext();
    call('secretsmanager', 'CreateSecret', { Name: 'a/one', Tags: [{ Key: 'team', Value: 'x' }] });
    call('secretsmanager', 'CreateSecret', { Name: 'a/two', Description: 'The Second' });
    call('secretsmanager', 'CreateSecret', { Name: 'b/one' });
    const list = (Key: 'name' | 'tag-key' | 'description', ...Values: string[]) =>
      call('secretsmanager', 'ListSecrets', { Filters: [{ Key, Values }] }).SecretList?.map(
        (secret) => secret.Name,
      );
    expect(list('name', 'a/')).toEqual(['a/one', 'a/two']);
    expect(list('name', '!a/')).toEqual(['b/one']);
    expect(list('tag-key', 'team')).toEqual(['a/one']);
    expect(list('description', 'the sec')).toEqual(['a/two']);
  });
});

describe('a KMS key', () => {
  it('must be there and enabled, as on AWS', async () => {
    const { call } = await createTestContext();
    const create = (KmsKeyId: string | undefined) =>
      call('secretsmanager', 'CreateSecret', { Name, SecretString: 'one', KmsKeyId });
    expect(() => create('alias/none')).toThrow("can't encrypt the protected secret text");
    const KeyId = call('kms', 'CreateKey', {}).KeyMetadata?.Arn;
    create(KeyId);
    call('kms', 'DisableKey', { KeyId });
    expect(() => call('secretsmanager', 'GetSecretValue', { SecretId: Name })).toThrow('is disabled.');
    expect(() => call('secretsmanager', 'PutSecretValue', { SecretId: Name, SecretString: 'two' })).toThrow(
      expect.objectContaining({ code: 'EncryptionFailure' }),
    );
  });
});

describe('a resource policy', () => {
  it('must be JSON, and not for everybody when that is blocked', async () => {
    const { call } = await createSecret();
    const put = (ResourcePolicy: string, BlockPublicPolicy = false) =>
      call('secretsmanager', 'PutResourcePolicy', { SecretId: Name, ResourcePolicy, BlockPublicPolicy });
    expect(() => put('{')).toThrow('This resource policy contains invalid Json.');
    const open = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: '*' }] });
    expect(() => put(open, true)).toThrow('broad principal');
    put(open);
    const get = () => call('secretsmanager', 'GetResourcePolicy', { SecretId: Name }).ResourcePolicy;
    expect(get()).toBe(open);
    call('secretsmanager', 'DeleteResourcePolicy', { SecretId: Name });
    expect(get()).toBeUndefined();
  });
});

describe('GetRandomPassword', () => {
  it('has each included type and no excluded character', async () => {
    const { call } = await createTestContext();
    const make = (input: object) => call('secretsmanager', 'GetRandomPassword', input).RandomPassword ?? '';
    for (let round = 0; round < 50; round++) {
      const password = make({ PasswordLength: 4, ExcludePunctuation: true, IncludeSpace: true });
      expect(password).toHaveLength(4);
      for (const type of [/[a-z]/, /[A-Z]/, /[0-9]/, / /]) expect(password).toMatch(type);
    }
    const letters = make({ ExcludeNumbers: true, ExcludePunctuation: true, ExcludeCharacters: 'abcXYZ' });
    expect(letters).toMatch(/^[d-zA-W]{32}$/);
    expect(() => make({ PasswordLength: 2 })).toThrow('too short');
  });
});

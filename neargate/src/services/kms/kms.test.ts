import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

const dayMs = 24 * 60 * 60 * 1000;
const AliasName = 'alias/app';

async function key() {
  const test = await createTestContext();
  const { KeyMetadata } = test.call('kms', 'CreateKey', { Description: 'app' });
  const KeyId = KeyMetadata?.KeyId ?? '';
  test.call('kms', 'CreateAlias', { AliasName, TargetKeyId: KeyId });
  return { ...test, KeyId, arn: KeyMetadata?.Arn ?? '' };
}

describe('a key', () => {
  it('is found by id, ARN, alias and alias ARN', async () => {
    const { call, KeyId, arn } = await key();
    const aliasArn = `arn:aws:kms:us-east-1:123456789012:${AliasName}`;
    for (const given of [KeyId, arn, AliasName, aliasArn]) {
      expect(call('kms', 'DescribeKey', { KeyId: given }).KeyMetadata).toMatchObject({
        Arn: arn,
        KeyState: 'Enabled',
        KeyManager: 'CUSTOMER',
      });
    }
    const describe = (given: string) => () => call('kms', 'DescribeKey', { KeyId: given });
    expect(describe('nonsense')).toThrow("Invalid keyId 'nonsense'");
    expect(describe('alias/none')).toThrow(
      'Alias arn:aws:kms:us-east-1:123456789012:alias/none is not found.',
    );
    expect(describe(arn.replace(KeyId, '00000000-0000-4000-8000-000000000000'))).toThrow('does not exist');
  });

  it('is not usable while disabled, and gone after its window', async () => {
    const { call, clock, KeyId, arn } = await key();
    const encrypt = () => call('kms', 'Encrypt', { KeyId, Plaintext: Buffer.from('x') });
    call('kms', 'DisableKey', { KeyId });
    expect(encrypt).toThrow(`${arn} is disabled.`);
    call('kms', 'EnableKey', { KeyId });
    encrypt();
    call('kms', 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    expect(encrypt).toThrow(`${arn} is pending deletion.`);
    call('kms', 'CancelKeyDeletion', { KeyId });
    expect(call('kms', 'DescribeKey', { KeyId }).KeyMetadata?.KeyState).toBe('Disabled');
    call('kms', 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    await clock.advance(7 * dayMs);
    expect(() => call('kms', 'DescribeKey', { KeyId: AliasName })).toThrow('does not exist');
    expect(call('kms', 'ListKeys', {}).Keys).toEqual([]);
  });

  it('of AWS comes into being when its alias is used', async () => {
    const { call } = await key();
    const target = () =>
      call('kms', 'ListAliases', {}).Aliases?.find((alias) => alias.AliasName === 'alias/aws/ssm');
    expect(target()).not.toHaveProperty('TargetKeyId');
    const { KeyMetadata } = call('kms', 'DescribeKey', { KeyId: 'alias/aws/ssm' });
    expect(KeyMetadata?.KeyManager).toBe('AWS');
    expect(target()?.TargetKeyId).toBe(KeyMetadata?.KeyId);
    expect(() => call('kms', 'ScheduleKeyDeletion', { KeyId: KeyMetadata?.KeyId })).toThrow('managed by AWS');
  });
});

describe('encryption', () => {
  const Plaintext = Buffer.from('the password');
  const EncryptionContext = { app: 'users', stage: 'prod' };

  it('is undone with the same context only', async () => {
    const { call, arn } = await key();
    const { CiphertextBlob, KeyId } = call('kms', 'Encrypt', {
      KeyId: AliasName,
      Plaintext,
      EncryptionContext,
    });
    expect(KeyId).toBe(arn);
    expect(Buffer.from(CiphertextBlob ?? []).includes(Plaintext)).toBe(false);
    const decrypt = (context?: Record<string, string>) =>
      call('kms', 'Decrypt', { CiphertextBlob, EncryptionContext: context });
    const reordered = { stage: 'prod', app: 'users' };
    expect(Buffer.from(decrypt(reordered).Plaintext ?? []).toString()).toBe('the password');
    for (const wrong of [undefined, {}, { app: 'users' }]) {
      expect(() => decrypt(wrong)).toThrow(expect.objectContaining({ code: 'InvalidCiphertextException' }));
    }
  });

  it('notices every changed byte', async () => {
    const { call } = await key();
    const { CiphertextBlob = new Uint8Array() } = call('kms', 'Encrypt', { KeyId: AliasName, Plaintext });
    for (let index = 0; index < CiphertextBlob.length; index++) {
      const changed = Buffer.from(CiphertextBlob);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => call('kms', 'Decrypt', { CiphertextBlob: changed })).toThrow();
    }
  });

  it('moves from key to key', async () => {
    const { call, arn } = await key();
    const other = call('kms', 'CreateKey', {}).KeyMetadata?.Arn;
    const first = call('kms', 'Encrypt', { KeyId: arn, Plaintext });
    const second = call('kms', 'ReEncrypt', {
      CiphertextBlob: first.CiphertextBlob,
      DestinationKeyId: other,
    });
    expect([second.SourceKeyId, second.KeyId]).toEqual([arn, other]);
    const decrypt = (KeyId: string | undefined) =>
      call('kms', 'Decrypt', { CiphertextBlob: second.CiphertextBlob, KeyId });
    expect(Buffer.from(decrypt(other).Plaintext ?? [])).toEqual(Plaintext);
    expect(() => decrypt(arn)).toThrow(expect.objectContaining({ code: 'IncorrectKeyException' }));
  });

  it('of data keys gives the key and its ciphertext', async () => {
    const { call } = await key();
    const made = call('kms', 'GenerateDataKey', { KeyId: AliasName, KeySpec: 'AES_256' });
    expect(made.Plaintext).toHaveLength(32);
    const opened = call('kms', 'Decrypt', { CiphertextBlob: made.CiphertextBlob });
    expect(opened.Plaintext).toEqual(made.Plaintext);
    expect(() => call('kms', 'GenerateDataKey', { KeyId: AliasName })).toThrow('either number of bytes');
  });
});

describe('a key policy', () => {
  const policy = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] });

  it('must let the account change it again', async () => {
    const { call, KeyId } = await key();
    const put = (Policy: string) => call('kms', 'PutKeyPolicy', { KeyId, PolicyName: 'default', Policy });
    const root = { AWS: 'arn:aws:iam::123456789012:root' };
    expect(() => put(policy({ Principal: root, Action: 'kms:Encrypt' }))).toThrow(
      'The new key policy will not allow you to update the key policy in the future.',
    );
    expect(() => put('{')).toThrow('invalid Json');
    const missing = { AWS: ['arn:aws:iam::123456789012:root', 'arn:aws:iam::123456789012:role/none'] };
    expect(() => put(policy({ Principal: missing, Action: 'kms:*' }))).toThrow('invalid principals');
    const good = policy({ Principal: root, Action: 'kms:*' });
    put(good);
    expect(call('kms', 'GetKeyPolicy', { KeyId }).Policy).toBe(good);
  });
});

describe('an alias', () => {
  it('is made once, moved and deleted', async () => {
    const { call, KeyId } = await key();
    const create = (name: string) => () =>
      call('kms', 'CreateAlias', { AliasName: name, TargetKeyId: KeyId });
    expect(create(AliasName)).toThrow('already exists');
    expect(create('app')).toThrow('Alias must start with the prefix "alias/"');
    expect(create('alias/aws/mine')).toThrow('reserved');
    const other = call('kms', 'CreateKey', {}).KeyMetadata?.KeyId;
    call('kms', 'UpdateAlias', { AliasName, TargetKeyId: other });
    expect(call('kms', 'ListAliases', { KeyId: other }).Aliases).toMatchObject([{ AliasName }]);
    call('kms', 'DeleteAlias', { AliasName });
    expect(call('kms', 'ListAliases', { KeyId: other }).Aliases).toEqual([]);
  });
});

describe('rotation and tags', () => {
  it('are stored', async () => {
    const { call, KeyId, arn } = await key();
    const rotation = () => call('kms', 'GetKeyRotationStatus', { KeyId });
    expect(rotation()).toMatchObject({ KeyRotationEnabled: false });
    call('kms', 'EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 });
    expect(rotation()).toEqual({ KeyId: arn, KeyRotationEnabled: true, RotationPeriodInDays: 90 });
    call('kms', 'TagResource', { KeyId, Tags: [{ TagKey: 'a', TagValue: '1' }] });
    expect(call('kms', 'ListResourceTags', { KeyId }).Tags).toEqual([{ TagKey: 'a', TagValue: '1' }]);
  });
});

import { expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { readPublicKey } from './public-keys.ts';

// Made by ssh-keygen; the fingerprints are those of openssl and ssh-keygen.
const rsa =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDYOESwj+7XBPybdBc4qDrXAPoSN634glKPaDz1z1qRdOhZJb9iMCntqYVXhg5mAT7kPKdaE+9bFPTUoDTGxr0C3jkAmvY+G/otBSNEhy4od3jfNY1JCiKikJuUrVwv5HeLkwKFGRPm9oR7KNkBvMM9TKGazKEA7/4vnoKRUzzpAH9LBxSpquIiYC5CzMRQTz75W1k9xb7QB/4DyBED9YeE+ydb7TDAZSJbm2ZApx043Sel72Fblvt2WdVVMPEFO/TPFdhQPnE9RIRssHoMk7cOFn41evtiyOd6nHnZU/70uBdMCa0u8FGMweeonJdFQj9EY5sNt1G0b1muMZueWGHn me';
const ed25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMZXuPaCTGPCqyoNw06kd3VQGXVtWSjiIY4MJWGNl7ty me';

it('has the fingerprints of a key as other tools have them', () => {
  expect(readPublicKey(rsa)).toEqual({
    keyType: 'rsa',
    fingerprint: 'e3:d5:62:e7:4e:2a:4b:8e:a8:7a:8e:0f:d5:de:64:e6',
  });
  expect(readPublicKey(`${ed25519}\n`)).toEqual({
    keyType: 'ed25519',
    fingerprint: 'WHKit5dlpowo62ymdeR9TfL5K0Q48CbujkZ19pTQTeo=',
  });
});

it.each(['', 'ssh-rsa', 'ssh-rsa AAAA', rsa.replace('ssh-rsa', 'ssh-dss'), rsa.slice(0, 60), 'no key'])(
  'refuses %j',
  (text) => {
    expect(() => readPublicKey(text)).toThrow('Key is not in valid OpenSSH public key format');
  },
);

it('keeps key pairs, one by a name', async () => {
  const { call } = await createTestContext();
  const importKey = () =>
    call('ec2', 'ImportKeyPair', {
      KeyName: 'mine',
      PublicKeyMaterial: Buffer.from(rsa),
      TagSpecifications: [{ ResourceType: 'key-pair', Tags: [{ Key: 'A', Value: '1' }] }],
    });
  const { KeyPairId = '' } = importKey();
  expect(KeyPairId).toMatch(/^key-[0-9a-f]{17}$/);
  expect(importKey).toThrow(expect.objectContaining({ code: 'InvalidKeyPair.Duplicate' }));
  const describe = (input: object) => call('ec2', 'DescribeKeyPairs', input).KeyPairs;
  expect(describe({ KeyPairIds: [KeyPairId], IncludePublicKey: true })).toMatchObject([
    { KeyName: 'mine', KeyType: 'rsa', PublicKey: rsa, Tags: [{ Key: 'A', Value: '1' }] },
  ]);
  expect(describe({ Filters: [{ Name: 'key-name', Values: ['other'] }] })).toEqual([]);
  expect(describe({ KeyNames: ['mine'] })?.[0]?.PublicKey).toBeUndefined();
  expect(() => describe({ KeyNames: ['other'] })).toThrow(
    expect.objectContaining({ code: 'InvalidKeyPair.NotFound' }),
  );
  expect(call('ec2', 'DeleteKeyPair', { KeyName: 'mine' })).toEqual({ Return: true, KeyPairId });
  expect(call('ec2', 'DeleteKeyPair', { KeyName: 'mine' })).toEqual({ Return: true });
  expect(describe({})).toEqual([]);
});

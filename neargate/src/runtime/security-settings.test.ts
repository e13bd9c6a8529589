import { describe, expect, it } from 'vitest';
import { readSecuritySettings } from './security-settings.ts';

describe('NEARGATE_AUTH and NEARGATE_IAM', () => {
  it('are lax unless told otherwise', () => {
    expect(readSecuritySettings({})).toMatchObject({ verifiesSignatures: false, enforcesPolicies: false });
    expect(
      readSecuritySettings({
        NEARGATE_AUTH: 'strict',
        NEARGATE_IAM: 'enforce',
        NEARGATE_ROOT_ACCESS_KEY_ID: 'AKIAROOT',
        NEARGATE_ROOT_SECRET_ACCESS_KEY: 's',
      }),
    ).toEqual({
      verifiesSignatures: true,
      enforcesPolicies: true,
      rootKey: { accessKeyId: 'AKIAROOT', secretAccessKey: 's' },
    });
  });

  it('take no other word', () => {
    expect(() => readSecuritySettings({ NEARGATE_AUTH: 'on' })).toThrow('NEARGATE_AUTH is "on".');
    expect(() => readSecuritySettings({ NEARGATE_IAM: 'strict' })).toThrow('NEARGATE_IAM is "strict".');
  });
});

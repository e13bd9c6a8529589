import { describe, expect, it } from 'vitest';
import { codecommitPassword } from '../../core/codecommit-password.ts';
import { areGoodGitCredentials, type GitAuthenticator } from './git-authentication.ts';

const signed = {
  host: 'git-codecommit.us-east-1.amazonaws.com',
  path: '/v1/repos/shop',
  region: 'us-east-1',
};
const now = Date.UTC(2026, 10, 26, 12);
const minuteMs = 60_000;
const authenticator: GitAuthenticator = {
  now: () => now,
  gitPasswordOf: (name) => (name === 'ann-at-123456789012' ? 'generated=' : undefined),
  credentialsOf: (id) =>
    ({
      AKIA: { secretAccessKey: 'secret', isActive: true },
      INACTIVE: { secretAccessKey: 'secret', isActive: false },
      ASIA: { secretAccessKey: 'secret', sessionToken: 'token', isActive: true, expiresAtMs: now + 1 },
      ENDED: { secretAccessKey: 'secret', sessionToken: 'token', isActive: true, expiresAtMs: now },
    })[id],
};
const password = (change: Partial<typeof signed & { secretAccessKey: string }> = {}, atMs = now) =>
  codecommitPassword({ ...signed, secretAccessKey: 'secret', ...change }, atMs);
const isGood = (credentials: Parameters<typeof areGoodGitCredentials>[1]) =>
  areGoodGitCredentials(authenticator, credentials, signed);

describe('what git shows', () => {
  it('is the signature that botocore 1.43 makes at this time with this key', () => {
    expect(password()).toBe(
      '20261126T120000Zf6275bb66c2ffda903eecfc141f4ce6f4d9259bd7f83f8e26650f10a34d7b61e',
    );
  });

  it.each([
    ['an access key', { accessKeyId: 'AKIA', password: password() }],
    [
      'a key whose signature is 15 minutes old',
      { accessKeyId: 'AKIA', password: password({}, now - 15 * minuteMs) },
    ],
    ['a session', { accessKeyId: 'ASIA', sessionToken: 'token', password: password() }],
    ['a service-specific credential', { serviceUserName: 'ann-at-123456789012', password: 'generated=' }],
  ])('is good: %s', (_, credentials) => {
    expect(isGood(credentials)).toBe(true);
  });

  it.each([
    ['nothing', {}],
    ['a key that nobody knows', { accessKeyId: 'OTHER', password: password() }],
    ['a key that is not active', { accessKeyId: 'INACTIVE', password: password() }],
    ['no signature', { accessKeyId: 'AKIA', password: 'anything' }],
    ['another secret', { accessKeyId: 'AKIA', password: password({ secretAccessKey: 'other' }) }],
    ['another repository', { accessKeyId: 'AKIA', password: password({ path: '/v1/repos/other' }) }],
    ['another region', { accessKeyId: 'AKIA', password: password({ region: 'eu-west-1' }) }],
    ['another host', { accessKeyId: 'AKIA', password: password({ host: 'localhost' }) }],
    ['an old signature', { accessKeyId: 'AKIA', password: password({}, now - 15 * minuteMs - 1000) }],
    ['a signature of later', { accessKeyId: 'AKIA', password: password({}, now + 16 * minuteMs) }],
    ['a session without its token', { accessKeyId: 'ASIA', password: password() }],
    ['a session that has ended', { accessKeyId: 'ENDED', sessionToken: 'token', password: password() }],
    ['another password', { serviceUserName: 'ann-at-123456789012', password: 'generated' }],
    ['a user without credentials', { serviceUserName: 'bob-at-123456789012', password: 'generated=' }],
  ])('is refused: %s', (_, credentials) => {
    expect(isGood(credentials)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { gitCredentials } from './git-credentials.ts';

const basic = (user: string) => ({
  headers: { authorization: `Basic ${Buffer.from(`${user}:password`).toString('base64')}` },
});

describe('credentials of a git client', () => {
  it.each([
    ['AKIAEXAMPLE', { accessKeyId: 'AKIAEXAMPLE' }],
    ['ASIAEXAMPLE%IQoJ/token==', { accessKeyId: 'ASIAEXAMPLE' }],
    ['210987654321', { accessKeyId: '210987654321', accountId: '210987654321' }],
    ['ann-at-210987654321', { userName: 'ann', accountId: '210987654321' }],
    ['ann+1-at-210987654321', { userName: 'ann', accountId: '210987654321' }],
    ['', {}],
  ])('of %s', (user, expected) => {
    expect(gitCredentials(basic(user))).toEqual(expected);
  });

  it('may be missing or of another kind', () => {
    expect(gitCredentials({ headers: {} })).toEqual({});
    expect(gitCredentials({ headers: { authorization: 'Bearer x' } })).toEqual({});
  });
});

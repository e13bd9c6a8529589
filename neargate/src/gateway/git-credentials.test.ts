import { describe, expect, it } from 'vitest';
import { gitCredentials } from './git-credentials.ts';

const password = 'pass:word';
const ann = { userName: 'ann', accountId: '210987654321', password };
const basic = (user: string) => ({
  headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
});

describe('credentials of a git client', () => {
  it.each([
    ['AKIAEXAMPLE', { accessKeyId: 'AKIAEXAMPLE', password }],
    ['ASIAEXAMPLE%IQoJ/tok%en==', { accessKeyId: 'ASIAEXAMPLE', sessionToken: 'IQoJ/tok%en==', password }],
    ['210987654321', { accessKeyId: '210987654321', accountId: '210987654321', password }],
    ['ann-at-210987654321', { ...ann, serviceUserName: 'ann-at-210987654321' }],
    ['ann+1-at-210987654321', { ...ann, serviceUserName: 'ann+1-at-210987654321' }],
    ['', {}],
  ])('of %s', (user, expected) => {
    expect(gitCredentials(basic(user))).toEqual(expected);
  });

  it('may be missing or of another kind', () => {
    expect(gitCredentials({ headers: {} })).toEqual({});
    expect(gitCredentials({ headers: { authorization: 'Bearer x' } })).toEqual({});
  });
});

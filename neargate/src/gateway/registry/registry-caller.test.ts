import { describe, expect, it } from 'vitest';
import { readRegistryToken, registryPassword } from '../../services/ecr/authorization-token.ts';
import { createTestContext } from '../../services/test-context.ts';
import { registryCaller } from './registry-caller.ts';

const home = { accountId: '210987654321', region: 'eu-west-1' };
const hour = 3_600_000;
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

async function registry() {
  const { context } = await createTestContext();
  const caller = { ...context.caller, principalArn: 'arn:aws:iam::123456789012:user/ann' };
  const password = registryPassword({ ...context, caller }, hour);
  const ask = (headers: Record<string, string>, isStrict = true, query = '', afterMs = 0) =>
    registryCaller({ headers }, new URLSearchParams(query), home, {
      readToken: (shown) => readRegistryToken(context.store, shown),
      isStrict,
      now: () => context.clock.now() + afterMs,
    });
  return { password, ask, forged: forge(password) };
}

/** The same token in another's name. */
function forge(password: string): string {
  const token = JSON.parse(Buffer.from(password, 'base64').toString()) as { payload: string; mac: string };
  const payload = token.payload.replace('user/ann', 'user/bob');
  return Buffer.from(JSON.stringify({ ...token, payload })).toString('base64');
}

describe('where passwords of the registry count', () => {
  it('lets a token in, in the name of who asked for it', async () => {
    const { password, ask } = await registry();
    const ann = {
      accountId: '123456789012',
      region: 'us-east-1',
      principal: expect.objectContaining({ principalArn: 'arn:aws:iam::123456789012:user/ann' }) as unknown,
    };
    expect(ask(basic('AWS', password))).toEqual(ann);
    expect(ask({}, true, `token=${encodeURIComponent(password)}`)).toEqual(ann);
    const host = '999999999999.dkr.ecr.us-east-1.localhost:4566';
    expect(ask({ ...basic('AWS', password), host })).toEqual({ ...ann, accountId: '999999999999' });
  });

  it.each([
    ['any password', () => basic('AWS', 'anything')],
    ['another user name', (password: string) => basic('docker', password)],
    [
      'another region',
      (password: string) => ({ ...basic('AWS', password), host: '123456789012.dkr.ecr.eu-west-1.localhost' }),
    ],
    ['a token that was changed', (_: string, forged: string) => basic('AWS', forged)],
  ])('refuses %s, which is taken where they do not', async (_, headersOf) => {
    const { password, ask, forged } = await registry();
    const headers = headersOf(password, forged);
    expect(() => ask(headers)).toThrow('Not Authorized');
    expect(ask(headers, false)).toBeDefined();
  });

  it('refuses a token at its end, everywhere', async () => {
    const { password, ask } = await registry();
    for (const isStrict of [true, false])
      expect(() => ask(basic('AWS', password), isStrict, '', hour)).toThrow('has expired');
  });

  it('believes no changed token who has it', async () => {
    const { ask, forged } = await registry();
    expect(ask(basic('AWS', forged), false).principal).toBeUndefined();
  });
});

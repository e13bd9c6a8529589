import { describe, expect, it } from 'vitest';
import { CookieSeal } from './cookie-seal.ts';
import { cookieValue, setCookieLines, setsCookie } from './cookies.ts';
import { groupCookieValue, stickyGroup } from './group-stickiness.ts';
import { heldTarget, targetCookieLines } from './target-stickiness.ts';

const seal = new CookieSeal('00'.repeat(32));

describe('CookieSeal', () => {
  it('opens what it sealed, and nothing else', () => {
    const value = seal.seal('secret');
    expect(value).not.toContain('secret');
    expect(seal.seal('secret')).not.toBe(value);
    expect(seal.open(value)).toBe('secret');
    expect(new CookieSeal('00'.repeat(32)).open(value)).toBe('secret');
    expect(new CookieSeal().open(value)).toBeUndefined();
    for (const forged of ['', 'x', `${value.slice(0, -2)}AA`, Buffer.from('secret').toString('base64url')]) {
      expect(seal.open(forged)).toBeUndefined();
    }
  });
});

describe('cookies', () => {
  it('are found by their exact name in any field', () => {
    const fields = ['a=1; AWSALBCORS=no', ' b=2;AWSALB=yes=1 '];
    expect(cookieValue(fields, 'AWSALB')).toBe('yes=1');
    expect(cookieValue(fields, 'WSALB')).toBeUndefined();
    expect(setsCookie(['session=1; Path=/'], 'session')).toBe(true);
    expect(setsCookie(['other=session=1'], 'session')).toBe(false);
  });

  it('are set with and without CORS as ALB sets them', () => {
    const options = { expiresAtMs: 604_800_000, isSecure: true, cors: true };
    expect(setCookieLines('AWSALB', 'x', options)).toBe(
      'Set-Cookie: AWSALB=x; Expires=Thu, 08 Jan 1970 00:00:00 GMT; Path=/\r\n' +
        'Set-Cookie: AWSALBCORS=x; Expires=Thu, 08 Jan 1970 00:00:00 GMT; Path=/; SameSite=None; Secure\r\n',
    );
  });
});

describe('group stickiness', () => {
  const action = (...weights: number[]) => ({
    type: 'forward' as const,
    stickinessMs: 60_000,
    targetGroups: weights.map((weight, index) => ({ targetGroupArn: `group/${index}`, weight })),
  });
  const cookie = groupCookieValue('group/1', 60_000, seal, 0);

  it('holds while the time lasts', () => {
    const choose = (nowMs: number) => stickyGroup(action(1, 1), cookie, seal, nowMs, () => 0);
    expect(choose(59_999)).toEqual({ targetGroupArn: 'group/1', isHeld: true });
    expect(choose(60_000)).toEqual({ targetGroupArn: 'group/0', isHeld: false });
  });

  it('lets go of a group without weight, of another rule, and of a forged cookie', () => {
    const choose = (weights: number[], value: string | undefined) =>
      stickyGroup(action(...weights), value, seal, 0, () => 0).isHeld;
    expect(choose([1, 0], cookie)).toBe(false);
    expect(choose([1], cookie)).toBe(false);
    expect(choose([1, 1], 'group/1')).toBe(false);
    expect(choose([1, 1], undefined)).toBe(false);
  });
});

describe('target stickiness', () => {
  const target = { id: '10.0.0.5', port: 3001 };
  const other = { id: '10.0.0.6', port: 3001 };
  const byLoadBalancer = { type: 'lb_cookie', durationMs: 60_000 } as const;
  const byProgram = { type: 'app_cookie', durationMs: 60_000, cookieName: 'session' } as const;
  const given = { targetGroupArn: 'group', target, held: undefined, setCookieFields: [], isSecure: false };
  const valueIn = (lines: string) => /Set-Cookie: [^=]+=([^;]+)/.exec(lines)?.[1];

  it('by the load balancer holds for the duration, though the browser keeps the cookie for seven days', () => {
    const lines = targetCookieLines(byLoadBalancer, given, seal, 0);
    expect(lines).toMatch(/^Set-Cookie: AWSALB=\S+; Expires=Thu, 08 Jan 1970 00:00:00 GMT; Path=\/\r\n/);
    const cookies = [`AWSALB=${valueIn(lines)}`];
    expect(heldTarget(byLoadBalancer, 'group', cookies, seal, 59_999)).toEqual(target);
    expect(heldTarget(byLoadBalancer, 'group', cookies, seal, 60_000)).toBeUndefined();
    expect(heldTarget(byLoadBalancer, 'other-group', cookies, seal, 0)).toBeUndefined();
    expect(heldTarget(byProgram, 'group', [...cookies, 'session=1'], seal, 0)).toBeUndefined();
  });

  it('beside a program begins with its cookie and needs it', () => {
    expect(targetCookieLines(byProgram, given, seal, 0)).toBe('');
    const lines = targetCookieLines(byProgram, { ...given, setCookieFields: ['session=1'] }, seal, 0);
    expect(lines).toMatch(
      /^Set-Cookie: AWSALBAPP-0=\S+; Expires=Thu, 01 Jan 1970 00:01:00 GMT; Path=\/\r\n$/,
    );
    const cookie = `AWSALBAPP-0=${valueIn(lines)}`;
    expect(heldTarget(byProgram, 'group', [`session=1; ${cookie}`], seal, 0)).toEqual(target);
    expect(heldTarget(byProgram, 'group', [cookie], seal, 0)).toBeUndefined();
  });

  it('beside a program follows the client to another target', () => {
    expect(targetCookieLines(byProgram, { ...given, held: other }, seal, 0)).toContain('AWSALBAPP-0=');
    expect(targetCookieLines(byProgram, { ...given, held: target }, seal, 0)).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import type { RedirectAction, RuleCondition } from '../rule-config.ts';
import { chooseTargetGroup, redirectLocation } from './actions.ts';
import type { RuleSubject } from './conditions.ts';
import { compileCondition } from './conditions.ts';
import { compileRules, matchRule } from './match.ts';
import { compileWildcard } from './wildcard.ts';

function subject(overrides: Partial<RuleSubject> & { headers?: Record<string, string[]> } = {}): RuleSubject {
  const { headers = {}, ...rest } = overrides;
  return {
    method: 'GET',
    pathAndQuery: '/',
    host: 'example.com',
    clientAddress: '192.0.2.7',
    headerValues: (name) => headers[name] ?? [],
    ...rest,
  };
}

const holds = (condition: RuleCondition, request: RuleSubject) => compileCondition(condition)(request);

describe('compileWildcard', () => {
  for (const [pattern, value, expected] of [
    ['/img/*', '/img', false],
    ['/img*', '/img', true],
    ['/img/*', '/img/', true],
    ['/img/*/pics', '/img/a/b/pics', true],
    ['/users*', '/users/42', true],
    ['/Users*', '/users', false],
    ['/a?c', '/abc', true],
    ['/a?c', '/ac', false],
    ['*', '', true],
    ['*.jpg', '/x.jpg.png', false],
    ['*.jpg', '/x.jpg.jpg', true],
    ['/a*b*c', '/aXbYbZc', true],
    ['/a*b*c', '/aXbYbZ', false],
    ['\\*x\\?', '*x?', true],
    ['\\*x\\?', 'axb', false],
    ['/exact', '/exact/', false],
  ] as const) {
    it(`${pattern} ${expected ? 'matches' : 'does not match'} ${value === '' ? 'nothing' : value}`, () => {
      expect(compileWildcard(pattern)(value)).toBe(expected);
    });
  }

  it('answers a hostile pattern and value at once', () => {
    expect(compileWildcard(`${'*a'.repeat(60)}b`)('a'.repeat(5000))).toBe(false);
  });
});

describe('conditions', () => {
  it('match the path without its query, and with regard to case', () => {
    const condition: RuleCondition = { field: 'path-pattern', values: ['/a', '/b*'] };
    expect(holds(condition, subject({ pathAndQuery: '/a?x=/b' }))).toBe(true);
    expect(holds(condition, subject({ pathAndQuery: '/bcd' }))).toBe(true);
    expect(holds(condition, subject({ pathAndQuery: '/c?/a' }))).toBe(false);
    expect(holds(condition, subject({ pathAndQuery: '/A' }))).toBe(false);
    expect(holds({ field: 'path-pattern', values: ['/a b'] }, subject({ pathAndQuery: '/a%20b' }))).toBe(
      false,
    );
  });

  it('match the host without regard to case or port', () => {
    const condition: RuleCondition = { field: 'host-header', values: ['*.Example.com'] };
    expect(holds(condition, subject({ host: 'API.example.COM:8080' }))).toBe(true);
    expect(holds(condition, subject({ host: 'example.com' }))).toBe(false);
    expect(holds(condition, subject({ host: undefined }))).toBe(false);
  });

  it('match any value of a header without regard to case', () => {
    const condition: RuleCondition = { field: 'http-header', headerName: 'User-Agent', values: ['*chrome*'] };
    expect(holds(condition, subject({ headers: { 'user-agent': ['x', 'Chrome/1'] } }))).toBe(true);
    expect(holds(condition, subject())).toBe(false);
  });

  it('match the method exactly', () => {
    const condition: RuleCondition = { field: 'http-request-method', values: ['GET'] };
    expect(holds(condition, subject())).toBe(true);
    expect(holds(condition, subject({ method: 'HEAD' }))).toBe(false);
    expect(holds(condition, subject({ method: 'get' }))).toBe(false);
  });

  it('match one decoded pair of the query, by key or by value alone', () => {
    const pair: RuleCondition = { field: 'query-string', values: [{ key: 'version', value: 'v1*' }] };
    expect(holds(pair, subject({ pathAndQuery: '/?a=1&Version=V1.2' }))).toBe(true);
    expect(holds(pair, subject({ pathAndQuery: '/?other=v1' }))).toBe(false);
    const anyKey: RuleCondition = { field: 'query-string', values: [{ value: 'a b' }] };
    expect(holds(anyKey, subject({ pathAndQuery: '/?q=a%20b' }))).toBe(true);
    expect(holds(anyKey, subject({ pathAndQuery: '/' }))).toBe(false);
  });

  it('match the peer address by CIDR, of either family', () => {
    const condition: RuleCondition = { field: 'source-ip', values: ['192.0.2.0/24', '2001:db8::/32'] };
    expect(holds(condition, subject())).toBe(true);
    expect(holds(condition, subject({ clientAddress: '192.0.3.1' }))).toBe(false);
    expect(holds(condition, subject({ clientAddress: '2001:db8::1' }))).toBe(true);
  });
});

describe('matchRule', () => {
  const fixed = {
    type: 'fixed-response',
    statusCode: 404,
    contentType: 'text/plain',
    messageBody: '',
  } as const;
  const rules = compileRules([
    { arn: 'default', priority: 'default', conditions: [], action: fixed },
    { arn: 'late', priority: 20, conditions: [{ field: 'path-pattern', values: ['/a*'] }], action: fixed },
    {
      arn: 'early',
      priority: 10,
      conditions: [
        { field: 'path-pattern', values: ['/a/b'] },
        { field: 'http-request-method', values: ['POST'] },
      ],
      action: fixed,
    },
  ]);
  const matched = (request: RuleSubject) => rules[matchRule(rules, request)]?.arn;

  it('takes the lowest priority number whose conditions all hold, then the default', () => {
    expect(matched(subject({ pathAndQuery: '/a/b', method: 'POST' }))).toBe('early');
    expect(matched(subject({ pathAndQuery: '/a/b' }))).toBe('late');
    expect(matched(subject({ pathAndQuery: '/z' }))).toBe('default');
  });
});

describe('redirectLocation', () => {
  const keepAll: RedirectAction = {
    type: 'redirect',
    statusCode: 301,
    protocol: '#{protocol}',
    host: '#{host}',
    port: '#{port}',
    path: '/#{path}',
    query: '#{query}',
  };
  const request = {
    scheme: 'http',
    host: 'shop.example:8080',
    listenerPort: 80,
    pathAndQuery: '/a/b?c=d',
    places: { own: { host: '127.0.0.1', port: 3000 }, of: () => undefined },
  } as const;

  it('always carries the port', () => {
    expect(redirectLocation({ ...keepAll, protocol: 'HTTPS', port: '443' }, request)).toBe(
      'https://shop.example:443/a/b?c=d',
    );
  });

  it('fills placeholders anywhere in host, path and query', () => {
    const action = {
      ...keepAll,
      host: 'www.#{host}',
      path: '/#{port}/#{path}',
      query: 'from=#{host}&#{query}',
    };
    expect(redirectLocation(action, request)).toBe('http://www.shop.example:80/80/a/b?from=shop.example&c=d');
  });

  it('writes no question mark without a query', () => {
    expect(redirectLocation(keepAll, { ...request, pathAndQuery: '/' })).toBe('http://shop.example:80/');
  });
});

describe('chooseTargetGroup', () => {
  const action = (...weights: number[]) => ({
    type: 'forward' as const,
    targetGroups: weights.map((weight, index) => ({ targetGroupArn: `group-${index}`, weight })),
  });

  it('gives each group its share of the random line and a weight of 0 nothing', () => {
    expect(chooseTargetGroup(action(1, 0, 3), () => 0.2)).toBe('group-0');
    expect(chooseTargetGroup(action(1, 0, 3), () => 0.25)).toBe('group-2');
    expect(chooseTargetGroup(action(1, 0, 3), () => 0.999)).toBe('group-2');
  });

  it('chooses none when every weight is 0', () => {
    expect(chooseTargetGroup(action(0), () => 0)).toBeUndefined();
    expect(chooseTargetGroup(action(0, 0), () => 0)).toBeUndefined();
  });
});

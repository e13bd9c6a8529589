import { describe, expect, it } from 'vitest';
import { actionsInWords, conditionsInWords } from './rule-words.ts';

describe('conditionsInWords', () => {
  it('says paths as they are, and other conditions by what they look at', () => {
    expect(
      conditionsInWords([
        { Field: 'path-pattern', PathPatternConfig: { Values: ['/users', '/users/*'] } },
        { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
        { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'v', Value: '2' }] } },
      ]),
    ).toBe('/users or /users/* and method GET and query v=2');
    expect(conditionsInWords([{ Field: 'path-pattern', Values: ['/a*'] }])).toBe('/a*');
    expect(conditionsInWords([])).toBe('otherwise');
  });
});

describe('actionsInWords', () => {
  const nameOf = (arn: string) => arn.replace('arn:', '');

  it('says where requests go', () => {
    expect(actionsInWords([{ Type: 'forward', TargetGroupArn: 'arn:users' }], nameOf)).toBe('users');
    const weighted = {
      TargetGroups: [
        { TargetGroupArn: 'arn:blue', Weight: 9 },
        { TargetGroupArn: 'arn:green', Weight: 1 },
      ],
    };
    expect(actionsInWords([{ Type: 'forward', ForwardConfig: weighted }], nameOf)).toBe(
      'blue (weight 9), green (weight 1)',
    );
  });

  it('says fixed responses and redirects', () => {
    expect(
      actionsInWords([{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }], nameOf),
    ).toBe('answer 404');
    expect(
      actionsInWords(
        [{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301', Protocol: 'HTTPS', Port: '443' } }],
        nameOf,
      ),
    ).toBe('redirect 301 to https://#{host}:443/#{path}');
  });
});

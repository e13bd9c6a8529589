import { describe, expect, it } from 'vitest';
import { trustsService } from './trusts-service.ts';

const service = 'events.amazonaws.com';

function policy(...statements: readonly Record<string, unknown>[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

const allow = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } };

describe('trustsService', () => {
  it.each([
    ['the service by name', allow],
    [
      'one of several services and actions',
      {
        ...allow,
        Action: ['sts:TagSession', 'sts:AssumeRole'],
        Principal: { Service: ['ecs.amazonaws.com', service] },
      },
    ],
    ['everybody', { ...allow, Principal: '*' }],
  ])('trusts where a statement allows %s', (_what, statement) => {
    expect(trustsService(policy(statement), service)).toBe(true);
  });

  it('reads a statement that is not in a list', () => {
    expect(trustsService(JSON.stringify({ Version: '2012-10-17', Statement: allow }), service)).toBe(true);
  });

  it.each([
    ['another service', [{ ...allow, Principal: { Service: 'ecs.amazonaws.com' } }]],
    ['another action', [{ ...allow, Action: 'sts:TagSession' }]],
    ['what another statement denies', [allow, { ...allow, Effect: 'Deny' }]],
  ])('does not trust where a statement allows %s', (_what, statements) => {
    expect(trustsService(policy(...statements), service)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { sameIgnoringCase, sameJson, samePolicy } from './equivalence.ts';

describe('equivalence', () => {
  it('sees through JSON layout but not through content', () => {
    expect(sameJson('{"a":1,"b":[1,2]}', '{ "b": [1, 2], "a": 1 }')).toBe(true);
    expect(sameJson('{"b":[1,2]}', '{"b":[2,1]}')).toBe(false);
    expect(sameJson('not json', '{}')).toBe(false);
  });

  it('sees policies that grant the same as equal', () => {
    const one = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: ['b', 'a'],
        Principal: { AWS: '123456789012' },
      },
    });
    const other = JSON.stringify({
      Statement: [
        {
          Sid: '',
          Action: ['s3:getobject'],
          Effect: 'Allow',
          Principal: { AWS: ['arn:aws:iam::123456789012:root'] },
          Resource: ['a', 'b'],
        },
      ],
      Version: '2012-10-17',
    });
    expect(samePolicy(one, other)).toBe(true);
    expect(samePolicy(one, other.replace('Allow', 'Deny'))).toBe(false);
  });

  it('ignores case where AWS does', () => {
    expect(sameIgnoringCase('IPV4', 'ipv4')).toBe(true);
    expect(sameIgnoringCase('ipv6', 'ipv4')).toBe(false);
  });
});

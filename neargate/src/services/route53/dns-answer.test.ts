import type { RRType } from '@aws-sdk/client-route-53';
import { describe, expect, it } from 'vitest';
import { type AnswerSource, answerOf } from './dns-answer.ts';
import type { RecordSetRow } from './store.ts';

const record = (
  Name: string,
  Type: RRType,
  values: readonly string[],
  more: Partial<RecordSetRow> = {},
): RecordSetRow => ({
  Name,
  Type,
  TTL: 60,
  ResourceRecords: values.map((Value) => ({ Value })),
  ...more,
});
const alias = (Name: string, DNSName: string): RecordSetRow => ({
  Name,
  Type: 'A',
  AliasTarget: { HostedZoneId: 'Z1', DNSName, EvaluateTargetHealth: false },
});
const source = (recordSets: readonly RecordSetRow[], chosen = 0): AnswerSource => ({
  recordSets,
  region: 'eu-west-1',
  valuesOf: (target) => (target === 'web.elb.amazonaws.com.' ? ['127.0.0.1'] : []),
  random: (bound) => Math.min(chosen, bound - 1),
});

describe('the answer of a zone', () => {
  it('is what the name has, and nothing of another type', () => {
    const zone = source([record('a.com.', 'A', ['10.0.0.1', '10.0.0.2'])]);
    expect(answerOf(zone, 'a.com.', 'A')).toEqual({ code: 'NOERROR', values: ['10.0.0.1', '10.0.0.2'] });
    expect(answerOf(zone, 'a.com.', 'TXT')).toEqual({ code: 'NOERROR', values: [] });
    expect(answerOf(zone, 'b.com.', 'A')).toEqual({ code: 'NXDOMAIN', values: [] });
  });

  it('follows aliases, in the zone and out of it, and ends where they go round', () => {
    const zone = source([
      alias('a.com.', 'b.a.com.'),
      alias('b.a.com.', 'web.elb.amazonaws.com.'),
      alias('c.a.com.', 'd.a.com.'),
      alias('d.a.com.', 'c.a.com.'),
      alias('e.a.com.', 'gone.elb.amazonaws.com.'),
    ]);
    expect(answerOf(zone, 'a.com.', 'A').values).toEqual(['127.0.0.1']);
    expect(answerOf(zone, 'c.a.com.', 'A').values).toEqual([]);
    expect(answerOf(zone, 'e.a.com.', 'A')).toEqual({ code: 'NOERROR', values: [] });
  });

  it('is the name that a CNAME leads to', () => {
    const zone = source([record('a.com.', 'CNAME', ['b.com'])]);
    expect(answerOf(zone, 'a.com.', 'A').values).toEqual(['b.com']);
  });

  it('is that of a wildcard, unless a name is nearer', () => {
    const zone = source([
      record('a.com.', 'SOA', ['x']),
      record(String.raw`\052.a.com.`, 'A', ['10.0.0.9']),
      record('x.b.a.com.', 'A', ['10.0.0.1']),
    ]);
    expect(answerOf(zone, 'any.a.com.', 'A').values).toEqual(['10.0.0.9']);
    expect(answerOf(zone, 'so.deep.a.com.', 'A').values).toEqual(['10.0.0.9']);
    expect(answerOf(zone, 'b.a.com.', 'A')).toEqual({ code: 'NOERROR', values: [] });
    expect(answerOf(zone, 'y.b.a.com.', 'A').code).toBe('NXDOMAIN');
  });

  it('is one by weight, all of a multivalue answer, or that of the region', () => {
    const weighted = [
      record('a.com.', 'A', ['10.0.0.1'], { SetIdentifier: 'one', Weight: 1 }),
      record('a.com.', 'A', ['10.0.0.2'], { SetIdentifier: 'two', Weight: 2 }),
    ];
    const chosen = [0, 1, 2].flatMap((number) => answerOf(source(weighted, number), 'a.com.', 'A').values);
    expect(chosen).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.2']);
    const several = weighted.map(({ Weight: _weight, ...row }) => ({ ...row, MultiValueAnswer: true }));
    expect(answerOf(source(several), 'a.com.', 'A').values).toEqual(['10.0.0.1', '10.0.0.2']);
    const regions = [
      record('a.com.', 'A', ['10.0.0.1'], { SetIdentifier: 'us', Region: 'us-east-1' }),
      record('a.com.', 'A', ['10.0.0.2'], { SetIdentifier: 'eu', Region: 'eu-west-1' }),
    ];
    expect(answerOf(source(regions), 'a.com.', 'A').values).toEqual(['10.0.0.2']);
  });
});

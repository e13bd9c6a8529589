import { describe, expect, it } from 'vitest';
import type { RecordSetRow } from '../../services/route53/store.ts';
import type { HostEntry } from './hosts-file.ts';
import { privateZoneNames } from './private-zone-names.ts';

const loadBalancer: HostEntry = {
  name: 'web-1.us-east-1.elb.amazonaws.com',
  addresses: ['127.0.0.1'],
  services: [],
  ports: { 80: 8080 },
  answers: 1,
  ttl: 60,
};
const surroundings = {
  region: 'us-east-1',
  addressOf: (address: string) => (address === '10.0.0.9' ? undefined : address.replace(/^10\.0/, '127.1')),
  entryOf: (name: string) => (name === loadBalancer.name ? loadBalancer : undefined),
};
const row = (Name: string, Type: RecordSetRow['Type'], ...values: string[]): RecordSetRow => ({
  Name,
  Type,
  TTL: 30,
  ResourceRecords: values.map((Value) => ({ Value })),
});
const alias = (Name: string, DNSName: string): RecordSetRow => ({
  Name,
  Type: 'A',
  AliasTarget: { HostedZoneId: 'Z1', DNSName, EvaluateTargetHealth: false },
});
const names = (...recordSets: RecordSetRow[]) =>
  privateZoneNames([{ name: 'internal.', recordSets }], surroundings);

describe('the names of private zones', () => {
  it('are addresses of this machine, all of them in every answer', () => {
    expect(names(row('db.internal.', 'A', '10.0.0.1', '10.0.0.2', '10.0.0.9'))).toEqual([
      { name: 'db.internal', addresses: ['127.1.0.1', '127.1.0.2'], services: [], answers: 2, ttl: 30 },
    ]);
    expect(names(row('internal.', 'NS', 'ns-0.awsdns-00.com.'), row('a.internal.', 'TXT', '"t"'))).toEqual(
      [],
    );
  });

  it('lead to load balancers by aliases and CNAMEs, at the ports where they are', () => {
    const target = { ...loadBalancer, name: 'api.internal' };
    expect(names(alias('api.internal.', 'dualstack.web-1.us-east-1.elb.amazonaws.com.'))).toEqual([target]);
    expect(names(row('api.internal.', 'CNAME', 'Web-1.us-east-1.elb.amazonaws.com'))).toEqual([target]);
  });

  it('follow one another, but not for ever', () => {
    const found = names(
      row('a.internal.', 'CNAME', 'b.internal'),
      row('b.internal.', 'A', '10.0.0.1'),
      row('loop.internal.', 'CNAME', 'pool.internal'),
      row('pool.internal.', 'CNAME', 'loop.internal'),
    );
    expect(found.find(({ name }) => name === 'a.internal')).toMatchObject({ addresses: ['127.1.0.1'] });
    expect(found.find(({ name }) => name === 'loop.internal')).not.toHaveProperty('addresses');
  });

  it('are looked up outside where they are only other names', () => {
    expect(names(row('docs.internal.', 'CNAME', 'example.com.'))).toEqual([
      { name: 'docs.internal', alias: 'example.com' },
    ]);
  });

  it('have SRV records with their priority and weight', () => {
    expect(names(row('_http.internal.', 'SRV', '1 10 8080 a.internal.'))).toMatchObject([
      { services: [{ priority: 1, weight: 10, port: 8080, name: 'a.internal' }] },
    ]);
  });

  it('may be wildcards', () => {
    expect(names(row(String.raw`\052.internal.`, 'A', '10.0.0.1'))[0]?.name).toBe('*.internal');
  });

  it('come from the most specific zone', () => {
    const found = privateZoneNames(
      [
        {
          name: 'internal.',
          recordSets: [row('db.app.internal.', 'A', '10.0.0.1'), row('x.internal.', 'A', '10.0.0.3')],
        },
        { name: 'app.internal.', recordSets: [row('db.app.internal.', 'A', '10.0.0.2')] },
      ],
      surroundings,
    );
    expect(found).toMatchObject([
      { name: 'x.internal', addresses: ['127.1.0.3'] },
      { name: 'db.app.internal', addresses: ['127.1.0.2'] },
    ]);
  });

  it('are chosen by the routing policy', () => {
    const set = (SetIdentifier: string, more: Partial<RecordSetRow>): RecordSetRow => ({
      ...row('api.internal.', 'A', `10.0.0.${SetIdentifier}`),
      SetIdentifier,
      ...more,
    });
    const addresses = (...rows: RecordSetRow[]) => names(...rows)[0];
    expect(
      addresses(set('1', { Weight: 90 }), set('2', { Weight: 10 }), set('3', { Weight: 0 })),
    ).toMatchObject({
      addresses: [...Array<string>(9).fill('127.1.0.1'), '127.1.0.2'],
      answers: 1,
    });
    expect(addresses(set('1', { Region: 'eu-west-1' }), set('2', { Region: 'us-east-1' }))).toMatchObject({
      addresses: ['127.1.0.2'],
    });
    expect(addresses(set('1', { Failover: 'SECONDARY' }), set('2', { Failover: 'PRIMARY' }))).toMatchObject({
      addresses: ['127.1.0.2'],
    });
    expect(addresses(set('1', { GeoLocation: { CountryCode: 'CH' } }))).toBeUndefined();
    expect(
      addresses(set('1', { MultiValueAnswer: true }), set('2', { MultiValueAnswer: true })),
    ).toMatchObject({
      addresses: ['127.1.0.1', '127.1.0.2'],
      answers: 8,
    });
  });
});

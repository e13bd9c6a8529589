import { beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../test-context.ts';
import { acmTablesOf } from './store.ts';

let world: TestContext;
beforeEach(async () => {
  world = await createTestContext();
});

const request = (names: readonly [string, ...string[]]) =>
  world.call('acm', 'RequestCertificate', {
    DomainName: names[0],
    ...(names.length > 1 && { SubjectAlternativeNames: names.slice(1) }),
    ValidationMethod: 'DNS',
  }).CertificateArn ?? '';

describe('a requested certificate', () => {
  it('is pending, with the record that would prove each name', () => {
    const arn = request(['example.com', '*.example.com']);
    expect(arn).toMatch(/^arn:aws:acm:us-east-1:123456789012:certificate\/[0-9a-f-]{36}$/);
    const { Certificate: certificate } = world.call('acm', 'DescribeCertificate', { CertificateArn: arn });
    expect(certificate).toMatchObject({
      Status: 'PENDING_VALIDATION',
      Type: 'AMAZON_ISSUED',
      KeyAlgorithm: 'RSA_2048',
      SubjectAlternativeNames: ['example.com', '*.example.com'],
    });
    const records = certificate?.DomainValidationOptions?.map(({ ResourceRecord }) => ResourceRecord);
    expect(records?.[0]).toEqual(records?.[1]);
    expect(records?.[0]?.Name).toMatch(/^_[0-9a-f]{32}\.example\.com\.$/);
    expect(() => world.call('acm', 'GetCertificate', { CertificateArn: arn })).toThrow(/not issued yet/);
  });

  it('is the same one for the same token', () => {
    const input = { DomainName: 'example.com', IdempotencyToken: 'once' };
    const first = world.call('acm', 'RequestCertificate', input);
    expect(world.call('acm', 'RequestCertificate', input)).toEqual(first);
    expect(acmTablesOf(world.context).certificates.size).toBe(1);
  });

  it('is refused for what is no domain name', () => {
    expect(() => request(['not a name'])).toThrow(
      "1 validation error detected: Value 'not a name' at 'domainName' failed to satisfy constraint: Member must satisfy regular expression pattern: ",
    );
  });

  it('is listed by status and key type, tagged and deleted', () => {
    const arn = request(['example.com']);
    const listed = world.call('acm', 'ListCertificates', { CertificateStatuses: ['PENDING_VALIDATION'] });
    expect(listed.CertificateSummaryList?.map(({ CertificateArn }) => CertificateArn)).toEqual([arn]);
    expect(world.call('acm', 'ListCertificates', { CertificateStatuses: ['ISSUED'] })).toMatchObject({
      CertificateSummaryList: [],
    });
    world.call('acm', 'AddTagsToCertificate', { CertificateArn: arn, Tags: [{ Key: 'a', Value: '1' }] });
    world.call('acm', 'RemoveTagsFromCertificate', {
      CertificateArn: arn,
      Tags: [{ Key: 'a', Value: 'other' }],
    });
    expect(world.call('acm', 'ListTagsForCertificate', { CertificateArn: arn }).Tags).toEqual([
      { Key: 'a', Value: '1' },
    ]);
    world.call('acm', 'DeleteCertificate', { CertificateArn: arn });
    expect(() => world.call('acm', 'DescribeCertificate', { CertificateArn: arn })).toThrow(
      `Could not find certificate ${arn}.`,
    );
  });
});

describe('an imported certificate', () => {
  it('must be one', () => {
    const input = { Certificate: Buffer.from('no PEM'), PrivateKey: Buffer.from('no key') };
    expect(() => world.call('acm', 'ImportCertificate', input)).toThrow(/not in PEM format/);
  });
});

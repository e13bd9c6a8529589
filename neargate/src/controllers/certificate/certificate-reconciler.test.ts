import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import {
  certificateAuthority,
  type CertificateAuthority,
} from '../../drivers/certificate-authority/certificate-authority.ts';
import { createTestContext, type TestContext } from '../../services/test-context.ts';
import { certificateReconciler } from './certificate-reconciler.ts';

let directory: string;
let world: TestContext;
let authority: CertificateAuthority;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'neargate-authority-'));
  authority = certificateAuthority(directory, systemClock);
  world = await createTestContext();
});
afterEach(() => rm(directory, { recursive: true }));

function reconciler() {
  return certificateReconciler({ store: world.context.store, clock: systemClock, authority });
}

async function reconcile(certificateArn: string): Promise<void> {
  expect(reconciler().initialKeys()).toContain(certificateArn);
  await reconciler().reconcile(certificateArn, new AbortController().signal);
}

async function issue(
  DomainName: string,
  KeyAlgorithm?: 'EC_prime256v1',
  ValidationMethod?: 'DNS',
): Promise<string> {
  const { CertificateArn = '' } = world.call('acm', 'RequestCertificate', {
    DomainName,
    KeyAlgorithm,
    ValidationMethod,
    SubjectAlternativeNames: [`*.${DomainName}`],
  });
  await reconcile(CertificateArn);
  return CertificateArn;
}

describe('the certificate controller', () => {
  it('has certificates issued that the authority vouches for, and says ISSUED only then', async () => {
    const CertificateArn = await issue('example.com');
    expect(world.call('acm', 'DescribeCertificate', { CertificateArn }).Certificate).toMatchObject({
      Status: 'ISSUED',
      Issuer: 'Neargate',
      DomainValidationOptions: [
        { ValidationStatus: 'PENDING_VALIDATION' },
        { ValidationStatus: 'PENDING_VALIDATION' },
      ],
    });
    const { Certificate = '', CertificateChain = '' } = world.call('acm', 'GetCertificate', {
      CertificateArn,
    });
    const certificate = new X509Certificate(Certificate);
    const issuer = new X509Certificate(CertificateChain);
    expect(certificate.verify(issuer.publicKey)).toBe(true);
    expect(issuer.ca).toBe(true);
    expect(certificate.checkHost('www.example.com')).toBe('*.example.com');
    expect(certificate.checkHost('localhost')).toBeUndefined();
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  it('waits for the records that prove the names where Route 53 has their zone', async () => {
    const HostedZoneId =
      world.call('route53', 'CreateHostedZone', { Name: 'example.com', CallerReference: '1' }).HostedZone
        ?.Id ?? '';
    const CertificateArn = await issue('shop.example.com', undefined, 'DNS');
    const certificate = () => world.call('acm', 'DescribeCertificate', { CertificateArn }).Certificate;
    expect(certificate()?.Status).toBe('PENDING_VALIDATION');
    const record = certificate()?.DomainValidationOptions?.[0]?.ResourceRecord;
    const put = (Value: string) =>
      world.call('route53', 'ChangeResourceRecordSets', {
        HostedZoneId,
        ChangeBatch: {
          Changes: [
            {
              Action: 'UPSERT',
              ResourceRecordSet: { Name: record?.Name, Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value }] },
            },
          ],
        },
      });
    put('_another.acm-validations.aws.');
    await reconcile(CertificateArn);
    expect(certificate()?.Status).toBe('PENDING_VALIDATION');
    put(record?.Value ?? '');
    await reconcile(CertificateArn);
    expect(certificate()).toMatchObject({
      Status: 'ISSUED',
      DomainValidationOptions: [{ ValidationStatus: 'SUCCESS' }, { ValidationStatus: 'SUCCESS' }],
    });
  });

  it('looks at what is pending when a record comes', async () => {
    const CertificateArn = await issue('example.com');
    const certificates = reconciler();
    const change = { scope: '123456789012', key: 'Z1', before: undefined, after: {} };
    expect(certificates.keysFor({ ...change, table: 'route53.record-sets' })).toEqual([CertificateArn]);
    expect(certificates.keysFor({ ...change, table: 'route53.health-checks' })).toEqual([]);
  });

  it('keeps one authority over restarts, its key for its owner only', async () => {
    const first = await issue('one.example.com', 'EC_prime256v1');
    authority = certificateAuthority(directory, systemClock);
    const second = await issue('two.example.com', 'EC_prime256v1');
    const chainOf = (CertificateArn: string) =>
      world.call('acm', 'GetCertificate', { CertificateArn }).CertificateChain;
    expect(chainOf(second)).toBe(chainOf(first));
    const { mode } = await stat(path.join(directory, 'certificate-authority-key.pem'));
    expect(mode & 0o777).toBe(0o600);
    expect((await stat(authority.certificatePath)).mode & 0o777).toBe(0o644);
  });

  it('makes certificates that can be imported again', async () => {
    const { certificatePem, privateKeyPem, chainPem } = await authority.issue(['shop.test'], 'EC_secp384r1');
    const input = { Certificate: Buffer.from(certificatePem), PrivateKey: Buffer.from(privateKeyPem) };
    const { CertificateArn } = world.call('acm', 'ImportCertificate', {
      ...input,
      CertificateChain: Buffer.from(chainPem),
    });
    expect(world.call('acm', 'DescribeCertificate', { CertificateArn }).Certificate).toMatchObject({
      Status: 'ISSUED',
      Type: 'IMPORTED',
      DomainName: 'shop.test',
      KeyAlgorithm: 'EC_secp384r1',
    });
    const other = await authority.issue(['other.test'], 'EC_secp384r1');
    expect(() =>
      world.call('acm', 'ImportCertificate', { ...input, PrivateKey: Buffer.from(other.privateKeyPem) }),
    ).toThrow('The private key does not match the certificate.');
  });
});

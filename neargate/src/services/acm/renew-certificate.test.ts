import { expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { acmTablesOf, type CertificateRow } from './store.ts';

const issued = { status: 'ISSUED', atMs: 0, certificatePem: '', chainPem: '', privateKeyPem: '' } as const;

async function certificate(changes: Partial<CertificateRow> = {}) {
  const { call, context } = await createTestContext();
  const { CertificateArn = '' } = call('acm', 'RequestCertificate', { DomainName: 'example.com' });
  acmTablesOf(context).certificates.update(CertificateArn, (row) => ({ ...row, ...changes }));
  return {
    CertificateArn,
    renew: (arn = CertificateArn) => call('acm', 'RenewCertificate', { CertificateArn: arn }),
  };
}

it('waits for a certificate that is not issued yet', async () => {
  const { renew } = await certificate();
  expect(renew).toThrow(expect.objectContaining({ code: 'RequestInProgressException' }));
});

it.each([{ observed: issued }, { observed: issued, type: 'IMPORTED' as const }])(
  'refuses a certificate that is not eligible: %j',
  async (changes) => {
    const { renew } = await certificate(changes);
    expect(renew).toThrow(expect.objectContaining({ code: 'ValidationException' }));
    expect(renew).toThrow('is not eligible for renewal');
  },
);

it('does not find what is not there', async () => {
  const { renew, CertificateArn } = await certificate();
  const missing = `${CertificateArn.slice(0, -1)}x`;
  expect(() => renew(missing)).toThrow(expect.objectContaining({ code: 'ResourceNotFoundException' }));
});

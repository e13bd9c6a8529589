import { expect, it } from 'vitest';
import type { ListenerRow, TrustStoreRow } from '../../services/elbv2/store.ts';
import { tlsConfig } from './tls-config.ts';

const listener: ListenerRow = {
  listenerArn: 'listener/1',
  loadBalancerArn: 'loadbalancer/1',
  port: 443,
  protocol: 'HTTPS',
  certificateArns: [],
  mutualAuthentication: {
    mode: 'verify',
    trustStoreArn: 'truststore/1',
    ignoreClientCertificateExpiry: true,
    advertiseTrustStoreCaNames: 'off',
  },
  attributes: {},
};
const trustStore: TrustStoreRow = {
  trustStoreArn: 'truststore/1',
  name: 'company',
  caCertificatesPem: ['first', 'second'],
  revocations: [
    { revocationId: 1, revoked: ['a', 'b'] },
    { revocationId: 3, revoked: ['c'] },
  ],
  nextRevocationId: 4,
};
const configOf = (row: ListenerRow, store: TrustStoreRow | undefined) =>
  tlsConfig(
    row,
    () => undefined,
    (arn) => (arn === 'truststore/1' ? store : undefined),
  )?.mutualAuthentication;

it('verifies clients by the authorities of the trust store and by all of its revocation lists', () => {
  expect(configOf(listener, trustStore)).toEqual({
    mode: 'verify',
    caCertificatesPem: ['first', 'second'],
    revoked: ['a', 'b', 'c'],
    ignoreClientCertificateExpiry: true,
  });
});

it('trusts nobody without its trust store', () => {
  expect(configOf(listener, undefined)).toMatchObject({ mode: 'verify', caCertificatesPem: [] });
});

it('asks clients for no certificate unless told to', () => {
  const { mutualAuthentication: _, ...plain } = listener;
  expect(configOf(plain, trustStore)).toBeUndefined();
  expect(configOf({ ...plain, mutualAuthentication: { mode: 'passthrough' } }, trustStore)).toEqual({
    mode: 'passthrough',
  });
});

import type { MutualAuthenticationAttributes } from '@aws-sdk/client-elastic-load-balancing-v2';
import { validationError } from './errors.ts';
import type { Elbv2Tables, MutualAuthentication } from './store.ts';
import { findTrustStore } from './trust-stores.ts';

/** How an HTTPS listener asks clients for certificates; undefined = not at all. */
export function checkedMutualAuthentication(
  tables: Elbv2Tables,
  input: MutualAuthenticationAttributes | undefined,
  protocol: string | undefined,
): MutualAuthentication | undefined {
  const mode = input?.Mode ?? 'off';
  if (mode !== 'verify' && input?.TrustStoreArn !== undefined) {
    throw validationError(`A trust store cannot be specified for mutual authentication of mode '${mode}'`);
  }
  if (mode === 'off') return undefined;
  if (protocol !== 'HTTPS') throw validationError('Mutual authentication needs a listener of protocol HTTPS');
  if (mode === 'passthrough') return { mode };
  if (mode !== 'verify') {
    throw validationError(`Mutual authentication mode '${mode}' must be one of 'off, passthrough, verify'`);
  }
  if (input?.TrustStoreArn === undefined) {
    throw validationError("Mutual authentication of mode 'verify' needs a trust store");
  }
  return {
    mode,
    trustStoreArn: findTrustStore(tables, input.TrustStoreArn).trustStoreArn,
    ignoreClientCertificateExpiry: input.IgnoreClientCertificateExpiry ?? false,
    advertiseTrustStoreCaNames: input.AdvertiseTrustStoreCaNames ?? 'off',
  };
}

export function describeMutualAuthentication(
  row: MutualAuthentication | undefined,
): MutualAuthenticationAttributes {
  if (row?.mode !== 'verify') return { Mode: row?.mode ?? 'off' };
  return {
    Mode: row.mode,
    TrustStoreArn: row.trustStoreArn,
    TrustStoreAssociationStatus: 'active',
    IgnoreClientCertificateExpiry: row.ignoreClientCertificateExpiry,
    AdvertiseTrustStoreCaNames: row.advertiseTrustStoreCaNames,
  };
}

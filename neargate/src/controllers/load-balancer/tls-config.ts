import type {
  CertificateConfig,
  MutualAuthenticationConfig,
  TlsConfig,
  TlsFieldName,
} from '../../loadbalancer/tls/tls-config.ts';
import { defaultTlsFieldNames } from '../../loadbalancer/tls/tls-config.ts';
import { defaultSslPolicy, sslPolicies } from '../../services/elbv2/ssl-policies.ts';
import type { ListenerRow, TrustStoreRow } from '../../services/elbv2/store.ts';

/** How an HTTPS listener speaks TLS; undefined for the others. Certificates that are not issued are left out. */
export function tlsConfig(
  listener: ListenerRow,
  certificateOf: (arn: string) => CertificateConfig | undefined,
  trustStoreOf: (arn: string) => TrustStoreRow | undefined,
): TlsConfig | undefined {
  if (listener.protocol !== 'HTTPS') return undefined;
  const policy = sslPolicies.get(listener.sslPolicy ?? defaultSslPolicy);
  if (policy === undefined) return undefined;
  const mutualAuthentication = mutualAuthenticationConfig(listener, trustStoreOf);
  return {
    certificates: listener.certificateArns.flatMap((arn) => certificateOf(arn) ?? []),
    protocols: policy.protocols,
    ciphers: policy.ciphers,
    ...(mutualAuthentication === undefined ? {} : { mutualAuthentication }),
    fieldNames: fieldNames(listener),
  };
}

function mutualAuthenticationConfig(
  { mutualAuthentication: asked }: ListenerRow,
  trustStoreOf: (arn: string) => TrustStoreRow | undefined,
): MutualAuthenticationConfig | undefined {
  if (asked?.mode !== 'verify') return asked;
  // Without its trust store, which cannot be deleted meanwhile, nobody is let in.
  const trustStore = trustStoreOf(asked.trustStoreArn);
  return {
    mode: 'verify',
    caCertificatesPem: trustStore?.caCertificatesPem ?? [],
    revoked: trustStore?.revocations.flatMap(({ revoked }) => revoked) ?? [],
    ignoreClientCertificateExpiry: asked.ignoreClientCertificateExpiry,
  };
}

function fieldNames({ attributes }: ListenerRow): Record<TlsFieldName, string> {
  const names = { ...defaultTlsFieldNames };
  for (const name of Object.keys(names) as TlsFieldName[]) {
    const own = attributes[`routing.http.request.${name}.header_name`];
    if (own !== undefined && own !== '') names[name] = own;
  }
  return names;
}

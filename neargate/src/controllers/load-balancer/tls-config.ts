import type { CertificateConfig, TlsConfig, TlsFieldName } from '../../loadbalancer/tls/tls-config.ts';
import { defaultTlsFieldNames } from '../../loadbalancer/tls/tls-config.ts';
import { defaultSslPolicy, sslPolicies } from '../../services/elbv2/ssl-policies.ts';
import type { ListenerRow } from '../../services/elbv2/store.ts';

/** How an HTTPS listener speaks TLS; undefined for the others. Certificates that are not issued are left out. */
export function tlsConfig(
  listener: ListenerRow,
  certificateOf: (arn: string) => CertificateConfig | undefined,
): TlsConfig | undefined {
  if (listener.protocol !== 'HTTPS') return undefined;
  const policy = sslPolicies.get(listener.sslPolicy ?? defaultSslPolicy);
  if (policy === undefined) return undefined;
  return {
    certificates: listener.certificateArns.flatMap((arn) => certificateOf(arn) ?? []),
    protocols: policy.protocols,
    ciphers: policy.ciphers,
    ...(listener.mutualAuthentication === 'passthrough'
      ? { mutualAuthentication: { mode: 'passthrough' as const } }
      : {}),
    fieldNames: fieldNames(listener),
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

import type { ForwardingFacts } from '../http/head-writer.ts';
import type { Listener } from '../listener.ts';
import { clientCertificateFields } from '../tls/client-certificate.ts';
import type { TlsFieldName } from '../tls/tls-config.ts';
import type { ConnectionFacts } from './connection-facts.ts';

/** What a client's connection and its listener say about every request that is written to a target. */
export function forwardingFacts(listener: Listener, connection: ConnectionFacts): ForwardingFacts {
  const { config, scheme } = listener;
  const { xffMode, xffClientPort, preserveHost, dropInvalidHeaders } = config.attributes;
  const { client } = connection;
  return {
    clientAddress: client.host,
    clientPort: client.port,
    scheme,
    listenerPort: config.port,
    xffMode,
    xffClientPort,
    preserveHost,
    dropInvalidHeaders,
    ...tlsFields(listener, connection),
  };
}

const tlsNames = ['x_amzn_tls_version', 'x_amzn_tls_cipher_suite'] as const;
const clientCertificateNames = [
  'x_amzn_mtls_clientcert',
  'x_amzn_mtls_clientcert_leaf',
  'x_amzn_mtls_clientcert_serial_number',
  'x_amzn_mtls_clientcert_issuer',
  'x_amzn_mtls_clientcert_subject',
  'x_amzn_mtls_clientcert_validity',
] as const;

/** The fields about TLS that are added, and the names whose fields from the client are dropped for them: nobody may pretend. */
function tlsFields(
  { config }: Listener,
  { tls }: ConnectionFacts,
): Pick<ForwardingFacts, 'connectionFields' | 'ownNames'> {
  const settings = config.tls;
  if (settings === undefined || tls === undefined) return { connectionFields: '', ownNames: undefined };
  const fields: [TlsFieldName, string][] = [];
  const owned: TlsFieldName[] = [];
  if (config.attributes.tlsFields) {
    owned.push(...tlsNames);
    fields.push(['x_amzn_tls_version', tls.protocol], ['x_amzn_tls_cipher_suite', tls.cipher]);
  }
  if (settings.mutualAuthentication !== undefined) {
    owned.push(...clientCertificateNames);
    fields.push(...clientCertificateFields(settings.mutualAuthentication.mode, tls.clientCertificate));
  }
  return {
    connectionFields: fields.map(([name, value]) => `${settings.fieldNames[name]}: ${value}\r\n`).join(''),
    ownNames:
      owned.length === 0 ? undefined : new Set(owned.map((name) => settings.fieldNames[name].toLowerCase())),
  };
}

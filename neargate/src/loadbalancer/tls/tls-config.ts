/** How an HTTPS listener speaks TLS. */
export interface TlsConfig {
  /** The first one is the default; the others are chosen by the server name a client asks for (SNI). */
  readonly certificates: readonly CertificateConfig[];
  /** The security policy's protocols. */
  readonly protocols: readonly TlsProtocol[];
  /** The security policy's ciphers in its order, by OpenSSL's names. */
  readonly ciphers: readonly string[];
  /** Absent = off. */
  readonly mutualAuthentication?: MutualAuthenticationConfig;
  /** The names of the request fields that tell a target of the connection; listener attributes may change them. */
  readonly fieldNames: Readonly<Record<TlsFieldName, string>>;
}

export type TlsProtocol = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

export type MutualAuthenticationConfig =
  | { readonly mode: 'passthrough' }
  | {
      readonly mode: 'verify';
      /** The trust store's certificates. */
      readonly caCertificatesPem: readonly string[];
      /** Certificates on its revocation lists, by `certificateIdentity`. */
      readonly revoked: readonly string[];
      readonly ignoreClientCertificateExpiry: boolean;
    };

/** By the listener attributes `routing.http.request.<name>.header_name`. */
export type TlsFieldName =
  | 'x_amzn_tls_version'
  | 'x_amzn_tls_cipher_suite'
  | 'x_amzn_mtls_clientcert'
  | 'x_amzn_mtls_clientcert_leaf'
  | 'x_amzn_mtls_clientcert_serial_number'
  | 'x_amzn_mtls_clientcert_issuer'
  | 'x_amzn_mtls_clientcert_subject'
  | 'x_amzn_mtls_clientcert_validity';

/** The names ALB uses unless told otherwise (User Guide, "HTTP header modification"). */
export const defaultTlsFieldNames: Readonly<Record<TlsFieldName, string>> = {
  x_amzn_tls_version: 'X-Amzn-Tls-Version',
  x_amzn_tls_cipher_suite: 'X-Amzn-Tls-Cipher-Suite',
  x_amzn_mtls_clientcert: 'X-Amzn-Mtls-Clientcert',
  x_amzn_mtls_clientcert_leaf: 'X-Amzn-Mtls-Clientcert-Leaf',
  x_amzn_mtls_clientcert_serial_number: 'X-Amzn-Mtls-Clientcert-Serial-Number',
  x_amzn_mtls_clientcert_issuer: 'X-Amzn-Mtls-Clientcert-Issuer',
  x_amzn_mtls_clientcert_subject: 'X-Amzn-Mtls-Clientcert-Subject',
  x_amzn_mtls_clientcert_validity: 'X-Amzn-Mtls-Clientcert-Validity',
};

export interface CertificateConfig {
  readonly arn: string;
  /** The certificate and its chain. Its names are read from it. */
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** A security policy: the protocols and, in its order of preference, the ciphers an HTTPS listener takes. */
export interface SslPolicy {
  readonly name: string;
  readonly protocols: readonly SslProtocol[];
  /** OpenSSL's names. */
  readonly ciphers: readonly string[];
}

export type SslProtocol = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

export const defaultSslPolicy = 'ELBSecurityPolicy-2016-08';

const tls13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];
/** The FIPS policies leave ChaCha20 out. */
const tls13Fips = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384'];
const pair = (rest: string) => [`ECDHE-ECDSA-${rest}`, `ECDHE-RSA-${rest}`];
const ephemeralGcm = [...pair('AES128-GCM-SHA256'), ...pair('AES256-GCM-SHA384')];
const ephemeral = [
  ...pair('AES128-GCM-SHA256'),
  ...pair('AES128-SHA256'),
  ...pair('AES256-GCM-SHA384'),
  ...pair('AES256-SHA384'),
];
const ephemeralSha1 = [
  ...pair('AES128-GCM-SHA256'),
  ...pair('AES128-SHA256'),
  ...pair('AES128-SHA'),
  ...pair('AES256-GCM-SHA384'),
  ...pair('AES256-SHA384'),
  ...pair('AES256-SHA'),
];
const rsa = ['AES128-GCM-SHA256', 'AES128-SHA256', 'AES256-GCM-SHA384', 'AES256-SHA256'];
const rsaSha1 = [
  'AES128-GCM-SHA256',
  'AES128-SHA256',
  'AES128-SHA',
  'AES256-GCM-SHA384',
  'AES256-SHA256',
  'AES256-SHA',
];
const all = [...ephemeralSha1, ...rsaSha1];

const only13: readonly SslProtocol[] = ['TLSv1.3'];
const from12to13: readonly SslProtocol[] = ['TLSv1.2', 'TLSv1.3'];
const from11to13: readonly SslProtocol[] = ['TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const from10to13: readonly SslProtocol[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const only12: readonly SslProtocol[] = ['TLSv1.2'];
const from11: readonly SslProtocol[] = ['TLSv1.1', 'TLSv1.2'];
const from10: readonly SslProtocol[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2'];

const table: Readonly<Record<string, readonly [readonly SslProtocol[], readonly string[]]>> = {
  '2016-08': [from10, all],
  '2015-05': [from10, all],
  'TLS-1-0-2015-04': [from10, [...all, 'DES-CBC3-SHA']],
  'TLS-1-1-2017-01': [from11, all],
  'TLS-1-2-2017-01': [only12, [...ephemeral, ...rsa]],
  'TLS-1-2-Ext-2018-06': [only12, all],
  'FS-2018-06': [from10, ephemeralSha1],
  'FS-1-1-2019-08': [from11, ephemeralSha1],
  'FS-1-2-2019-08': [only12, ephemeralSha1],
  'FS-1-2-Res-2019-08': [only12, ephemeral],
  'FS-1-2-Res-2020-10': [only12, ephemeralGcm],
  'TLS13-1-0-2021-06': [from10to13, [...tls13, ...all]],
  'TLS13-1-1-2021-06': [from11to13, [...tls13, ...all]],
  'TLS13-1-2-2021-06': [from12to13, [...tls13, ...ephemeral]],
  'TLS13-1-2-Res-2021-06': [from12to13, [...tls13, ...ephemeralGcm]],
  'TLS13-1-2-Ext1-2021-06': [from12to13, [...tls13, ...ephemeral, ...rsa]],
  'TLS13-1-2-Ext2-2021-06': [from12to13, [...tls13, ...all]],
  'TLS13-1-3-2021-06': [only13, tls13],
  'TLS13-1-2-PQ-2025-09': [from12to13, [...tls13, ...ephemeral]],
  'TLS13-1-2-Res-PQ-2025-09': [from12to13, [...tls13, ...ephemeralGcm]],
  'TLS13-1-2-Ext1-PQ-2025-09': [from12to13, [...tls13, ...ephemeral, ...rsa]],
  'TLS13-1-2-Ext2-PQ-2025-09': [from12to13, [...tls13, ...all]],
  'TLS13-1-0-PQ-2025-09': [from10to13, [...tls13, ...all]],
  'TLS13-1-3-PQ-2025-09': [only13, tls13],
  'TLS13-1-2-FIPS-2023-04': [from12to13, [...tls13Fips, ...ephemeral]],
  'TLS13-1-2-Res-FIPS-2023-04': [from12to13, [...tls13Fips, ...ephemeralGcm]],
  'TLS13-1-3-FIPS-2023-04': [only13, tls13Fips],
};

/**
 * The policies of application load balancers (ALB User Guide, "Security policies"; the ciphers of the FIPS policies and the
 * order within each are from memory). OpenSSL here has neither AWS's FIPS module nor ML-KEM: the policies that promise them
 * take the same protocols and ciphers with classical key exchange.
 */
export const sslPolicies: ReadonlyMap<string, SslPolicy> = new Map(
  Object.entries(table).map(([suffix, [protocols, ciphers]]) => {
    const name = `ELBSecurityPolicy-${suffix}`;
    return [name, { name, protocols, ciphers }];
  }),
);

import { byteAt } from './byte-classes.ts';

/** The header fields the load balancer itself reads or rewrites. Every other field passes through unlooked-at. */
export const fieldIds = {
  other: 0,
  host: 1,
  connection: 2,
  contentLength: 3,
  transferEncoding: 4,
  keepAlive: 5,
  upgrade: 6,
  te: 7,
  trailer: 8,
  expect: 9,
  proxyConnection: 10,
  proxyAuthenticate: 11,
  proxyAuthorization: 12,
  forwardedFor: 13,
  forwardedProto: 14,
  forwardedPort: 15,
  traceId: 16,
  userAgent: 17,
} as const;

const names: Readonly<Record<string, number>> = {
  host: fieldIds.host,
  connection: fieldIds.connection,
  'content-length': fieldIds.contentLength,
  'transfer-encoding': fieldIds.transferEncoding,
  'keep-alive': fieldIds.keepAlive,
  upgrade: fieldIds.upgrade,
  te: fieldIds.te,
  trailer: fieldIds.trailer,
  expect: fieldIds.expect,
  'proxy-connection': fieldIds.proxyConnection,
  'proxy-authenticate': fieldIds.proxyAuthenticate,
  'proxy-authorization': fieldIds.proxyAuthorization,
  'x-forwarded-for': fieldIds.forwardedFor,
  'x-forwarded-proto': fieldIds.forwardedProto,
  'x-forwarded-port': fieldIds.forwardedPort,
  'x-amzn-trace-id': fieldIds.traceId,
  'user-agent': fieldIds.userAgent,
};

interface KnownName {
  readonly bytes: Uint8Array;
  readonly id: number;
}

const byLength: KnownName[][] = [];
for (const [name, id] of Object.entries(names)) {
  (byLength[name.length] ??= []).push({ bytes: Buffer.from(name, 'latin1'), id });
}

/** The id of the field name in `bytes[start, end)`, whatever its case; `fieldIds.other` when it is none of ours. */
export function identifyField(bytes: Uint8Array, start: number, end: number): number {
  const candidates = byLength[end - start];
  if (candidates === undefined) return fieldIds.other;
  for (const candidate of candidates) {
    if (equalsIgnoringCase(candidate.bytes, bytes, start)) return candidate.id;
  }
  return fieldIds.other;
}

// Known names hold only letters and hyphens. Setting bit 0x20 lower-cases a letter and leaves a hyphen alone; the only other
// token byte it would turn into one of these is caught because 0x0d (CR) is no token.
function equalsIgnoringCase(lowerCased: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < lowerCased.length; index++) {
    if ((byteAt(bytes, start + index) | 0x20) !== byteAt(lowerCased, index)) return false;
  }
  return true;
}

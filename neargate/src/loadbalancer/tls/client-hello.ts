/** What the first bytes of a TLS connection are. `incomplete`: more are needed. `foreign`: they are no TLS handshake. */
export type ClientHelloOutcome =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'complete'; readonly serverName: string | undefined };

const handshakeRecord = 22;
const clientHello = 1;
const serverNameExtension = 0;
const hostName = 0;
const recordHeaderBytes = 5;
const maxClientHelloBytes = 65_536;

/** Reads the server name from a ClientHello (RFC 8446 section 4.1.2, RFC 6066 section 3), which may span several records. */
export function readClientHello(received: Buffer): ClientHelloOutcome {
  const message = joinRecords(received);
  if (message === undefined) return { kind: 'foreign' };
  if (message.length < 4) return { kind: 'incomplete' };
  if (message[0] !== clientHello) return { kind: 'foreign' };
  const length = message.readUIntBE(1, 3);
  if (length > maxClientHelloBytes) return { kind: 'foreign' };
  if (message.length < 4 + length) return { kind: 'incomplete' };
  try {
    return { kind: 'complete', serverName: serverNameIn(message.subarray(4, 4 + length)) };
  } catch (error) {
    // A length that leads out of the message: OpenSSL will refuse it too.
    if (error instanceof RangeError) return { kind: 'foreign' };
    throw error;
  }
}

/** The handshake bytes of the records received so far; undefined when they are no handshake records. */
function joinRecords(received: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < received.length) {
    if (received[at] !== handshakeRecord) return undefined;
    if (at + recordHeaderBytes > received.length) break;
    if (received[at + 1] !== 3) return undefined;
    const start = at + recordHeaderBytes;
    const end = start + received.readUInt16BE(at + 3);
    parts.push(received.subarray(start, Math.min(end, received.length)));
    at = end;
  }
  return Buffer.concat(parts);
}

function serverNameIn(hello: Buffer): string | undefined {
  let at = 2 + 32;
  at += 1 + hello.readUInt8(at);
  at += 2 + hello.readUInt16BE(at);
  at += 1 + hello.readUInt8(at);
  if (at >= hello.length) return undefined;
  const end = Math.min(hello.length, at + 2 + hello.readUInt16BE(at));
  at += 2;
  while (at + 4 <= end) {
    const type = hello.readUInt16BE(at);
    const length = hello.readUInt16BE(at + 2);
    at += 4;
    if (type === serverNameExtension && length > 0) return firstHostName(hello.subarray(at, at + length));
    at += length;
  }
  return undefined;
}

function firstHostName(list: Buffer): string | undefined {
  if (list.readUInt8(2) !== hostName) return undefined;
  const length = list.readUInt16BE(3);
  return list.toString('latin1', 5, 5 + length).toLowerCase();
}

import { createHash } from 'node:crypto';

/** What a data channel of Systems Manager Session Manager carries. */
export type SsmMessageType =
  | 'input_stream_data'
  | 'output_stream_data'
  | 'acknowledge'
  | 'channel_closed'
  | 'pause_publication'
  | 'start_publication';

/** What the payload of a stream message is. */
export const payloadTypes = {
  output: 1,
  size: 3,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
} as const;

export interface SsmMessage {
  readonly messageType: string;
  readonly sequenceNumber: number;
  readonly flags: number;
  /** A UUID. */
  readonly messageId: string;
  readonly createdAtMs: number;
  /** One of `payloadTypes`; 0 for messages without. */
  readonly payloadType: number;
  readonly payload: Buffer;
}

/**
 * Offsets and lengths of the header, big endian; the payload follows its length.
 * https://github.com/aws/session-manager-plugin/blob/mainline/src/message/messageparser.go
 */
const layout = {
  messageType: 4,
  schemaVersion: 36,
  createdDate: 40,
  sequenceNumber: 48,
  flags: 56,
  messageId: 64,
  digest: 80,
  payloadType: 112,
  payloadLength: 116,
  payload: 120,
} as const;
const messageTypeLength = 32;
const digestLength = 32;

export function encodeSsmMessage(message: SsmMessage): Buffer {
  const { payload } = message;
  const bytes = Buffer.alloc(layout.payload + payload.length);
  bytes.writeUInt32BE(layout.payloadLength, 0);
  bytes.write(message.messageType.padEnd(messageTypeLength, ' '), layout.messageType, 'latin1');
  bytes.writeUInt32BE(1, layout.schemaVersion);
  bytes.writeBigUInt64BE(BigInt(message.createdAtMs), layout.createdDate);
  bytes.writeBigInt64BE(BigInt(message.sequenceNumber), layout.sequenceNumber);
  bytes.writeBigUInt64BE(BigInt(message.flags), layout.flags);
  swappedUuid(Buffer.from(message.messageId.replaceAll('-', ''), 'hex')).copy(bytes, layout.messageId);
  createHash('sha256').update(payload).digest().copy(bytes, layout.digest);
  bytes.writeUInt32BE(message.payloadType, layout.payloadType);
  bytes.writeUInt32BE(payload.length, layout.payloadLength);
  payload.copy(bytes, layout.payload);
  return bytes;
}

/** Undefined for bytes that are no message, or whose payload has another digest than they say. */
export function decodeSsmMessage(bytes: Buffer): SsmMessage | undefined {
  if (bytes.length < layout.payload) return undefined;
  const headerLength = bytes.readUInt32BE(0);
  const payloadStart = headerLength + 4;
  if (headerLength !== layout.payloadLength || bytes.length < payloadStart) return undefined;
  const payload = bytes.subarray(payloadStart, payloadStart + bytes.readUInt32BE(headerLength));
  const digest = bytes.subarray(layout.digest, layout.digest + digestLength);
  if (!createHash('sha256').update(payload).digest().equals(digest)) return undefined;
  return {
    messageType: bytes
      .toString('latin1', layout.messageType, layout.messageType + messageTypeLength)
      .replaceAll(/[\0 ]+$/g, ''),
    createdAtMs: Number(bytes.readBigUInt64BE(layout.createdDate)),
    sequenceNumber: Number(bytes.readBigInt64BE(layout.sequenceNumber)),
    flags: Number(bytes.readBigUInt64BE(layout.flags)),
    messageId: uuidText(swappedUuid(bytes.subarray(layout.messageId, layout.messageId + 16))),
    payloadType: bytes.readUInt32BE(layout.payloadType),
    payload: Buffer.from(payload),
  };
}

/** The two halves of a UUID stand the other way round: the least significant first. */
function swappedUuid(uuid: Buffer): Buffer {
  return Buffer.concat([uuid.subarray(8, 16), uuid.subarray(0, 8)]);
}

function uuidText(uuid: Buffer): string {
  return uuid.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

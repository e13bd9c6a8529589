import { fieldIds } from './field-names.ts';
import type { MessageHead } from './message-head.ts';

/**
 * Fields about one connection only, which a proxy must not pass on (RFC 9110 section 7.6.1). Upgrade is put back by the
 * writer when the connection is really upgraded. Transfer-Encoding stays: the body keeps its chunks.
 */
const hopByHop = new Set<number>([
  fieldIds.connection,
  fieldIds.keepAlive,
  fieldIds.proxyConnection,
  fieldIds.proxyAuthenticate,
  fieldIds.proxyAuthorization,
  fieldIds.te,
  fieldIds.trailer,
  fieldIds.upgrade,
]);

/** Never removed on Connection's word: doing so would change the message's framing or its destination. */
const neverNamed = new Set<number>([fieldIds.host, fieldIds.contentLength, fieldIds.transferEncoding]);

const hopByHopById = Uint8Array.from({ length: Object.keys(fieldIds).length }, (_, id) =>
  hopByHop.has(id) ? 1 : 0,
);

/** Whether the field ends at this proxy. */
export function endsHere(head: MessageHead, index: number): boolean {
  const id = head.idAt(index);
  if (hopByHopById[id] === 1) return true;
  return (
    head.connectionNames.length > 0 &&
    !neverNamed.has(id) &&
    head.connectionNames.includes(head.nameAt(index).toLowerCase())
  );
}

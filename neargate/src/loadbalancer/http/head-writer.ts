import { fieldIds } from './field-names.ts';
import { isAwsFieldName } from './field-parser.ts';
import { endsHere } from './hop-by-hop.ts';
import type { MessageHead, RequestHead, ResponseHead } from './message-head.ts';
import type { ResponseFields } from './response-fields.ts';
import { noResponseFields } from './response-fields.ts';

/** What the load balancer knows about the client connection and its listener when it writes a request to a target. */
export interface ForwardingFacts {
  readonly clientAddress: string;
  readonly clientPort: number;
  readonly scheme: 'http' | 'https';
  readonly listenerPort: number;
  readonly xffMode: 'append' | 'preserve' | 'remove';
  readonly xffClientPort: boolean;
  readonly preserveHost: boolean;
  readonly dropInvalidHeaders: boolean;
  /** Further field lines about the connection, each ended by CRLF. */
  readonly connectionFields: string;
  /** Lower-cased names of fields that only the load balancer may set: the client's are dropped. */
  readonly ownNames: ReadonlySet<string> | undefined;
}

/**
 * The request head as the target gets it: the client's fields as they came, in order and in their case, without what ends
 * here, and with ALB's own (User Guide, "HTTP headers and Application Load Balancers").
 *
 * @param targetHost `address:port` of the target, the Host for a request in absolute form.
 * @param upgrade whether Connection and Upgrade are passed on, for a WebSocket or another protocol switch.
 */
export function writeRequestHead(
  head: RequestHead,
  facts: ForwardingFacts,
  traceId: string,
  targetHost: string,
  upgrade: boolean,
): string {
  let out = `${head.method} ${head.rewrittenPathAndQuery ?? head.pathAndQuery} HTTP/1.1\r\n`;
  const host = head.rewrittenHost ?? forwardedHost(head, facts, targetHost);
  if (host !== undefined) out += `Host: ${host}\r\n`;
  out += keptFields(
    head,
    head.fieldsStart,
    (index) =>
      isReplaced(head, index, host !== undefined, facts) ||
      (facts.ownNames?.has(head.nameAt(index).toLowerCase()) ?? false) ||
      (facts.dropInvalidHeaders &&
        head.idAt(index) === fieldIds.other &&
        !isAwsFieldName(head.nameAt(index))),
  );
  out += forwardedFor(head, facts);
  out += `X-Forwarded-Proto: ${facts.scheme}\r\nX-Forwarded-Port: ${facts.listenerPort}\r\nX-Amzn-Trace-Id: ${traceId}\r\n`;
  out += facts.connectionFields;
  if (upgrade) out += `Connection: upgrade\r\nUpgrade: ${head.valueOf(fieldIds.upgrade) ?? ''}\r\n`;
  return `${out}\r\n`;
}

function isReplaced(
  head: RequestHead,
  index: number,
  hostReplaced: boolean,
  facts: ForwardingFacts,
): boolean {
  switch (head.idAt(index)) {
    case fieldIds.host:
      return hostReplaced;
    case fieldIds.contentLength:
      return head.chunked || index !== head.indexOf(fieldIds.contentLength);
    case fieldIds.transferEncoding:
      // `identity` says nothing.
      return !head.chunked;
    case fieldIds.forwardedFor:
      return facts.xffMode !== 'preserve';
    case fieldIds.forwardedProto:
    case fieldIds.forwardedPort:
    case fieldIds.traceId:
      return true;
    default:
      return false;
  }
}

/**
 * The Host to write instead of the client's; undefined leaves it. Behind a listener on 80 or 443 the port is removed, behind
 * another it is added when the client gave none.
 */
export function forwardedHost(
  head: RequestHead,
  facts: Pick<ForwardingFacts, 'preserveHost' | 'listenerPort'>,
  targetHost: string,
): string | undefined {
  if (head.targetAuthority !== undefined) return targetHost;
  const host = head.valueOf(fieldIds.host);
  if (host === undefined) return targetHost;
  if (facts.preserveHost || host === '') return undefined;
  const colon = host.lastIndexOf(':');
  const hasPort = colon > host.lastIndexOf(']');
  if (facts.listenerPort === 80 || facts.listenerPort === 443)
    return hasPort ? host.slice(0, colon) : undefined;
  return hasPort ? undefined : `${host}:${facts.listenerPort}`;
}

function forwardedFor(head: RequestHead, facts: ForwardingFacts): string {
  if (facts.xffMode !== 'append') return '';
  const client = facts.xffClientPort ? withPort(facts.clientAddress, facts.clientPort) : facts.clientAddress;
  if (head.indexOf(fieldIds.forwardedFor) === -1) return `X-Forwarded-For: ${client}\r\n`;
  const received = head.valuesNamed('x-forwarded-for').filter((value) => value !== '');
  return `X-Forwarded-For: ${[...received, client].join(', ')}\r\n`;
}

function withPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/**
 * The response head as the client gets it. ALB passes the target's fields on, Server included, and speaks for its own
 * connection.
 *
 * @param added what the listener's attributes add, in the place of the target's own fields of those names.
 * @param sessionLines stickiness cookies.
 * @param dropFraming the body is sent without the target's framing: to an HTTP/1.0 client that cannot read chunks.
 */
export function writeResponseHead(
  head: ResponseHead,
  keepAlive: boolean,
  dropFraming: boolean,
  added: ResponseFields = noResponseFields,
  sessionLines = '',
): string {
  const fieldsStart = head.fieldCount > 0 ? head.lineStartAt(0) : 0;
  const kept =
    head.fieldCount > 0
      ? keptFields(head, fieldsStart, (index) => {
          const id = head.idAt(index);
          return (
            (id === fieldIds.contentLength && head.chunked) ||
            (id === fieldIds.transferEncoding && dropFraming) ||
            (added.names.size > 0 && added.names.has(head.nameAt(index).toLowerCase()))
          );
        })
      : '';
  return `HTTP/1.1${head.statusText}\r\n${kept}${added.lines}${sessionLines}Connection: ${keepAlive ? 'keep-alive' : 'close'}\r\n\r\n`;
}

/** A 101 with the target's Upgrade, or another 1xx, as the client gets it. */
export function writeInterimHead(head: ResponseHead): string {
  const kept = head.fieldCount > 0 ? keptFields(head, head.lineStartAt(0), () => false) : '';
  const upgrade = head.valueOf(fieldIds.upgrade);
  const switching = head.status === 101 && upgrade !== undefined;
  return `HTTP/1.1${head.statusText}\r\n${kept}${switching ? `Connection: upgrade\r\nUpgrade: ${upgrade}\r\n` : ''}\r\n`;
}

/** The field lines that stay, in as few slices as the dropped ones allow. */
function keptFields(head: MessageHead, fieldsStart: number, isDropped: (index: number) => boolean): string {
  const text = head.text;
  const count = head.fieldCount;
  let out = '';
  let runStart = fieldsStart;
  for (let index = 0; index < count; index++) {
    const id = head.idAt(index);
    if (id === fieldIds.other && head.connectionNames.length === 0 && !isDropped(index)) continue;
    if (!endsHere(head, index) && !isDropped(index)) continue;
    const lineStart = head.lineStartAt(index);
    if (lineStart > runStart) out += text.slice(runStart, lineStart);
    runStart = index + 1 < count ? head.lineStartAt(index + 1) : fieldsEnd(text);
  }
  const end = fieldsEnd(text);
  if (end > runStart) out += text.slice(runStart, end);
  return head.bareLf ? out.replaceAll(/\r?\n/g, '\r\n') : out;
}

/** Where the empty line that ends the head begins. */
function fieldsEnd(text: string): number {
  return text.endsWith('\r\n') ? text.length - 2 : text.length - 1;
}

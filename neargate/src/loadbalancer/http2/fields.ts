import type { OutgoingHttpHeaders } from 'node:http2';

/** Fields about one HTTP/1 connection, which HTTP/2 does not have (RFC 9113 section 8.2.2). */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/** The field lines of an HTTP/1 head as HTTP/2 fields: lower-cased, repeated names as lists. */
export function http2Fields(headText: string): OutgoingHttpHeaders {
  const fields: Record<string, string | string[]> = {};
  for (const line of headText.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).toLowerCase();
    if (ofConnection.has(name)) continue;
    add(fields, name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** A request head for a target as HTTP/2 fields: Host becomes `:authority` again. `trailers` keeps `te: trailers`. */
export function http2RequestFields(
  headText: string,
  scheme: 'http' | 'https',
  trailers: boolean,
): OutgoingHttpHeaders {
  const { host, ...rest } = http2Fields(headText);
  const [method = '', path = ''] = headText.slice(0, headText.indexOf('\r\n')).split(' ');
  return {
    ':method': method,
    ':scheme': scheme,
    ':authority': String(host ?? ''),
    ':path': path,
    ...rest,
    ...(trailers ? { te: 'trailers' } : {}),
  };
}

/** A response head that came over HTTP/2 as HTTP/1.1 writes it, so that one set of rules rewrites both. */
export function http1ResponseHead(status: number, raw: readonly string[]): string {
  let text = `HTTP/1.1 ${status} \r\n`;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!name.startsWith(':')) text += `${name}: ${raw[index + 1] ?? ''}\r\n`;
  }
  return `${text}\r\n`;
}

/** Names and values in turn as HTTP/2 fields, without pseudo-fields. */
export function http2FieldsOf(raw: readonly string[]): OutgoingHttpHeaders {
  const fields: Record<string, string | string[]> = {};
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!name.startsWith(':')) add(fields, name, raw[index + 1] ?? '');
  }
  return fields;
}

function add(fields: Record<string, string | string[]>, name: string, value: string): void {
  const known = fields[name];
  if (known === undefined) fields[name] = value;
  else fields[name] = Array.isArray(known) ? [...known, value] : [known, value];
}

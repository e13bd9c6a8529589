/** A request head of HTTP/2 put as HTTP/1.1 writes it, or the status to refuse it with. */
export type TranslatedHead =
  | { readonly kind: 'head'; readonly text: string }
  | { readonly kind: 'refused'; readonly status: 400 };

/** Fields of HTTP/2 itself, or that the translation writes. nghttp2 has refused those about one connection. */
const leftOut = new Set(['host', 'cookie', 'te']);

/**
 * Puts an HTTP/2 request as HTTP/1.1 would have sent it, so that one parser, one set of rules and one way to targets serve
 * both (RFC 9113 section 8.3): `:authority` becomes Host, cookie crumbs become one field (section 8.2.3), and a body of
 * unknown length is chunked.
 *
 * @param raw names and values in turn, as Node's `stream` event gives them.
 */
export function http1RequestHead(raw: readonly string[], hasBody: boolean): TranslatedHead {
  let method: string | undefined;
  let path: string | undefined;
  let authority: string | undefined;
  let host: string | undefined;
  let hasLength = false;
  const cookies: string[] = [];
  let fields = '';
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    if (name === ':method') method = value;
    else if (name === ':path') path = value;
    else if (name === ':authority') authority = value;
    else if (name === 'host') host ??= value;
    else if (name === 'cookie') cookies.push(value);
    else if (!name.startsWith(':') && !leftOut.has(name)) {
      if (name === 'content-length') hasLength = true;
      fields += `${name}: ${value}\r\n`;
    }
  }
  const target = authority ?? host;
  // CONNECT has no path: ALB is no tunnel.
  if (method === undefined || path === undefined || target === undefined)
    return { kind: 'refused', status: 400 };
  if (cookies.length > 0) fields += `cookie: ${cookies.join('; ')}\r\n`;
  if (hasBody && !hasLength) fields += 'Transfer-Encoding: chunked\r\n';
  return { kind: 'head', text: `${method} ${path} HTTP/1.1\r\nHost: ${target}\r\n${fields}\r\n` };
}

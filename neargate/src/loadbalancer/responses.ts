/** Responses the load balancer writes itself: error pages, fixed responses and redirects, byte for byte as ALB's. */

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  400: 'Bad Request',
  401: 'Authorization Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  408: 'Request Time-out',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
  505: 'HTTP Version Not Supported',
};

export interface OwnResponse {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
  readonly location?: string;
}

export interface OwnResponseOptions {
  readonly nowMs: number;
  readonly keepAlive: boolean;
  /** The listener attribute `routing.http.response.server.enabled`. */
  readonly serverHeader: boolean;
  /** Field lines that every response of the listener gets, each ended by CRLF. */
  readonly addedLines: string;
  /** A HEAD request gets the head only. */
  readonly headOnly: boolean;
}

/** ALB's error page. A status without a reason of its own (460, 463, 464) shows the number alone. */
export function errorResponse(status: number): OwnResponse {
  return { status, contentType: 'text/html', body: page(status) };
}

/** The answer of a redirect action; ALB sends the 3xx page as its body. */
export function redirectResponse(status: 301 | 302, location: string): OwnResponse {
  return { status, contentType: 'text/html', body: page(status), location };
}

/** The answer of a fixed-response action. */
export function fixedResponse(status: number, contentType: string, body: string): OwnResponse {
  return { status, contentType: body === '' ? undefined : contentTypeWithCharset(contentType), body };
}

// Seen on ALB for text types; a charset that was configured is left alone.
function contentTypeWithCharset(contentType: string): string {
  return /;\s*charset=/i.test(contentType) ? contentType : `${contentType}; charset=utf-8`;
}

function page(status: number): string {
  const title = statusText(status);
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
}

function statusText(status: number): string {
  const reason = reasons[status];
  return reason === undefined ? String(status) : `${status} ${reason}`;
}

/** The response as bytes on the wire. */
export function serializeResponse(response: OwnResponse, options: OwnResponseOptions): Buffer {
  const bodyBytes = Buffer.byteLength(response.body);
  const bodiless = response.status === 204 || response.status === 304;
  let head = `HTTP/1.1 ${response.status} ${reasons[response.status] ?? ''}\r\n`;
  head += options.addedLines;
  if (options.serverHeader) head += 'Server: awselb/2.0\r\n';
  head += `Date: ${httpDate(options.nowMs)}\r\n`;
  if (!bodiless) {
    if (response.contentType !== undefined) head += `Content-Type: ${response.contentType}\r\n`;
    head += `Content-Length: ${bodyBytes}\r\n`;
  }
  head += `Connection: ${options.keepAlive ? 'keep-alive' : 'close'}\r\n`;
  if (response.location !== undefined) head += `Location: ${response.location}\r\n`;
  return Buffer.from(`${head}\r\n${options.headOnly || bodiless ? '' : response.body}`);
}

/** RFC 9110 section 5.6.7, IMF-fixdate. */
function httpDate(nowMs: number): string {
  return new Date(nowMs).toUTCString();
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Door } from './http-server.ts';

export interface SiteRequest {
  readonly bucket: string;
  /** Decoded, without the slash in front. */
  readonly key: string;
  readonly host: string;
  readonly headers: IncomingHttpHeaders;
}

export interface SiteResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * The sites of buckets, below `BUCKET.s3-website-REGION.localhost` and AWS's own names for them. Nobody signs there.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html
 */
export function websiteDoor(serve: (request: SiteRequest) => SiteResponse): Door {
  return {
    name: 'website',
    matches: ({ headers }) => siteOfHost(headers.host) !== undefined,
    async handle(request, response) {
      const { method = 'GET', headers, url = '/' } = request;
      const bucket = siteOfHost(headers.host) ?? '';
      const isHead = method === 'HEAD';
      const answer =
        method === 'GET' || isHead
          ? serve({ bucket, key: keyOf(url), host: headers.host ?? '', headers })
          : refusal(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', {
              Method: method,
              ResourceType: 'OBJECT',
            });
      const bytes = Buffer.from(answer.body);
      response.writeHead(answer.status, { ...answer.headers, 'content-length': String(bytes.length) });
      response.end(isHead ? undefined : bytes);
    },
  };
}

/** The page that a site shows for an error of which it has no document. */
export function refusal(
  status: number,
  code: string,
  message: string,
  details: Readonly<Record<string, string>> = {},
): SiteResponse {
  const title = `${status} ${reasons[status] ?? ''}`;
  const items = Object.entries({ Code: code, Message: message, ...details })
    .map(([name, value]) => `<li>${name}: ${escapeHtml(value)}</li>`)
    .join('\n');
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'x-amz-error-code': code,
      'x-amz-error-message': message,
    },
    body: `<html>\n<head><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n<ul>\n${items}\n</ul>\n<hr/>\n</body>\n</html>\n`,
  };
}

const reasons: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
};

/** The bucket whose site a host name is. */
function siteOfHost(host: string | undefined): string | undefined {
  const name = (host ?? '').toLowerCase().replace(/:\d+$/, '');
  return /^(.+)\.s3-website(?:[.-][a-z0-9-]+)?\.(?:amazonaws\.com(?:\.cn)?|localhost)$/.exec(name)?.[1];
}

function keyOf(url: string): string {
  const [path = ''] = url.split('?');
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return path.slice(1);
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

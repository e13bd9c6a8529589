import type { RoutingRule, WebsiteConfiguration } from '@aws-sdk/client-s3';

/** What is known of an object that a site would show. */
export type SiteObject =
  | { readonly kind: 'found'; readonly redirect?: string | undefined }
  | { readonly kind: 'missing' }
  | { readonly kind: 'denied' };

/** What a site answers to a request. */
export type SiteAnswer =
  | { readonly kind: 'object'; readonly key: string }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | {
      readonly kind: 'error';
      readonly status: 403 | 404;
      readonly code: 'AccessDenied' | 'NoSuchKey';
      readonly message: string;
      readonly key: string;
      /** The object that the bucket has for errors. */
      readonly document?: string | undefined;
    };

/**
 * Decides by a bucket's website configuration what a request gets: pages of folders, redirects by rule and by object, and the
 * document for errors. Pure.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/IndexDocumentSupport.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html
 */
export function siteAnswer(
  { RedirectAllRequestsTo: all, IndexDocument, ErrorDocument, RoutingRules = [] }: WebsiteConfiguration,
  { key, host }: { readonly key: string; readonly host: string },
  lookUp: (key: string) => SiteObject,
): SiteAnswer {
  if (all !== undefined) {
    const location = `${all.Protocol ?? 'http'}://${all.HostName ?? ''}/${encodeKey(key)}`;
    return { kind: 'redirect', status: 301, location };
  }
  const byPrefix = RoutingRules.find((rule) => fits(rule, key, undefined));
  if (byPrefix !== undefined) return redirectBy(byPrefix, key, host);
  const suffix = IndexDocument?.Suffix ?? 'index.html';
  const isFolder = key === '' || key.endsWith('/');
  const page = isFolder ? `${key}${suffix}` : key;
  const found = lookUp(page);
  if (found.kind === 'found') {
    return found.redirect === undefined
      ? { kind: 'object', key: page }
      : { kind: 'redirect', status: 301, location: found.redirect };
  }
  if (!isFolder && found.kind === 'missing' && lookUp(`${key}/${suffix}`).kind === 'found') {
    return { kind: 'redirect', status: 302, location: `/${encodeKey(key)}/` };
  }
  const status = found.kind === 'denied' ? 403 : 404;
  const byError = RoutingRules.find((rule) => fits(rule, key, String(status)));
  if (byError !== undefined) return redirectBy(byError, key, host);
  return {
    kind: 'error',
    status,
    ...(status === 403
      ? { code: 'AccessDenied', message: 'Access Denied' }
      : { code: 'NoSuchKey', message: 'The specified key does not exist.' }),
    key: page,
    document: ErrorDocument?.Key,
  };
}

/** A rule for an error waits for it; one without any comes before the object is looked for. */
function fits({ Condition: condition }: RoutingRule, key: string, error: string | undefined): boolean {
  return condition?.HttpErrorCodeReturnedEquals === error && key.startsWith(condition?.KeyPrefixEquals ?? '');
}

function redirectBy(
  { Condition: condition, Redirect: redirect }: RoutingRule,
  key: string,
  host: string,
): SiteAnswer {
  const prefix = condition?.KeyPrefixEquals ?? '';
  const replaced =
    redirect?.ReplaceKeyPrefixWith === undefined
      ? (redirect?.ReplaceKeyWith ?? key)
      : redirect.ReplaceKeyPrefixWith + key.slice(prefix.length);
  return {
    kind: 'redirect',
    status: Number(redirect?.HttpRedirectCode ?? '301'),
    location: `${redirect?.Protocol ?? 'http'}://${redirect?.HostName ?? host}/${encodeKey(replaced)}`,
  };
}

function encodeKey(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}

import type { RuleTransform } from '../rule-config.ts';

/** What the access log calls the outcome, as `request_transform_status`. */
export type TransformStatus =
  | 'TransformSuccess'
  | 'TransformInvalidHost'
  | 'TransformInvalidPath'
  | 'TransformBufferTooSmall';

/** What becomes of a request's host and URL. Undefined members stay as the client sent them. */
export interface Transformed {
  /** Undefined when nothing matched, so nothing was done. */
  readonly status: TransformStatus | undefined;
  readonly host: string | undefined;
  readonly pathAndQuery: string | undefined;
}

/** Applies a rule's transforms to a request that has matched it. A status other than success means a 500 response. */
export type CompiledTransforms = (host: string | undefined, pathAndQuery: string) => Transformed;

/** A request line takes at most 16 K on ALB; a longer result cannot be sent. */
const maxUrlLength = 16_384;
const maxHostLength = 255;
const hostCharacters = /^[A-Za-z0-9._:[\]-]+$/;
const urlCharacters = /^\/[\x21-\x7e\x80-\xff]*$/;

/**
 * Compiles host-header-rewrite and url-rewrite (ALB User Guide, "Transforms for listener rules"): the part that matches is
 * replaced; no match leaves the request alone; a result that is no host or URL fails. A URL is its path and query.
 */
export function compileTransforms(transforms: readonly RuleTransform[]): CompiledTransforms | undefined {
  if (transforms.length === 0) return undefined;
  const rewriteHost = compileRewrite(transforms.find(({ type }) => type === 'host-header-rewrite'));
  const rewriteUrl = compileRewrite(transforms.find(({ type }) => type === 'url-rewrite'));
  return (host, pathAndQuery) => {
    const newHost = host === undefined ? undefined : rewriteHost?.(host);
    const newUrl = rewriteUrl?.(pathAndQuery);
    return { status: statusOf(newHost, newUrl), host: newHost, pathAndQuery: newUrl };
  };
}

function compileRewrite(
  transform: RuleTransform | undefined,
): ((subject: string) => string | undefined) | undefined {
  if (transform === undefined) return undefined;
  const expression = new RegExp(transform.regex);
  const replacement = javaScriptReplacement(transform.replace);
  return (subject) => (expression.test(subject) ? subject.replace(expression, replacement) : undefined);
}

// `$&`, `` $` ``, `$'` and `$<` mean something to JavaScript only.
function javaScriptReplacement(replace: string): string {
  return replace.replaceAll(/\$(?![1-9])/g, '$$$$');
}

function statusOf(host: string | undefined, url: string | undefined): TransformStatus | undefined {
  if (host === undefined && url === undefined) return undefined;
  if (host !== undefined && (host.length > maxHostLength || !hostCharacters.test(host))) {
    return 'TransformInvalidHost';
  }
  if (url !== undefined && url.length > maxUrlLength) return 'TransformBufferTooSmall';
  if (url !== undefined && !urlCharacters.test(url)) return 'TransformInvalidPath';
  return 'TransformSuccess';
}

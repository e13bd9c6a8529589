import type { CORSRule } from '@aws-sdk/client-s3';

/** What a page of another origin asks: itself, by a preflight, or with the request that it sends. */
export interface CorsQuestion {
  readonly origin: string;
  readonly method: string;
  /** The headers that it would send; only preflights name them. */
  readonly headers?: readonly string[];
}

/**
 * The headers that let a page of that origin have the answer; undefined when no rule of the bucket fits. The first rule that fits
 * decides. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
export function corsHeaders(
  rules: readonly CORSRule[],
  question: CorsQuestion,
): Readonly<Record<string, string>> | undefined {
  const { origin, method, headers } = question;
  for (const rule of rules) {
    const allowed = (rule.AllowedOrigins ?? []).find((pattern) => fits(pattern, origin));
    const isAllowed =
      allowed !== undefined &&
      (rule.AllowedMethods ?? []).includes(method) &&
      (headers ?? []).every((header) =>
        (rule.AllowedHeaders ?? []).some((pattern) => fits(pattern.toLowerCase(), header.toLowerCase())),
      );
    if (!isAllowed) continue;
    // Only for everybody is the origin not named, and then no credentials come with it.
    return {
      'access-control-allow-origin': allowed === '*' ? '*' : origin,
      ...(allowed === '*' ? {} : { 'access-control-allow-credentials': 'true' }),
      'access-control-allow-methods': (rule.AllowedMethods ?? []).join(', '),
      ...(headers === undefined || headers.length === 0
        ? {}
        : { 'access-control-allow-headers': headers.map((header) => header.toLowerCase()).join(', ') }),
      ...((rule.ExposeHeaders ?? []).length === 0
        ? {}
        : { 'access-control-expose-headers': (rule.ExposeHeaders ?? []).join(', ') }),
      ...(rule.MaxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    };
  }
  return undefined;
}

/** A pattern has at most one asterisk, which stands for anything. */
function fits(pattern: string, text: string): boolean {
  const at = pattern.indexOf('*');
  if (at === -1) return pattern === text;
  const [before, after] = [pattern.slice(0, at), pattern.slice(at + 1)];
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}

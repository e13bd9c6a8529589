import { usage } from './cli-error.ts';

/** Where something is copied from or to. */
export type Location =
  | { readonly kind: 's3'; readonly bucket: string; readonly key: string }
  | { readonly kind: 'file'; readonly path: string }
  /** Standard input or output. */
  | { readonly kind: 'stream' };

/** `s3://bucket/key`, `-`, or a path. */
export function parseLocation(text: string): Location {
  if (text === '-') return { kind: 'stream' };
  if (!text.startsWith('s3://')) return { kind: 'file', path: text };
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(text) ?? [];
  if (bucket === '') throw usage(`Invalid argument type: ${text}: expected s3://BUCKET/KEY`);
  return { kind: 's3', bucket, key };
}

export function s3Uri(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}

/** One `--exclude` or `--include`, in the order in which they were given: the last that matches decides. */
export interface Filter {
  readonly includes: boolean;
  readonly pattern: string;
}

/** @param relative the path below what is copied, with slashes. https://docs.aws.amazon.com/cli/latest/reference/s3/#use-of-exclude-and-include-filters */
export function passes(relative: string, filters: readonly Filter[]): boolean {
  const last = filters.findLast(({ pattern }) => matchesPattern(relative, pattern));
  return last === undefined || last.includes;
}

/** `*` is anything, slashes too; `?` one character; `[abc]` and `[!abc]` one of those or none of them. */
function matchesPattern(text: string, pattern: string): boolean {
  const expression = pattern.replaceAll(/\[!?[^\]]+\]|[*?]|[.+^${}()|\\[\]]/g, (part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    if (part.length > 2 && part.startsWith('[')) return part.replace('[!', '[^');
    return `\\${part}`;
  });
  return new RegExp(`^${expression}$`, 's').test(text);
}

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css',
  csv: 'text/csv',
  gif: 'image/gif',
  gz: 'application/gzip',
  html: 'text/html',
  ico: 'image/vnd.microsoft.icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  md: 'text/markdown',
  mjs: 'text/javascript',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  txt: 'text/plain',
  wasm: 'application/wasm',
  webp: 'image/webp',
  woff2: 'font/woff2',
  xml: 'text/xml',
  zip: 'application/zip',
};

/** What the CLI guesses from a file's name; undefined leaves it to S3. */
export function guessContentType(path: string): string | undefined {
  return contentTypes[(/\.([^./]+)$/.exec(path)?.[1] ?? '').toLowerCase()];
}

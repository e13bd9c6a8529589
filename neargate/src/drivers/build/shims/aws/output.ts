import { CliError, usage } from './cli-error.ts';

/** What JSON can hold. */
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/** An output as the CLI shows it: times in ISO 8601 as version 2 writes them, bytes in base64. */
export function plain(value: unknown): Plain {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return isoTime(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((entry: unknown) => plain(entry));
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, entry]) => entry !== undefined)
        .map(([key, entry]) => [key, plain(entry)]),
    );
  }
  return value as Plain;
}

/** `2026-01-02T03:04:05.678000+00:00`; without a fraction when there is none. */
function isoTime(date: Date): string {
  const [time = '', fraction = '000'] = date.toISOString().replace('Z', '').split('.');
  return fraction === '000' ? `${time}+00:00` : `${time}.${fraction}000+00:00`;
}

/** The part of a result that `--query` asks for. https://jmespath.org */
export async function queried(value: Plain, query: string | undefined): Promise<Plain> {
  if (query === undefined) return value;
  const { search } = await import('@jmespath-community/jmespath');
  try {
    return plain(search(value, query));
  } catch (error) {
    throw usage(
      `argument --query: Bad value for --query ${query}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The text of a result in the format that is asked for; undefined for nothing to print. */
export function formatted(value: Plain, format: string, tell: (line: string) => void): string | undefined {
  switch (format) {
    case 'table':
      tell("Neargate's aws has no tables: this is json.");
      return JSON.stringify(value, undefined, 4);
    case 'json':
      return JSON.stringify(value, undefined, 4);
    case 'text':
      return asText(value);
    default:
      throw new CliError(252, `Unknown output type: ${format}`);
  }
}

/** Tab-separated lines; undefined for none. https://github.com/aws/aws-cli/blob/develop/awscli/text.py */
export function asText(value: Plain): string | undefined {
  const lines: string[] = [];
  writeText(value, undefined, undefined, lines);
  return lines.length === 0 ? undefined : lines.join('\n');
}

function writeText(
  value: Plain,
  identifier: string | undefined,
  scalarKeys: readonly string[] | undefined,
  lines: string[],
): void {
  if (Array.isArray(value)) writeTextList(value, identifier, lines);
  else if (typeof value === 'object' && value !== null) {
    const { scalars, others } = partition(value, scalarKeys);
    if (scalars.length > 0) lines.push([...named(identifier), ...scalars].join('\t'));
    for (const [key, entry] of others) writeText(entry, key, undefined, lines);
  } else lines.push(scalarText(value));
}

function writeTextList(list: readonly Plain[], identifier: string | undefined, lines: string[]): void {
  if (list.some((entry) => isRecord(entry))) {
    const keys = [
      ...new Set(list.flatMap((entry) => (isRecord(entry) ? scalarKeysOf(entry) : []))),
    ].toSorted();
    for (const entry of list) writeText(entry, identifier, keys, lines);
  } else if (list.some((entry) => Array.isArray(entry))) {
    const scalars = list.filter((entry) => !Array.isArray(entry));
    if (scalars.length > 0)
      lines.push([...named(identifier), ...scalars.map((entry) => scalarText(entry))].join('\t'));
    for (const entry of list) if (Array.isArray(entry)) writeText(entry, identifier, undefined, lines);
  } else if (identifier === undefined) {
    if (list.length > 0) lines.push(list.map((entry) => scalarText(entry)).join('\t'));
  } else for (const entry of list) lines.push(`${identifier.toUpperCase()}\t${scalarText(entry)}`);
}

function partition(record: { readonly [key: string]: Plain }, scalarKeys: readonly string[] | undefined) {
  const keys = scalarKeys ?? scalarKeysOf(record).toSorted();
  const others = Object.entries(record)
    .filter(([key]) => !keys.includes(key))
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return { scalars: keys.map((key) => scalarText(record[key] ?? (key in record ? null : ''))), others };
}

function scalarKeysOf(record: { readonly [key: string]: Plain }): string[] {
  return Object.keys(record).filter((key) => !isRecord(record[key]) && !Array.isArray(record[key]));
}

function named(identifier: string | undefined): string[] {
  return identifier === undefined ? [] : [identifier.toUpperCase()];
}

function isRecord(value: Plain | undefined): value is { [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As Python writes them, in which the CLI is written. */
function scalarText(value: Plain): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

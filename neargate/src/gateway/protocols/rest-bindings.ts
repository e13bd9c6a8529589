import type { AwsError } from '../../core/aws-error.ts';
import { readScalar, writeScalar } from '../../wire/scalars.ts';
import {
  type Member,
  shapeOf,
  type StructureShape,
  type Target,
  type WireSchema,
} from '../../wire/schema.ts';
import type { WireRequest } from './protocol.ts';

/** The members that travel in the path, the query string and the headers. */
export function readBoundMembers(
  schema: WireSchema,
  shape: StructureShape,
  labels: Readonly<Record<string, string>>,
  { query, headers }: Pick<WireRequest, 'query' | 'headers'>,
  notANumber: (parameter: string) => AwsError,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  requireNumbers(shape, query, notANumber);
  for (const [name, member] of Object.entries(shape.members)) {
    const value = readBound(schema, name, member, labels, query, headers);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function requireNumbers(
  { members }: StructureShape,
  query: URLSearchParams,
  notANumber: (parameter: string) => AwsError,
): void {
  for (const { query: parameter, target } of Object.values(members)) {
    if (parameter === undefined || target !== 'number') continue;
    if (query.getAll(parameter).some((value) => !/^-?\d+$/.test(value))) throw notANumber(parameter);
  }
}

function readBound(
  schema: WireSchema,
  name: string,
  member: Member,
  labels: Readonly<Record<string, string>>,
  query: URLSearchParams,
  headers: WireRequest['headers'],
): unknown {
  if (member.label === true) {
    const label = labels[name];
    return label === undefined ? undefined : readScalar(label, member.target, name);
  }
  if (member.query !== undefined) {
    const values = query.getAll(member.query);
    const shape = shapeOf(schema, member.target);
    if (shape?.kind === 'list') {
      return values.length === 0
        ? undefined
        : values.map((value) => readScalar(value, shape.element.target, name));
    }
    return values[0] === undefined ? undefined : readScalar(values[0], member.target, name);
  }
  if (member.prefixHeaders !== undefined) {
    const prefix = member.prefixHeaders.toLowerCase();
    const entries = Object.entries(headers).filter(([header]) => header.startsWith(prefix));
    if (entries.length === 0) return undefined;
    return Object.fromEntries(
      entries.map(([header, value]) => [header.slice(prefix.length), headerText(value)]),
    );
  }
  if (member.header !== undefined) {
    const value = headers[member.header.toLowerCase()];
    if (value === undefined) return undefined;
    const shape = shapeOf(schema, member.target);
    if (shape?.kind === 'list') {
      return headerText(value)
        .split(',')
        .map((part) => readScalar(part.trim(), shape.element.target, name));
    }
    return readScalar(headerText(value), member.target, name);
  }
  return undefined;
}

function headerText(value: string | readonly string[] | undefined): string {
  // Header bytes beyond ASCII arrive as Latin-1; AWS's clients send UTF-8.
  const text = typeof value === 'string' ? value : (value ?? []).join(', ');
  return Buffer.from(text, 'latin1').toString('utf8');
}

/** The headers that an output's members become. */
export function writeBoundHeaders(
  schema: WireSchema,
  shape: StructureShape,
  output: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const value = output[name];
    if (value === undefined || value === null) continue;
    if (member.header !== undefined)
      headers[member.header.toLowerCase()] = headerValue(schema, member.target, value);
    if (member.prefixHeaders !== undefined) {
      for (const [key, entry] of Object.entries(value as Record<string, string>)) {
        headers[`${member.prefixHeaders}${key}`.toLowerCase()] = encodeHeader(entry);
      }
    }
  }
  return headers;
}

function headerValue(schema: WireSchema, target: Target, value: unknown): string {
  const shape = shapeOf(schema, target);
  if (shape?.kind === 'list') {
    return (value as readonly unknown[])
      .map((entry) => writeScalar(entry, shape.element.target, 'http-date'))
      .join(', ');
  }
  return encodeHeader(writeScalar(value, target, 'http-date'));
}

/** Node writes headers as Latin-1: UTF-8 must be given to it byte by byte. */
function encodeHeader(text: string): string {
  return Buffer.from(text, 'utf8')
    .toString('latin1')
    .replaceAll(/[\r\n]/g, ' ');
}

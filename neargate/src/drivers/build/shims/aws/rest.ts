import { readScalar, writeScalar } from '../../../../wire/scalars.ts';
import {
  type Member,
  shapeOf,
  type StructureShape,
  structureOf,
  type WireSchema,
} from '../../../../wire/schema.ts';
import { parseXmlBody, readXmlStructure } from '../../../../wire/xml-reader.ts';
import { namespaceAttribute, writeXmlMember, writeXmlMembers, element } from '../../../../wire/xml-writer.ts';
import type { HttpAnswer, HttpCall } from './call.ts';

const dialect = { listElement: 'member' } as const;

/** A request of the REST protocol, with the bucket in the path. https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export function restRequest(
  schema: WireSchema,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  namespace: string | undefined,
): HttpCall {
  const { input: name, http } = schema.operations[operation] ?? {};
  const shape = structureOf(schema, name);
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let path = http?.uri ?? '/';
  const bucket =
    shape.members['Bucket']?.label === true ? encodeURIComponent(String(input['Bucket'])) : undefined;
  for (const [memberName, member] of Object.entries(shape.members)) {
    const value = input[memberName];
    if (value === undefined || value === null) continue;
    if (member.label === true) path = fillLabel(path, memberName, textOf(member, value));
    else if (member.query !== undefined) query.set(member.query, textOf(member, value));
    else if (member.header !== undefined)
      headers[member.header.toLowerCase()] = headerOf(schema, member, value);
    else if (member.prefixHeaders !== undefined) {
      for (const [key, entry] of Object.entries(value as Record<string, string>))
        headers[`${member.prefixHeaders}${key}`.toLowerCase()] = entry;
    }
  }
  const [bare = '/', literal = ''] = path.split('?');
  const all = [literal.replaceAll(/&?x-id=[^&]*/g, ''), query.toString()]
    .filter((part) => part !== '')
    .join('&');
  const whole = bucket === undefined ? bare : `/${bucket}${bare === '/' ? '' : bare}`;
  const { body, contentType } = bodyOf(schema, shape, input, namespace);
  return {
    method: http?.method ?? 'GET',
    path: all === '' ? whole : `${whole}?${all}`,
    headers: { ...(contentType === undefined ? {} : { 'content-type': contentType }), ...headers },
    body,
  };
}

/** The output of an answer: its headers and its body. */
export function readRestAnswer(
  schema: WireSchema,
  operation: string,
  answer: HttpAnswer,
): Record<string, unknown> {
  const shape = structureOf(schema, schema.operations[operation]?.output);
  const output: Record<string, unknown> = {};
  const inBody = Object.entries(shape.members).filter(([, member]) => isInBody(member));
  for (const [name, member] of Object.entries(shape.members)) {
    if (member.header !== undefined) {
      const header = answer.headers[member.header.toLowerCase()];
      if (typeof header === 'string') output[name] = readScalar(header, member.target, name);
    } else if (member.prefixHeaders !== undefined) {
      const prefix = member.prefixHeaders.toLowerCase();
      const entries = Object.entries(answer.headers).filter(([key]) => key.startsWith(prefix));
      output[name] = Object.fromEntries(
        entries.map(([key, value]) => [key.slice(prefix.length), String(value)]),
      );
    } else if (member.payload === true && member.target === 'blob') output[name] = answer.body;
    else if (member.payload === true) output[name] = payloadOf(schema, member, answer.body);
  }
  if (inBody.length > 0 && answer.body.length > 0) {
    const root = parseXmlBody(answer.body.toString('utf8'));
    // The one answer whose root element is the member itself.
    if (operation === 'GetBucketLocation') output['LocationConstraint'] = root.text === '' ? null : root.text;
    else Object.assign(output, readXmlStructure(schema, shape, root));
  }
  return output;
}

function payloadOf(schema: WireSchema, member: Member, body: Buffer): unknown {
  const target = shapeOf(schema, member.target);
  if (body.length === 0) return undefined;
  const text = body.toString('utf8');
  return target?.kind === 'structure' ? readXmlStructure(schema, target, parseXmlBody(text)) : text;
}

function bodyOf(
  schema: WireSchema,
  shape: StructureShape,
  input: Readonly<Record<string, unknown>>,
  namespace: string | undefined,
): { readonly body: Uint8Array; readonly contentType?: string } {
  const nothing = { body: new Uint8Array() };
  const payload = Object.entries(shape.members).find(([, member]) => member.payload === true);
  if (payload === undefined) {
    const members = Object.fromEntries(
      Object.entries(shape.members).filter(([, member]) => isInBody(member)),
    );
    const content = writeXmlMembers(schema, { kind: 'structure', members }, input, dialect);
    if (content === '') return nothing;
    const root = element(shape.xmlName ?? 'Request', namespaceAttribute(namespace), content);
    return { body: Buffer.from(root), contentType: 'application/xml' };
  }
  const [name, member] = payload;
  const value = input[name];
  if (value === undefined || value === null) return nothing;
  if (value instanceof Uint8Array) return { body: value };
  const target = shapeOf(schema, member.target);
  if (target?.kind !== 'structure') return { body: Buffer.from(textOf(member, value)) };
  const xmlName = member.xmlName ?? target.xmlName ?? member.target.slice(1);
  const xml = writeXmlMember(
    schema,
    xmlName,
    { ...member, namespace: member.namespace ?? namespace ?? '' },
    value,
    dialect,
  );
  return { body: Buffer.from(xml), contentType: 'application/xml' };
}

function isInBody({ header, prefixHeaders, query, label, payload, responseCode }: Member): boolean {
  return [header, prefixHeaders, query, label, payload, responseCode].every(
    (binding) => binding === undefined,
  );
}

/** `{Key+}` keeps the slashes of its value. */
function fillLabel(path: string, name: string, value: string): string {
  const greedy = value
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
  return path.replace(`{${name}+}`, greedy).replace(`{${name}}`, encodeURIComponent(value));
}

function headerOf(schema: WireSchema, member: Member, value: unknown): string {
  const shape = shapeOf(schema, member.target);
  if (shape?.kind === 'list')
    return (value as readonly unknown[])
      .map((entry) => writeScalar(entry, shape.element.target, 'http-date'))
      .join(',');
  return writeScalar(value, member.target, 'http-date');
}

function textOf(member: Member, value: unknown): string {
  return writeScalar(value, member.target, 'date-time');
}

import { type Member, shapeOf, type StructureShape, structureOf, type WireSchema } from './schema.ts';
import { serializationError } from './serialization-error.ts';
import { readTimestamp, timestampFormat, writeTimestamp } from './timestamps.ts';

/** The AWS JSON form of a structure: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function readJson(
  schema: WireSchema,
  name: string | undefined,
  text: string,
): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    throw serializationError('The request body is not JSON.');
  }
  if (!isRecord(parsed)) throw serializationError('The request body is not a JSON object.');
  return readStructure(schema, structureOf(schema, name), parsed, '');
}

export function writeJson(schema: WireSchema, name: string | undefined, value: unknown): string {
  return JSON.stringify(writeStructure(schema, structureOf(schema, name), value as Record<string, unknown>));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readStructure(
  schema: WireSchema,
  shape: StructureShape,
  json: Record<string, unknown>,
  place: string,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const value = json[member.jsonName ?? name];
    if (value === undefined || value === null) continue;
    result[name] = readValue(schema, member, value, place === '' ? name : `${place}.${name}`);
  }
  return result;
}

function readValue(schema: WireSchema, member: Member, value: unknown, place: string): unknown {
  const shape = shapeOf(schema, member.target);
  switch (shape?.kind) {
    case 'structure':
      if (!isRecord(value)) throw serializationError(`${place} is not an object.`);
      return readStructure(schema, shape, value, place);
    case 'list':
      if (!Array.isArray(value)) throw serializationError(`${place} is not a list.`);
      return value.map((element: unknown, index) =>
        readPresent(schema, shape.element, element, `${place}.${index + 1}`),
      );
    case 'map':
      if (!isRecord(value)) throw serializationError(`${place} is not a map.`);
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [
          key,
          readPresent(schema, shape.value, entry, `${place}.${key}`),
        ]),
      );
    case undefined:
      return readScalar(member.target, value, place);
  }
}

/** Lists and maps of the services here are not sparse. https://smithy.io/2.0/spec/type-refinement-traits.html#sparse-trait */
function readPresent(schema: WireSchema, member: Member, value: unknown, place: string): unknown {
  if (value === null) throw serializationError(`${place} is null.`);
  return readValue(schema, member, value, place);
}

function readScalar(target: Member['target'], value: unknown, place: string): unknown {
  if (target === 'document') return value;
  if (target.startsWith('timestamp')) {
    if (typeof value === 'number' || typeof value === 'string') return readTimestamp(value, place);
    throw serializationError(`${place} is not a timestamp.`);
  }
  if (target === 'blob') {
    if (typeof value === 'string') return new Uint8Array(Buffer.from(value, 'base64'));
    throw serializationError(`${place} is not base64 text.`);
  }
  if (typeof value === target) return value;
  throw serializationError(
    `${place} is ${Array.isArray(value) ? 'a list' : `a ${typeof value}`} where a ${target} is expected.`,
  );
}

function writeStructure(
  schema: WireSchema,
  shape: StructureShape,
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const own = value[name];
    if (own !== undefined && own !== null) json[member.jsonName ?? name] = writeValue(schema, member, own);
  }
  return json;
}

function writeValue(schema: WireSchema, member: Member, value: unknown): unknown {
  const shape = shapeOf(schema, member.target);
  switch (shape?.kind) {
    case 'structure':
      return writeStructure(schema, shape, value as Record<string, unknown>);
    case 'list':
      return (value as readonly unknown[]).map((element) =>
        element === undefined || element === null ? null : writeValue(schema, shape.element, element),
      );
    case 'map':
      return Object.fromEntries(
        Object.entries(value as Record<string, unknown>).flatMap(([key, entry]) =>
          entry === undefined || entry === null ? [] : [[key, writeValue(schema, shape.value, entry)]],
        ),
      );
    case undefined:
      if (value instanceof Date)
        return writeTimestamp(value, timestampFormat(member.target, 'epoch-seconds'));
      if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
      return value;
  }
}

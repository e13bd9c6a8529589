// Writes what the AWS SDK's clients know of each service's wire format (operations, shapes, where a member travels) to one
// compact JSON file a service. The clients are development dependencies: importing them at run time would cost half a
// second and 119 MB.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NormalizedSchema } from '@smithy/core/schema';
import { clients } from './sdk-clients.mjs';

/** The SDK's numbers for simple types. */
const operationKind = 9;
const errorKind = -3;
const timestampFormats = { 5: 'timestamp:date-time', 6: 'timestamp:http-date', 7: 'timestamp:epoch-seconds' };

/** The SDK's trait names and ours; the value `1` becomes `true`. */
const traits = {
  xmlName: 'xmlName',
  ec2QueryName: 'ec2QueryName',
  xmlFlattened: 'flattened',
  xmlAttribute: 'attribute',
  xmlNamespace: 'namespace',
  jsonName: 'jsonName',
  httpHeader: 'header',
  httpPrefixHeaders: 'prefixHeaders',
  httpQuery: 'query',
  httpQueryParams: 'queryParams',
  httpLabel: 'label',
  httpPayload: 'payload',
  httpResponseCode: 'responseCode',
  streaming: 'streaming',
};

function describeService(client) {
  const shapes = {};
  const operations = {};
  const errors = {};
  for (const name of Object.keys(client).toSorted()) {
    const schema = client[name];
    if (!Array.isArray(schema)) continue;
    if (schema[0] === operationKind) {
      const [, , operationName, , input, output] = schema;
      const { http } = NormalizedSchema.of(schema).getMergedTraits();
      operations[operationName] = {
        ...reference('input', input, shapes),
        ...reference('output', output, shapes),
        ...(http === undefined ? {} : { http: { method: http[0], uri: http[1], status: http[2] } }),
      };
    } else if (schema[0] === errorKind) {
      const { awsQueryError, httpError } = NormalizedSchema.of(schema).getMergedTraits();
      errors[schema[2]] = {
        ...(awsQueryError === undefined ? {} : { code: awsQueryError[0] }),
        ...((httpError ?? awsQueryError?.[1]) === undefined ? {} : { status: httpError ?? awsQueryError[1] }),
      };
    }
  }
  return { operations, shapes: sorted(shapes), errors };
}

function reference(name, schema, shapes) {
  const normalized = NormalizedSchema.of(typeof schema === 'function' ? schema() : schema);
  if (normalized.isUnitSchema() || !normalized.isStructSchema()) return {};
  return { [name]: targetOf(normalized, shapes).slice(1) };
}

/** A simple type's name, or `#` and the name of a shape, which is described on the way. */
function targetOf(normalized, shapes) {
  const schema = normalized.getSchema();
  if (normalized.isStructSchema()) {
    if (normalized.isUnionSchema() && normalized.isStreaming()) return 'event-stream';
    return register(schema[2], shapes, () => describeStructure(normalized, schema, shapes));
  }
  if (normalized.isListSchema()) {
    const element = () => memberOf(normalized.getValueSchema(), shapes);
    if (Array.isArray(schema))
      return register(schema[2], shapes, () => ({ kind: 'list', element: element() }));
    const described = element();
    return register(`ListOf${described.target}`, shapes, () => ({ kind: 'list', element: described }));
  }
  if (normalized.isMapSchema()) {
    const describe = () => ({
      kind: 'map',
      key: memberOf(normalized.getKeySchema(), shapes),
      value: memberOf(normalized.getValueSchema(), shapes),
    });
    if (Array.isArray(schema)) return register(schema[2], shapes, describe);
    const described = describe();
    return register(`MapOf${described.value.target}`, shapes, () => described);
  }
  if (normalized.isDocumentSchema()) return 'document';
  if (normalized.isTimestampSchema()) return timestampFormats[schema] ?? 'timestamp';
  if (normalized.isBlobSchema()) return 'blob';
  if (normalized.isBooleanSchema()) return 'boolean';
  if (normalized.isNumericSchema() || normalized.isBigIntegerSchema() || normalized.isBigDecimalSchema())
    return 'number';
  if (normalized.isStringSchema()) return 'string';
  throw new Error(`a schema of no known kind: ${JSON.stringify(schema)}`);
}

function register(name, shapes, describe) {
  if (shapes[name] === undefined) {
    shapes[name] = {};
    Object.assign(shapes[name], describe());
  }
  return `#${name}`;
}

function describeStructure(normalized, schema, shapes) {
  // The SDK lists required members first and says how many they are.
  const required = schema[6] ?? 0;
  const members = {};
  let index = 0;
  for (const [name, member] of normalized.structIterator()) {
    members[name] = { ...memberOf(member, shapes), ...(index < required ? { required: true } : {}) };
    index += 1;
  }
  const own = normalized.getOwnTraits();
  return {
    kind: 'structure',
    ...(own.xmlName === undefined ? {} : { xmlName: own.xmlName }),
    ...(own.xmlNamespace === undefined ? {} : { namespace: own.xmlNamespace }),
    members,
  };
}

function memberOf(member, shapes) {
  // The traits of a target's own belong to the shape; only `streaming` says how this member travels.
  const own = { ...member.getMemberTraits() };
  if (member.isStreaming()) own.streaming = 1;
  const described = { target: targetOf(member, shapes) };
  for (const [theirs, ours] of Object.entries(traits)) {
    if (own[theirs] !== undefined) described[ours] = own[theirs] === 1 ? true : own[theirs];
  }
  return described;
}

function sorted(record) {
  return Object.fromEntries(Object.entries(record).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

async function writeWireSchemas(directory) {
  await mkdir(directory, { recursive: true });
  for (const [service, packageName] of Object.entries(clients)) {
    const description = describeService(await import(packageName));
    await writeFile(path.join(directory, `${service}.json`), JSON.stringify(description));
  }
}

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Where the schemas are kept: `<service>.json` for every service. */
export const wireSchemaDirectory = path.join(root, 'src/wire/schemas');

/** Writes the schemas unless they are there already for the installed clients and these scripts. */
export async function ensureWireSchemas() {
  const stampFile = path.join(wireSchemaDirectory, '.stamp');
  const scripts = [import.meta.url, new URL('./sdk-clients.mjs', import.meta.url)].map(fileURLToPath);
  const sources = [...scripts, path.join(root, '../package-lock.json')];
  const hash = createHash('sha256');
  for (const file of sources) hash.update(await readFile(file));
  const stamp = hash.digest('hex');
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return;
  await writeWireSchemas(wireSchemaDirectory);
  await writeFile(stampFile, stamp);
}

/** The hook by which vitest has it done before the tests. */
export const setup = ensureWireSchemas;

import { AwsError } from '../../core/aws-error.ts';
import { readScalar, writeScalar } from '../../wire/scalars.ts';
import {
  type Member,
  shapeOf,
  type StructureShape,
  structureOf,
  type WireSchema,
} from '../../wire/schema.ts';
import { malformedXml, parseXmlBody, readXmlStructure } from '../../wire/xml-reader.ts';
import {
  element,
  escapeXml,
  namespaceAttribute,
  writeXmlMember,
  writeXmlMembers,
} from '../../wire/xml-writer.ts';
import type { WireProtocol, WireRequest } from './protocol.ts';
import { xmlDeclaration } from './query.ts';
import { readBoundMembers, writeBoundHeaders } from './rest-bindings.ts';
import { decodePath, matchRoute } from './rest-routes.ts';
import { bucketOfHost, splitPath } from './s3-addressing.ts';
import { readOr } from './unreadable.ts';

const dialect = { listElement: 'member' } as const;

/** REST with XML bodies. https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export const restXmlProtocol: WireProtocol = {
  read({ definition, schema }, request) {
    const { bucket, path } =
      definition.hasBuckets === true
        ? splitPath(request.path, bucketOfHost(request.headers.host))
        : { bucket: undefined, path: withoutLastSlash(request.path) };
    const routed = bucket === undefined ? bucketless(schema) : bucketed(schema);
    const match = matchRoute(routed, { ...request, path });
    if (match === undefined) {
      throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
        status: 405,
      });
    }
    const shape = structureOf(schema, schema.operations[match.operation]?.input);
    const labels = bucket === undefined ? match.labels : { ...match.labels, Bucket: decodePath(bucket) };
    const notANumber = (parameter: string) =>
      new AwsError(
        definition.validationErrorCode,
        `Provided ${parameter} not an integer or within integer range`,
      );
    const bound = readOr(
      () => readBoundMembers(schema, shape, labels, request, notANumber),
      (detail) => new AwsError(definition.validationErrorCode, detail),
    );
    const body = readOr(
      () => readBody(schema, shape, request),
      (detail) =>
        definition.noErrorWrapping === true
          ? malformedXml()
          : new AwsError(definition.validationErrorCode, `Invalid XML ; ${detail}`),
    );
    return { operation: match.operation, input: { ...body, ...bound } };
  },
  writeOutput({ definition, schema }, operation, output, requestId) {
    const { output: name, http } = schema.operations[operation] ?? {};
    const shape = structureOf(schema, name);
    const result = (output ?? {}) as Record<string, unknown>;
    const { body, contentType } = writeBody(schema, shape, operation, result, definition.xmlNamespace);
    return {
      // A range was asked for and is given.
      status: result['ContentRange'] === undefined ? (http?.status ?? 200) : 206,
      headers: {
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        ...writeBoundHeaders(schema, shape, result),
        'x-amz-request-id': requestId,
        'x-amz-id-2': Buffer.from(requestId).toString('base64'),
      },
      body,
    };
  },
  writeError({ definition }, error, { method, path }, requestId) {
    const { code, message, status } = error;
    const hasBody = method !== 'HEAD' && status !== 304;
    if (definition.noErrorWrapping !== true) {
      const body = wrappedError(error, definition.xmlNamespace, requestId);
      return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
    }
    const content =
      element('Code', '', escapeXml(code)) +
      element('Message', '', escapeXml(message)) +
      element('Resource', '', escapeXml(decodePath(path))) +
      element('RequestId', '', requestId);
    return {
      status,
      headers: { ...(hasBody ? { 'content-type': 'application/xml' } : {}), 'x-amz-request-id': requestId },
      body: hasBody ? xmlDeclaration + element('Error', '', content) : '',
    };
  },
};

/** https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html#operation-error-serialization */
function wrappedError(
  { code, message, fault }: AwsError,
  namespace: string | undefined,
  requestId: string,
): string {
  const content =
    element('Type', '', fault === 'client' ? 'Sender' : 'Receiver') +
    element('Code', '', escapeXml(code)) +
    element('Message', '', escapeXml(message));
  const wrapped = element('Error', '', content) + element('RequestId', '', requestId);
  return xmlDeclaration + element('ErrorResponse', namespaceAttribute(namespace), wrapped);
}

/** Some clients write one behind a template's last segment. */
function withoutLastSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

const withBucket = new WeakMap<WireSchema, WireSchema>();
const withoutBucket = new WeakMap<WireSchema, WireSchema>();

/** The operations on a bucket or something in it. URIs of the schema do not tell, since they leave the bucket out. */
function bucketed(schema: WireSchema): WireSchema {
  return operationsWhere(schema, withBucket, (shape) => shape.members['Bucket']?.label === true);
}

function bucketless(schema: WireSchema): WireSchema {
  return operationsWhere(schema, withoutBucket, (shape) => shape.members['Bucket']?.label !== true);
}

function operationsWhere(
  schema: WireSchema,
  cache: WeakMap<WireSchema, WireSchema>,
  holds: (input: StructureShape) => boolean,
): WireSchema {
  let filtered = cache.get(schema);
  if (filtered === undefined) {
    const operations = Object.entries(schema.operations).filter(([, { input }]) =>
      holds(structureOf(schema, input)),
    );
    filtered = { ...schema, operations: Object.fromEntries(operations) };
    cache.set(schema, filtered);
  }
  return filtered;
}

function payloadOf(shape: StructureShape): readonly [name: string, member: Member] | undefined {
  return Object.entries(shape.members).find(([, { payload }]) => payload === true);
}

function readBody(schema: WireSchema, shape: StructureShape, { body }: WireRequest): Record<string, unknown> {
  const payload = payloadOf(shape);
  if (payload === undefined) {
    const inBody = Object.values(shape.members).some(isInBody);
    return inBody && body.length > 0
      ? readXmlStructure(schema, shape, parseXmlBody(body.toString('utf8')))
      : {};
  }
  const [name, member] = payload;
  const target = shapeOf(schema, member.target);
  if (target?.kind === 'structure') {
    return body.length === 0
      ? {}
      : { [name]: readXmlStructure(schema, target, parseXmlBody(body.toString('utf8'))) };
  }
  if (member.target === 'blob') return { [name]: new Uint8Array(body) };
  return { [name]: readScalar(body.toString('utf8'), member.target, name) };
}

function isInBody({ header, prefixHeaders, query, queryParams, label, payload }: Member): boolean {
  return [header, prefixHeaders, query, queryParams, label, payload].every(
    (binding) => binding === undefined,
  );
}

function writeBody(
  schema: WireSchema,
  shape: StructureShape,
  operation: string,
  output: Readonly<Record<string, unknown>>,
  namespace: string | undefined,
): { readonly body: string | Uint8Array; readonly contentType?: string } {
  const payload = payloadOf(shape);
  if (payload !== undefined) {
    const [name, member] = payload;
    const value = output[name];
    if (value === undefined || value === null) return { body: '' };
    if (value instanceof Uint8Array) return { body: value, contentType: 'binary/octet-stream' };
    const target = shapeOf(schema, member.target);
    if (target?.kind !== 'structure') return { body: writeScalar(value, member.target, 'date-time') };
    const root = { ...member, namespace: member.namespace ?? namespace ?? '' };
    const xmlName = member.xmlName ?? target.xmlName ?? member.target.slice(1);
    return xml(writeXmlMember(schema, xmlName, root, value, dialect));
  }
  // S3 answers this one with the bare value instead of an element inside of an element.
  if (operation === 'GetBucketLocation') {
    const location = writeScalar(output['LocationConstraint'] ?? '', 'string', 'date-time');
    return xml(element('LocationConstraint', namespaceAttribute(namespace), escapeXml(location)));
  }
  if (!Object.values(shape.members).some(isInBody)) return { body: '' };
  const rootName = shape.xmlName ?? `${operation}Result`;
  return xml(
    element(rootName, namespaceAttribute(namespace), writeXmlMembers(schema, shape, output, dialect)),
  );
}

function xml(content: string): { readonly body: string; readonly contentType: string } {
  return { body: xmlDeclaration + content, contentType: 'application/xml' };
}

import { AwsError } from '../../core/aws-error.ts';
import { readForm } from '../../wire/form-reader.ts';
import { structureOf } from '../../wire/schema.ts';
import { element, escapeXml, namespaceAttribute, writeXmlMembers } from '../../wire/xml-writer.ts';
import { UnknownOperation } from '../../services/unknown-operation.ts';
import type { WireProtocol, WireRequest, WireService } from './protocol.ts';
import { readOr } from './unreadable.ts';

/** The form of a request: its body, or the query string of a GET. */
export function formOf({
  method,
  query,
  body,
}: Pick<WireRequest, 'method' | 'query' | 'body'>): URLSearchParams {
  return method === 'GET' ? query : new URLSearchParams(body.toString('utf8'));
}

/** The operation that a form names. @throws AwsError MissingAction, InvalidAction */
export function actionOf({ definition, schema }: WireService, form: URLSearchParams): string {
  const action = form.get('Action');
  if (action === null) {
    throw new AwsError('MissingAction', 'The request is missing an action or a required parameter.');
  }
  if (schema.operations[action] !== undefined) return action;
  throw new UnknownOperation(definition.signingName, action, 'query');
}

/** What the path says, as a queue's URL does to which a form is sent. */
function inputOfPath(
  { definition: { pathMember }, schema }: WireService,
  input: string | undefined,
  path: string,
): Record<string, unknown> {
  if (
    pathMember === undefined ||
    path === '/' ||
    structureOf(schema, input).members[pathMember] === undefined
  )
    return {};
  return { [pathMember]: path };
}

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** AWS Query: form in, XML out. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const queryProtocol: WireProtocol = {
  read(service, request) {
    const form = formOf(request);
    const operation = actionOf(service, form);
    const { input } = service.schema.operations[operation] ?? {};
    return {
      operation,
      input: {
        ...inputOfPath(service, input, request.path),
        ...readOr(
          () => readForm(service.schema, input, form, 'query'),
          (detail) => new AwsError('MalformedInput', detail),
        ),
      },
    };
  },
  writeOutput({ definition, schema }, operation, output, requestId) {
    const { output: name } = schema.operations[operation] ?? {};
    const members = writeXmlMembers(
      schema,
      structureOf(schema, name),
      (output ?? {}) as Record<string, unknown>,
      {
        listElement: 'member',
      },
    );
    const result = name === undefined ? '' : element(`${operation}Result`, '', members);
    const metadata = element('ResponseMetadata', '', element('RequestId', '', requestId));
    return {
      status: 200,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body:
        xmlDeclaration +
        element(`${operation}Response`, namespaceAttribute(definition.xmlNamespace), result + metadata),
    };
  },
  writeError({ definition, schema }, { code, message, status, fault }, _request, requestId) {
    const content =
      element('Type', '', fault === 'client' ? 'Sender' : 'Receiver') +
      element('Code', '', escapeXml(schema.errors[code]?.code ?? code)) +
      element('Message', '', escapeXml(message));
    return {
      status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body:
        xmlDeclaration +
        element(
          'ErrorResponse',
          namespaceAttribute(definition.xmlNamespace),
          element('Error', '', content) + element('RequestId', '', requestId),
        ),
    };
  },
};

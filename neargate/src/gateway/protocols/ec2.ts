import { AwsError } from '../../core/aws-error.ts';
import { readForm } from '../../wire/form-reader.ts';
import { structureOf } from '../../wire/schema.ts';
import { element, escapeXml, namespaceAttribute, xmlPieces } from '../../wire/xml-writer.ts';
import type { WireProtocol } from './protocol.ts';
import { actionOf, formOf, xmlDeclaration } from './query.ts';
import { readOr } from './unreadable.ts';

/** EC2's own query protocol. https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export const ec2Protocol: WireProtocol = {
  read(service, request) {
    const form = formOf(request);
    const operation = actionOf(service, form);
    const { input } = service.schema.operations[operation] ?? {};
    const members = readOr(
      () => readForm(service.schema, input, form, 'ec2'),
      (detail) => new AwsError('InvalidParameterValue', detail),
    );
    return { operation, input: members };
  },
  writeOutput({ definition, schema }, operation, output, requestId) {
    const { output: name } = schema.operations[operation] ?? {};
    const members =
      name === undefined
        ? ['<return>true</return>']
        : xmlPieces(schema, structureOf(schema, name), (output ?? {}) as Record<string, unknown>, {
            listElement: 'item',
          });
    const attributes = namespaceAttribute(definition.xmlNamespace);
    return {
      status: 200,
      headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
      body: document(`${operation}Response`, attributes, element('requestId', '', requestId), members),
    };
  },
  writeError(_service, { code, message, status }, _request, requestId) {
    const error = element(
      'Error',
      '',
      element('Code', '', escapeXml(code)) + element('Message', '', escapeXml(message)),
    );
    return {
      status,
      headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
      body:
        xmlDeclaration +
        element('Response', '', element('Errors', '', error) + element('RequestID', '', requestId)),
    };
  },
};

function* document(name: string, attributes: string, first: string, members: Iterable<string>) {
  yield `${xmlDeclaration}<${name}${attributes}>${first}`;
  yield* members;
  yield `</${name}>`;
}

import { AwsError } from '../../core/aws-error.ts';
import { readJson, writeJson } from '../../wire/json-codec.ts';
import { UnknownOperation } from '../../services/unknown-operation.ts';
import type { WireProtocol, WireService } from './protocol.ts';

/**
 * AWS JSON 1.0 and 1.1: the operation is in X-Amz-Target, input and output are JSON.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const jsonProtocol: WireProtocol = {
  read({ definition, schema }, { headers, body }) {
    const target = String(headers['x-amz-target'] ?? '');
    const operation = target.slice(target.lastIndexOf('.') + 1);
    if (operation === '') {
      throw new AwsError(
        'UnknownOperationException',
        'The request names no operation: X-Amz-Target is missing.',
      );
    }
    if (schema.operations[operation] === undefined)
      throw new UnknownOperation(definition.signingName, operation, definition.protocol);
    return { operation, input: readJson(schema, schema.operations[operation]?.input, body.toString('utf8')) };
  },
  writeOutput(service, operation, output, requestId) {
    const { schema } = service;
    return {
      status: 200,
      headers: headersOf(service, requestId),
      body: writeJson(schema, schema.operations[operation]?.output, output ?? {}),
    };
  },
  writeError(service, error, _request, requestId) {
    const { code, message, status } = error;
    // Services that once spoke the query protocol also give the code they used there. Others have such codes in their
    // models too, which clients would take for the error's own.
    const queryCode =
      service.definition.queryCompatible === true ? service.schema.errors[code]?.code : undefined;
    return {
      status,
      headers: {
        ...headersOf(service, requestId),
        'x-amzn-errortype': code,
        ...(queryCode === undefined
          ? {}
          : { 'x-amzn-query-error': `${queryCode};${error.fault === 'client' ? 'Sender' : 'Receiver'}` }),
      },
      body: JSON.stringify({ __type: code, message }),
    };
  },
};

function headersOf({ definition }: WireService, requestId: string): Record<string, string> {
  return {
    'content-type': `application/x-amz-json-${definition.jsonVersion ?? '1.1'}`,
    'x-amzn-requestid': requestId,
  };
}

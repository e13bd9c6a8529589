import { request as httpRequest } from 'node:http';
import { readJson, writeJson } from '../../../../wire/json-codec.ts';
import { loadWireSchema } from '../../../../wire/load-schema.ts';
import { structureOf } from '../../../../wire/schema.ts';
import { writeForm } from '../../../../wire/form-writer.ts';
import { childrenNamed, parseXmlBody, readXmlStructure } from '../../../../wire/xml-reader.ts';
import { CliError, ServiceError } from './cli-error.ts';
import { readRestAnswer, restRequest } from './rest.ts';
import type { CliService } from './services.ts';
import type { Credentials } from './settings.ts';
import { signedHeaders } from '../../../../core/sigv4.ts';

/** Where calls go and who makes them. */
export interface Session {
  readonly endpoint: URL;
  readonly region: string;
  readonly credentials: Credentials;
  readonly nowMs: () => number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface HttpCall {
  readonly method: string;
  /** With the query, percent-encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Output = Record<string, unknown>;

/**
 * Calls an operation. Times in the input are text or dates, blobs base64 text or bytes; in the output they are dates and bytes.
 * @throws ServiceError for what the service refuses, CliError when it cannot be reached
 */
export async function callService(
  session: Session,
  service: CliService,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Output> {
  const schema = loadWireSchema(service.schema);
  const { input: inputName, output: outputName } = schema.operations[operation] ?? {};
  const typed = readJson(schema, inputName, JSON.stringify(input, bytesAsBase64));
  switch (service.protocol) {
    case 'json': {
      const answer = await send(session, service, {
        method: 'POST',
        path: '/',
        headers: {
          'content-type': `application/x-amz-json-${service.jsonVersion ?? '1.1'}`,
          'x-amz-target': `${service.targetPrefix ?? ''}.${operation}`,
        },
        body: Buffer.from(writeJson(schema, inputName, typed)),
      });
      if (answer.status >= 300) throw jsonError(operation, answer);
      return readJson(schema, outputName, answer.body.toString('utf8'));
    }
    case 'query':
    case 'ec2': {
      const form = writeForm(schema, inputName, typed, service.protocol);
      form.set('Action', operation);
      form.set('Version', service.apiVersion);
      const answer = await send(session, service, {
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: Buffer.from(form.toString()),
      });
      if (answer.status >= 300) throw xmlError(operation, answer);
      const root = parseXmlBody(answer.body.toString('utf8'));
      const holder =
        service.protocol === 'ec2' ? root : (childrenNamed(root, `${operation}Result`)[0] ?? root);
      return readXmlStructure(schema, structureOf(schema, outputName), holder);
    }
    case 'rest-xml': {
      const answer = await send(
        session,
        service,
        restRequest(schema, operation, typed, service.xmlNamespace),
      );
      if (answer.status >= 300) throw xmlError(operation, answer);
      return readRestAnswer(schema, operation, answer);
    }
  }
}

function bytesAsBase64(_key: string, value: unknown): unknown {
  const { type, data } = (value ?? {}) as { readonly type?: unknown; readonly data?: unknown };
  // How a Buffer writes itself as JSON.
  return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data as number[]).toString('base64') : value;
}

async function send(session: Session, service: CliService, call: HttpCall): Promise<HttpAnswer> {
  const { endpoint, credentials, region, nowMs } = session;
  const url = new URL(call.path, endpoint);
  const signer = { credentials, region, service: service.signingName, atMs: nowMs() };
  const headers = signedHeaders(signer, { method: call.method, url, headers: call.headers, body: call.body });
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      // Not every resolver tries the other family.
      host: url.hostname === 'localhost' ? '127.0.0.1' : url.hostname,
      port: url.port,
      path: call.path,
      method: call.method,
      headers: { ...headers, 'content-length': call.body.length },
    });
    outgoing.on('error', () =>
      reject(new CliError(255, `Could not connect to the endpoint URL: "${url.href}"`)),
    );
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.end(call.body);
  });
}

function jsonError(operation: string, { status, body }: HttpAnswer): ServiceError {
  try {
    const error = JSON.parse(body.toString('utf8')) as Readonly<Record<string, unknown>>;
    const text = (name: string) => (typeof error[name] === 'string' ? error[name] : undefined);
    const code = (text('__type') ?? text('code') ?? String(status)).replace(/^.*#/, '');
    return new ServiceError(code, operation, text('message') ?? text('Message') ?? '');
  } catch {
    return new ServiceError(String(status), operation, body.toString('utf8'));
  }
}

function xmlError(operation: string, { status, body }: HttpAnswer): ServiceError {
  // A HEAD request has no body to say more in.
  if (body.length === 0) {
    const text = status === 404 ? 'Not Found' : status === 403 ? 'Forbidden' : '';
    return new ServiceError(String(status), operation, text);
  }
  const text = body.toString('utf8');
  const pick = (name: string) => {
    const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
    return found
      ?.replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
  };
  return new ServiceError(pick('Code') ?? String(status), operation, pick('Message') ?? '');
}

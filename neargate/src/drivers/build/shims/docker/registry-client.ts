import { createReadStream, statSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../../../core/user-error.ts';

const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

export interface Manifest {
  readonly text: string;
  readonly mediaType: string;
  readonly digest: string;
}

/** A registry that the gateway serves. Every call rejects with UserError, in docker's words, for what it refuses. */
export interface RegistryClient {
  /** Whether the credentials are accepted. */
  ping(): Promise<void>;
  hasBlob(repository: string, digest: string): Promise<boolean>;
  putBlob(repository: string, digest: string, file: string): Promise<void>;
  getBlob(repository: string, digest: string, target: NodeJS.WritableStream): Promise<void>;
  /** Undefined when there is none. */
  getManifest(repository: string, reference: string): Promise<Manifest | undefined>;
  /** Resolves to the digest. */
  putManifest(repository: string, reference: string, mediaType: string, content: Buffer): Promise<string>;
  close(): void;
}

/**
 * @param registry as in image names: it goes into the Host header, by which the gateway tells accounts and regions apart
 * @param auth `user:password` in base64; absent when nobody has logged in
 */
export function registryClient(
  gatewayUrl: string,
  registry: string,
  auth: string | undefined,
): RegistryClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const base = new URL(gatewayUrl);

  const send = (
    method: string,
    path: string,
    headers: Record<string, string | number> = {},
    body?: NodeJS.ReadableStream | Buffer,
  ): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const outgoing = request({
        agent,
        host: base.hostname === 'localhost' ? '127.0.0.1' : base.hostname,
        port: base.port,
        method,
        path,
        headers: {
          host: registry,
          ...(auth === undefined ? {} : { authorization: `Basic ${auth}` }),
          ...headers,
        },
      });
      outgoing.on('response', resolve);
      outgoing.on('error', (cause) =>
        reject(
          new UserError(`the registry ${registry} cannot be reached: ${cause.message}`, {
            remedy: `Neargate serves it at ${gatewayUrl}: is it running?`,
            cause,
          }),
        ),
      );
      if (body === undefined || Buffer.isBuffer(body)) outgoing.end(body);
      else pipeline(body, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
    });

  /** The answer's body, when its status is one of those. */
  const expect = async (answer: Promise<IncomingMessage>, ...statuses: number[]) => {
    const response = await answer;
    const text = await readText(response);
    if (statuses.includes(response.statusCode ?? 0)) return { response, text };
    throw refusalOf(response.statusCode ?? 0, text, auth !== undefined);
  };

  return {
    async ping() {
      await expect(send('GET', '/v2/'), 200);
    },
    async hasBlob(repository, digest) {
      const response = await send('HEAD', `/v2/${repository}/blobs/${digest}`);
      response.resume();
      return response.statusCode === 200;
    },
    async putBlob(repository, digest, file) {
      const path = `/v2/${repository}/blobs/uploads/?digest=${digest}`;
      const headers = {
        'content-type': 'application/octet-stream',
        'content-length': statSync(file).size,
      };
      await expect(send('POST', path, headers, createReadStream(file)), 201);
    },
    async getBlob(repository, digest, target) {
      const response = await send('GET', `/v2/${repository}/blobs/${digest}`);
      if (response.statusCode !== 200)
        throw refusalOf(response.statusCode ?? 0, await readText(response), auth !== undefined);
      await pipeline(response, target);
    },
    async getManifest(repository, reference) {
      const answer = send('GET', `/v2/${repository}/manifests/${reference}`, {
        accept: manifestTypes.join(', '),
      });
      const { response, text } = await expect(answer, 200, 404);
      if (response.statusCode === 404 && text.includes('"MANIFEST_UNKNOWN"')) return undefined;
      if (response.statusCode === 404) throw refusalOf(404, text, true);
      return {
        text,
        mediaType: response.headers['content-type'] ?? '',
        digest: String(response.headers['docker-content-digest'] ?? ''),
      };
    },
    async putManifest(repository, reference, mediaType, content) {
      const headers = { 'content-type': mediaType, 'content-length': content.length };
      const { response } = await expect(
        send('PUT', `/v2/${repository}/manifests/${reference}`, headers, content),
        201,
      );
      return String(response.headers['docker-content-digest'] ?? '');
    },
    close: () => agent.destroy(),
  };
}

/** `name unknown: The repository …`, as docker prints a registry's refusal. */
function refusalOf(status: number, text: string, isLoggedIn: boolean): UserError {
  if (status === 401) {
    return isLoggedIn
      ? new UserError('unauthorized: authentication required')
      : new UserError('no basic auth credentials', {
          remedy:
            'Log in first: aws ecr get-login-password | docker login --username AWS --password-stdin REGISTRY',
        });
  }
  try {
    const { errors } = JSON.parse(text) as {
      readonly errors: readonly { readonly code: string; readonly message: string }[];
    };
    const [first] = errors;
    if (first !== undefined)
      return new UserError(`${first.code.toLowerCase().replaceAll('_', ' ')}: ${first.message}`);
  } catch {
    // Not the registry's own answer.
  }
  return new UserError(`received unexpected HTTP status: ${status}`);
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

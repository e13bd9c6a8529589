import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../core/aws-error.ts';
import type { Logger } from '../core/logger.ts';
import type { Caller, OperationContext } from '../services/context.ts';
import type { RegistryToken } from '../services/ecr/authorization-token.ts';
import { requireAccess } from '../services/iam/authorization/authorize.ts';
import type { Door } from './http-server.ts';
import { bucketOfHost } from './protocols/s3-addressing.ts';
import {
  type BlobFiles,
  type RegistryRequest,
  serveBlob,
  serveNewUpload,
  serveUpload,
} from './registry/blobs.ts';
import { sendCatalog, sendTags } from './registry/lists.ts';
import {
  deleteManifest,
  type InvokeEcr,
  receiveManifest,
  sendManifest,
  sendReferrers,
} from './registry/manifests.ts';
import { registryAccess } from './registry/registry-access.ts';
import {
  placeOfHost,
  type RegistryCaller,
  registryCaller,
  type RegistryPlace,
} from './registry/registry-caller.ts';
import { RegistryError, registryErrorOf, unsupported } from './registry/registry-error.ts';
import { registryRoute, type RegistryRoute } from './registry/registry-route.ts';
import { sendJson } from './registry/send-json.ts';
import { uploads } from './registry/uploads.ts';

const longestManifestBytes = 4 * 1024 * 1024;

export interface RegistryDoorOptions {
  /** What an operation gets in the account and region of a scope. */
  contextOf(scope: string): OperationContext;
  /** `Invoke` by names that are only known here. */
  invoke(service: 'ecr', operation: string, input: unknown, caller: Caller): Promise<unknown>;
  readonly blobs: BlobFiles;
  /** For uploads under way, on the file system of the blobs. Emptied at the start. */
  readonly uploadDirectory: string;
  readonly defaultRegistry: RegistryPlace;
  /** The token of GetAuthorizationToken behind a password; undefined for any other password. */
  readToken(password: string): RegistryToken | undefined;
  /** Whether only such passwords are good; otherwise any is. */
  readonly isStrict: boolean;
  readonly environment: Pick<OperationContext, 'clock' | 'ids'>;
  readonly log: Logger;
}

/**
 * ECR's registry on the gateway's port, `/v2/`: what docker and every other OCI client pushes to and pulls from. It ends in
 * ECR's own operations and tables. Repositories must exist, as in ECR.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */
export function registryDoor(options: RegistryDoorOptions): Door {
  const { clock, ids } = options.environment;
  const sessions = uploads({ directory: options.uploadDirectory, clock, ids });
  return {
    name: 'registry',
    // A bucket may have a key that begins so.
    matches: ({ url = '', headers }) => /^\/v2(?:[/?]|$)/.test(url) && !isBucketHost(headers.host),
    async handle(request, response) {
      response.setHeader('docker-distribution-api-version', 'registry/2.0');
      try {
        const [path = '', queryText = ''] = (request.url ?? '').split(/\?(.*)/s);
        const query = new URLSearchParams(queryText);
        const caller = registryCaller(request, query, options.defaultRegistry, {
          readToken: (password) => options.readToken(password),
          isStrict: options.isStrict,
          now: () => clock.now(),
        });
        const route = registryRoute(path);
        if (route === undefined) throw new RegistryError(404, 'UNSUPPORTED', `Nothing is served at ${path}.`);
        const context = contextOfCaller(options, caller);
        const access = registryAccess(route, request.method, context.caller);
        if (access !== undefined) requireAccess(context, 'json', access);
        await serve(route, {
          request,
          response,
          query,
          context,
          blobs: options.blobs,
          uploads: sessions,
          invoke: (operation, input) => options.invoke('ecr', operation, input, context.caller),
        });
      } catch (error) {
        refuse(options, request, response, error);
      }
    },
  };
}

/** Who shows no token of ours is not judged, as any password is taken from it. */
function contextOfCaller(
  options: RegistryDoorOptions,
  { accountId, region, principal }: RegistryCaller,
): OperationContext {
  const context = options.contextOf(`${accountId}/${region}`);
  if (principal === undefined) return context;
  const { principalArn, sessionPolicies } = principal;
  return { ...context, caller: { ...context.caller, principalArn, sessionPolicies } };
}

function isBucketHost(host: string | undefined): boolean {
  return placeOfHost(host ?? '') === undefined && bucketOfHost(host) !== undefined;
}

async function serve(
  route: RegistryRoute,
  call: RegistryRequest & { readonly invoke: InvokeEcr },
): Promise<void> {
  const { request, response, query, context } = call;
  const { method } = request;
  const isRead = method === 'GET' || method === 'HEAD';
  switch (route.kind) {
    case 'version':
      return sendJson(response, 200, {});
    case 'catalog':
      return sendCatalog(context, response, query);
    case 'tags':
      return sendTags(context, response, route.repositoryName, query);
    case 'invalid-name':
      throw new RegistryError(400, 'NAME_INVALID', `'${route.repositoryName}' is not a repository name.`);
    case 'blob':
      if (!isRead) throw unsupported(method);
      return serveBlob(call, route);
    case 'new-upload':
      if (method !== 'POST') throw unsupported(method);
      return serveNewUpload(call, route);
    case 'upload':
      return serveUpload(call, route);
    case 'referrers':
      return sendReferrers(context, response, route);
    case 'manifest':
      return serveManifest(route, call);
  }
}

async function serveManifest(
  route: RegistryRoute & { readonly kind: 'manifest' },
  { request, response, context, invoke }: RegistryRequest & { readonly invoke: InvokeEcr },
): Promise<void> {
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return sendManifest(context, invoke, response, route);
    case 'PUT': {
      const bytes = await readManifest(request);
      const mediaType = request.headers['content-type'];
      return receiveManifest(invoke, response, { ...route, bytes, mediaType });
    }
    case 'DELETE':
      return deleteManifest(invoke, response, route);
    default:
      throw unsupported(request.method);
  }
}

async function readManifest(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= longestManifestBytes) chunks.push(chunk as Buffer);
  }
  if (size > longestManifestBytes)
    throw new RegistryError(413, 'MANIFEST_INVALID', 'A manifest is at most 4 MiB long.');
  return Buffer.concat(chunks);
}

function refuse(
  { log }: RegistryDoorOptions,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): void {
  // A client that went away in the middle is its own affair.
  if (request.destroyed && !request.complete) return;
  const refusal = error instanceof AwsError ? registryErrorOf(error) : error;
  if (!(refusal instanceof RegistryError)) throw error;
  // What is still being sent is read, or else the answer might be lost.
  request.resume();
  log.debug('registry: refused', { url: request.url, code: refusal.code, message: refusal.message });
  const { status, code, message, headers } = refusal;
  sendJson(response, status, { errors: [{ code, message }] }, headers);
}

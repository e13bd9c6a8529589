import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../core/logger.ts';
import { UserError } from '../core/user-error.ts';
import { serveGitHttp } from '../drivers/git/http-backend.ts';
import { gitCredentials } from './git-credentials.ts';
import type { Door } from './http-server.ts';

/** Who pushes or fetches, as far as the request says; the region only when the host name does. */
export interface GitCaller {
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  readonly principalArn: string | undefined;
}

/** What a request's repository is on this machine. */
export type FoundRepository =
  | {
      readonly found: true;
      readonly directory: string;
      /** Resolves when every change of a reference that a push made is recorded on disk, with its events. */
      recordPush(): Promise<void>;
    }
  | { readonly found: false; readonly message: string };

export interface GitDoorOptions {
  /** @throws UserError when git is missing. */
  findRepository(name: string, caller: GitCaller): FoundRepository;
  /** The principal behind temporary credentials that STS has given out; undefined for any other access key. */
  principalOf?(
    accessKeyId: string,
  ): { readonly accountId: string; readonly principalArn: string } | undefined;
  readonly log: Logger;
}

/** `GET`s and `POST`s of the smart protocol; anything else below a repository is not served. */
const endpoints: Readonly<Record<string, string>> = {
  '/info/refs': 'GET',
  '/git-upload-pack': 'POST',
  '/git-receive-pack': 'POST',
};

/**
 * CodeCommit's git endpoint, `/v1/repos/NAME`: clone, fetch and push with any git. Credentials are read, not required, and
 * not verified. A push is answered when its events are on disk.
 * https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-connect.html
 */
export function gitDoor(options: GitDoorOptions): Door {
  return {
    name: 'git',
    matches: ({ url }) => url?.startsWith('/v1/repos/') === true,
    async handle(request, response) {
      try {
        await answer(options, request, response);
      } catch (error) {
        if (!(error instanceof UserError) || response.headersSent) throw error;
        refuse(response, 503, [error.message, error.remedy].filter(Boolean).join(' '));
      }
    },
  };
}

async function answer(
  options: GitDoorOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path, query] = splitOnce(request.url ?? '', '?');
  const [, name = '', endpoint = ''] = /^\/v1\/repos\/([^/]*)(.*)$/.exec(path) ?? [];
  const found = options.findRepository(decoded(name), callerOf(options, request));
  if (!found.found) {
    refuse(response, 404, found.message);
    return;
  }
  const service = new URLSearchParams(query).get('service');
  const isSmart = endpoint !== '/info/refs' || /^git-(?:upload|receive)-pack$/.test(service ?? '');
  const method = endpoints[endpoint];
  if (method === undefined || !isSmart) {
    refuse(response, 404, `A git repository is here; clone it with git (version 1.6.6 or newer).`);
    return;
  }
  if (request.method !== method) {
    response.setHeader('allow', method);
    refuse(response, 405, `${endpoint} is for ${method}.`);
    return;
  }
  const { exitCode, errorText } = await serveGitHttp({
    request,
    response,
    directory: found.directory,
    endpoint,
    query,
    beforeEnd: async () => {
      if (endpoint === '/git-receive-pack') await found.recordPush();
    },
  });
  // A client that goes away in the middle is its own affair.
  if (exitCode !== 0 && !response.destroyed)
    options.log.warn('git http-backend failed', { url: request.url, exitCode, error: errorText.trim() });
}

function callerOf(options: GitDoorOptions, request: IncomingMessage): GitCaller {
  const { accessKeyId, accountId, userName } = gitCredentials(request);
  const region = regionOf(request.headers.host ?? '');
  const principal = accessKeyId === undefined ? undefined : options.principalOf?.(accessKeyId);
  if (principal !== undefined) return { ...principal, region };
  const principalArn =
    accountId === undefined || userName === undefined
      ? undefined
      : `arn:aws:iam::${accountId}:user/${userName}`;
  return { accountId, region, principalArn };
}

/** `git-codecommit.REGION.amazonaws.com`, or the same name below localhost. */
function regionOf(host: string): string | undefined {
  return /^git-codecommit(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com|localhost)(?::\d+)?$/i.exec(host)?.[1];
}

/** git shows text/plain bodies of failures as `remote:` lines. */
function refuse(response: ServerResponse, status: number, message: string): void {
  // The rest of an upload is not read.
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${message}\n`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

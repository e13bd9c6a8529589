import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import { AwsError } from '../core/aws-error.ts';
import type { Logger } from '../core/logger.ts';
import { UserError } from '../core/user-error.ts';
import { serveGitHttp } from '../drivers/git/http-backend.ts';
import { areGoodGitCredentials, type GitAuthenticator } from './authentication/git-authentication.ts';
import { type GitCredentials, gitCredentials } from './git-credentials.ts';
import { readPushCommands } from './git-push-commands.ts';
import type { Door } from './http-server.ts';

/** Who pushes or fetches, as far as the request says; the region only when the host name does. */
export interface GitCaller {
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  readonly principalArn: string | undefined;
  readonly sessionPolicies?: readonly string[] | undefined;
}

/** What policies say of git. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodecommit.html */
export type GitAction = 'codecommit:GitPull' | 'codecommit:GitPush';

/** What a request's repository is on this machine. */
export type FoundRepository =
  | {
      readonly found: true;
      readonly directory: string;
      readonly region: string;
      /**
       * @param references what a push changes, where that is known yet
       * @throws AwsError when policies do not allow it to the caller
       */
      authorize(action: GitAction, references?: readonly string[]): void;
      /** Resolves when every change of a reference that a push made is recorded on disk, with its events. */
      recordPush(): Promise<void>;
    }
  | { readonly found: false; readonly message: string };

export interface GitDoorOptions {
  /** @throws UserError when git is missing. */
  findRepository(name: string, caller: GitCaller): FoundRepository;
  /** The principal behind an access key or a service-specific credential that was given out here. */
  principalOf?(name: string): Omit<GitCaller, 'region'> | undefined;
  /** What credentials are verified against; without it they are read, and any will do. */
  readonly authentication?: GitAuthenticator;
  readonly log: Logger;
}

/** `GET`s and `POST`s of the smart protocol; anything else below a repository is not served. */
const endpoints: Readonly<Record<string, string>> = {
  '/info/refs': 'GET',
  '/git-upload-pack': 'POST',
  '/git-receive-pack': 'POST',
};

/**
 * CodeCommit's git endpoint, `/v1/repos/NAME`: clone, fetch and push with any git. A push is answered when its events are on
 * disk.
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
        if (response.headersSent) throw error;
        if (error instanceof AwsError) refuse(response, 403, error.message);
        else if (error instanceof UserError)
          refuse(response, 503, [error.message, error.remedy].filter(Boolean).join(' '));
        else throw error;
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
  const credentials = gitCredentials(request);
  if (options.authentication !== undefined && credentials.password === undefined) {
    response.setHeader('www-authenticate', 'Basic realm="AWS CodeCommit"');
    refuse(response, 401, 'Credentials are needed: of an access key, or of a user for git.');
    return;
  }
  const found = options.findRepository(decoded(name), callerOf(options, credentials, request));
  if (!found.found) {
    refuse(response, 404, found.message);
    return;
  }
  if (!areAccepted(options, credentials, request, found.region)) {
    refuse(response, 403, 'The user name or the password is wrong, or the password has expired.');
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
  const isPush = endpoint === '/git-receive-pack' || service === 'git-receive-pack';
  const push = endpoint === '/git-receive-pack' ? await readPushCommands(request) : undefined;
  try {
    found.authorize(isPush ? 'codecommit:GitPush' : 'codecommit:GitPull', push?.references);
  } catch (error) {
    if (push === undefined || !(error instanceof AwsError)) throw error;
    await refusePush(request, response, error.message);
    return;
  }
  const { exitCode, errorText } = await serveGitHttp({
    request,
    response,
    directory: found.directory,
    endpoint,
    query,
    head: push?.head,
    beforeEnd: async () => {
      if (endpoint === '/git-receive-pack') await found.recordPush();
    },
  });
  // A client that goes away in the middle is its own affair.
  if (exitCode !== 0 && !response.destroyed)
    options.log.warn('git http-backend failed', { url: request.url, exitCode, error: errorText.trim() });
}

function areAccepted(
  { authentication }: GitDoorOptions,
  credentials: GitCredentials,
  { headers, url = '' }: IncomingMessage,
  region: string,
): boolean {
  if (authentication === undefined) return true;
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  const [path = ''] = /^\/v1\/repos\/[^/?]+/.exec(url) ?? [];
  return areGoodGitCredentials(authentication, credentials, { host, path, region });
}

function callerOf(
  options: GitDoorOptions,
  { accessKeyId, serviceUserName, accountId, userName }: GitCredentials,
  request: IncomingMessage,
): GitCaller {
  const region = regionOf(request.headers.host ?? '');
  const principal = options.principalOf?.(accessKeyId ?? serviceUserName ?? '');
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

/**
 * git shows no bodies of failures once it sends a push, but what comes on the band of errors, when it has sent everything.
 * https://git-scm.com/docs/gitprotocol-common#_pkt_line_format
 */
async function refusePush(
  request: IncomingMessage,
  response: ServerResponse,
  message: string,
): Promise<void> {
  request.resume();
  await finished(request, { writable: false }).catch(() => undefined);
  if (response.destroyed) return;
  const line = `\u0003${message}\n`;
  const size = Buffer.byteLength(line) + 4;
  response.writeHead(200, {
    'content-type': 'application/x-git-receive-pack-result',
    'cache-control': 'no-cache',
  });
  response.end(`${size.toString(16).padStart(4, '0')}${line}`);
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

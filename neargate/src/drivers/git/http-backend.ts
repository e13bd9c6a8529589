import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable, Writable } from 'node:stream';
import { gitStartError, serverGitEnvironment } from './git-environment.ts';

export interface GitHttpExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** A bare repository. */
  readonly directory: string;
  /** What follows the repository in the URL: `/info/refs`, `/git-upload-pack` or `/git-receive-pack`. */
  readonly endpoint: string;
  /** Without the question mark. */
  readonly query: string;
  /** The beginning of the body, where it has been read already. */
  readonly head?: Buffer | undefined;
  /** Runs when git has ended, before the client learns of it: what it resolves has happened when a push returns. */
  readonly beforeEnd: () => Promise<void>;
}

export interface GitHttpResult {
  readonly exitCode: number | null;
  /** What git wrote to its error output. */
  readonly errorText: string;
}

const longestHeadBytes = 64 * 1024;
const longestErrorBytes = 64 * 1024;

/**
 * Answers one request of git's smart HTTP protocol through `git http-backend`, streaming both ways. A client that goes away
 * in the middle of an upload leaves the repository as it was. https://git-scm.com/docs/git-http-backend
 * @throws UserError when git is missing
 */
export async function serveGitHttp(exchange: GitHttpExchange): Promise<GitHttpResult> {
  const { request, response, endpoint } = exchange;
  const child = spawn('git', ['http-backend'], {
    cwd: '/',
    env: { ...serverGitEnvironment(), ...cgiVariables(exchange) },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const started = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(gitStartError(error)));
    child.once('spawn', resolve);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
    child.once('error', () => resolve(null));
  });
  let errorText = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (errorText.length < longestErrorBytes) errorText += chunk.toString('utf8');
  });
  feed(request, child.stdin, exchange.head);
  await started;
  // A download nobody waits for is ended; a push that was received is not stopped half way through its references.
  const stopDownload = () => child.kill();
  if (!endpoint.endsWith('/git-receive-pack')) response.once('close', stopDownload);
  try {
    await copyResponse(child.stdout, response);
    const exitCode = await ended;
    await exchange.beforeEnd();
    if (!response.headersSent) sendText(response, 500, `git http-backend failed: ${errorText.trim()}\n`);
    else response.end();
    return { exitCode, errorText };
  } finally {
    response.off('close', stopDownload);
  }
}

/** Hands the body to git. One that breaks off closes git's input: it sees a pack without its end and drops it. */
function feed(request: IncomingMessage, input: Writable, head: Buffer | undefined): void {
  request.on('error', () => undefined);
  request.once('close', () => {
    if (!request.complete) input.destroy();
  });
  // git may refuse before it has read everything. The client hears why only when it may send the rest.
  input.on('error', () => {
    request.unpipe(input);
    request.resume();
  });
  if (head !== undefined) input.write(head);
  request.pipe(input);
}

/** https://www.rfc-editor.org/rfc/rfc3875#section-4.1 */
function cgiVariables({ request, directory, endpoint, query }: GitHttpExchange): Record<string, string> {
  const { headers } = request;
  const optional = {
    CONTENT_LENGTH: headers['content-length'],
    HTTP_CONTENT_ENCODING: headers['content-encoding'],
    GIT_PROTOCOL: headers['git-protocol'],
  };
  const given = Object.entries(optional).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    REQUEST_METHOD: request.method ?? 'GET',
    QUERY_STRING: query,
    CONTENT_TYPE: headers['content-type'] ?? '',
    REMOTE_ADDR: request.socket.remoteAddress ?? '',
    GIT_PROJECT_ROOT: directory,
    PATH_INFO: endpoint,
    GIT_HTTP_EXPORT_ALL: '1',
    ...Object.fromEntries(given),
  };
}

/** Copies a CGI response: headers up to the first empty line, then the body as it comes. */
async function copyResponse(output: Readable, response: ServerResponse): Promise<void> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const part of output) {
    const chunk = part as Buffer;
    if (head === undefined) {
      await write(response, chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) {
      if (head.length > longestHeadBytes) throw new Error('git http-backend answered without headers');
      continue;
    }
    writeHead(response, head.toString('latin1', 0, end));
    const body: Buffer = head.subarray(end + 4);
    head = undefined;
    if (body.length > 0) await write(response, body);
  }
}

function writeHead(response: ServerResponse, text: string): void {
  let status = 200;
  const headers: [string, string][] = [];
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else headers.push([name, value]);
  }
  for (const [name, value] of headers) response.setHeader(name, value);
  response.writeHead(status);
  response.flushHeaders();
}

/** Waits while the client reads slowly; what a client that is gone would have got is dropped. */
async function write(response: ServerResponse, chunk: Buffer): Promise<void> {
  if (response.destroyed || response.write(chunk)) return;
  const waited = new AbortController();
  const { signal } = waited;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).catch(
    () => undefined,
  );
  waited.abort();
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(text);
}

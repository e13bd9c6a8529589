import type { IncomingMessage, ServerResponse } from 'node:http';
import { UserError } from '../core/user-error.ts';
import { type AdminError, serverHeader } from './admin-protocol.ts';

const longestBodyBytes = 1024 * 1024;

/** Runs what answers a request of the admin API; a UserError becomes a 400 that says what the user can do. */
export async function answerUserErrors(response: ServerResponse, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UserError) || response.headersSent) throw error;
    const body: AdminError = {
      message: error.message,
      ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    };
    sendJson(response, 400, body);
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', server: serverHeader });
  response.end(JSON.stringify(body));
}

/** @throws UserError when the body is no JSON or too large */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > longestBodyBytes) throw new UserError('The request is too large.');
    chunks.push(chunk as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new UserError('The request is not JSON.');
  }
}

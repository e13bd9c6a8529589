import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { UserError } from '../core/user-error.ts';
import type { AdminError } from '../gateway/admin-protocol.ts';
import { type ExecInput, type ExecOutput, execPath, type ExecStart } from '../gateway/tasks-protocol.ts';

/** A command that runs in a container: what it is sent, and what it says. */
export interface RemoteCommand {
  send(input: ExecInput): void;
  output: AsyncIterable<ExecOutput>;
  close(): void;
}

/**
 * Starts a command on a running server; lines go both ways at the same time.
 * @throws UserError when the server refuses or does not answer
 */
export async function startRemoteCommand(url: string, start: ExecStart): Promise<RemoteCommand> {
  const request = httpRequest(new URL(execPath, url), {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
  });
  const write = (line: object) => void request.write(`${JSON.stringify(line)}\n`);
  write(start);
  const response = await answerOf(request);
  if (response.statusCode !== 200) {
    request.destroy();
    const { message, remedy } = JSON.parse(await textOf(response)) as AdminError;
    throw new UserError(message, remedy === undefined ? {} : { remedy });
  }
  // The server ends the exchange; that its socket closes under our input then is no error.
  request.on('error', () => undefined);
  return { send: write, output: lines(response), close: () => request.destroy() };
}

function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', (error) =>
      reject(
        new UserError(`Neargate does not answer: ${error.message}.`, {
          remedy: 'Start it with "npm start".',
        }),
      ),
    );
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function* lines(response: IncomingMessage): AsyncIterable<ExecOutput> {
  for await (const line of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '') yield JSON.parse(line) as ExecOutput;
  }
}

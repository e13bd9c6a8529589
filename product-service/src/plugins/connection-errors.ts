import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import { describeProblem, Problem, problemMediaType, type ProblemName } from '../http/problem.ts';

const problemByCode: Readonly<Record<string, [ProblemName, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers-too-large', 'Headers may take 16 KiB in all.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request-timeout', 'The whole request must arrive within 15 seconds.'],
};

/** Answers what Node's parser refuses before there is a request: these never reach the error handler. */
export function answerConnectionError(error: ConnectionError, socket: Socket): void {
  // The client is gone, or an answer has been begun on this connection: another head would corrupt it.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const [name, detail] = problemByCode[error.code] ?? ['malformed-request', 'This is not HTTP/1.1.'];
  const problem = new Problem(name, detail);
  const body = JSON.stringify(describeProblem(problem, '/'));
  socket.end(
    [
      `HTTP/1.1 ${problem.statusCode} ${STATUS_CODES[problem.statusCode]}`,
      `Content-Type: ${problemMediaType}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

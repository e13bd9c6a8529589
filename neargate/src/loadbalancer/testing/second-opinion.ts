import { createServer } from 'node:http';
import { Duplex } from 'node:stream';

/** One request as Node's HTTP server reads it with llhttp in its strict setting. */
export interface Opinion {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/** What llhttp makes of a stream of bytes (latin1 text): its requests up to where it gives up or the stream ends. */
export async function secondOpinion(bytes: string): Promise<{ requests: Opinion[]; isRefused: boolean }> {
  const requests: Opinion[] = [];
  let isRefused = false;
  const server = createServer({ insecureHTTPParser: false }, (request, response) => {
    let body = '';
    request.setEncoding('latin1');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('error', () => {});
    request.on('end', () => {
      requests.push({ method: request.method ?? '', url: request.url ?? '', body });
      response.end();
    });
  });
  const closed = new Promise<void>((resolve) => {
    server.on('clientError', (_, socket) => {
      isRefused = true;
      socket.destroy();
      resolve();
    });
    const socket = new Duplex({
      read() {},
      write(_chunk, _encoding, callback) {
        callback();
      },
      final(callback) {
        callback();
        resolve();
      },
    });
    socket.on('close', resolve);
    server.emit('connection', socket);
    socket.push(Buffer.from(bytes, 'latin1'));
    // eslint-disable-next-line unicorn/no-array-push-push -- a stream's end, not an array's element
    socket.push(null);
    // Nothing more can come: give the parser its turns, then look.
    setImmediate(() => setImmediate(() => setImmediate(() => resolve())));
  });
  await closed;
  return { requests, isRefused };
}

// Keeps connections busy with one request, as cheaply as Node can: whoever is measured is to be the bottleneck.
import { connect } from 'node:net';

const patienceMs = 10_000;

/**
 * Sends the request over `connections` connections, one after the other on each, for `seconds`. A connection is kept as long as the
 * server keeps it. Resolves with the number of answers, those that were no success, and the latencies in milliseconds, sorted.
 */
export async function load({ port, request, connections, seconds }) {
  const bytes = Buffer.from(rendered(port, request));
  const latencies = [];
  let failed = 0;
  const end = performance.now() + seconds * 1000;
  const work = async () => {
    while (performance.now() < end) await useConnection();
  };
  const useConnection = () =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      let sentAt = performance.now();
      let text = '';
      let missing;
      socket.on('connect', () => socket.write(bytes));
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
        missing ??= bodyEnd(text);
        if (missing === undefined || text.length < missing) return;
        latencies.push(performance.now() - sentAt);
        if (!text.startsWith('HTTP/1.1 2')) failed++;
        const closes = /^connection: *close/im.test(text);
        text = '';
        missing = undefined;
        sentAt = performance.now();
        if (!closes && sentAt < end) socket.write(bytes);
        else socket.destroy();
      });
      socket.setTimeout(patienceMs, () => socket.destroy(new Error(`no answer to ${request.path}`)));
      socket.on('error', reject);
      socket.on('close', resolve);
    });
  await Promise.all(Array.from({ length: connections }, work));
  latencies.sort((left, right) => left - right);
  return { requests: latencies.length, failed, latencies };
}

function rendered(port, { method, path, headers, body }) {
  const fields = { host: `127.0.0.1:${port}`, ...headers, 'content-length': Buffer.byteLength(body) };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`;
}

/** Where the message ends that begins the text; undefined while its head is not whole. */
function bodyEnd(text) {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const length = /content-length: *(\d+)/i.exec(text.slice(0, headEnd))?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${text.slice(0, headEnd)}`);
  return headEnd + 4 + Number(length);
}

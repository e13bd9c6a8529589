// Load on one URL: wrk when installed, else a generator of our own (slower, so its requests/s say less; CPU figures stay right).
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { findProgram } from './peers.mjs';

/** @returns what generated the load. */
export function generatorName() {
  return findProgram('wrk') === undefined ? 'own generator (wrk is not installed)' : 'wrk';
}

/** Runs load for a while. Resolves with completed requests, failed ones, and p99 in milliseconds (wrk only). */
export function run({ folder, port, path, connections, seconds, bodyBytes = 0 }) {
  const wrk = findProgram('wrk');
  return wrk === undefined
    ? runOwn({ port, path, connections, seconds, bodyBytes })
    : runWrk(wrk, { folder, port, path, connections, seconds, bodyBytes });
}

async function runWrk(wrk, { folder, port, path, connections, seconds, bodyBytes }) {
  const script = join(folder, 'report.lua');
  writeFileSync(
    script,
    `${bodyBytes > 0 ? `wrk.method = "POST"\nwrk.body = string.rep("x", ${bodyBytes})\n` : ''}
function done(summary, latency)
  local e = summary.errors
  print("RESULT " .. summary.requests .. " " .. (e.connect + e.read + e.write + e.status + e.timeout) .. " " .. latency:percentile(99) / 1000)
end`,
  );
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, `http://127.0.0.1:${port}${path}`];
  const output = await new Promise((resolve, reject) => {
    const child = spawn(wrk, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.on('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`wrk exited with ${code}: ${text}`)),
    );
  });
  const [, requests, failed, p99] = /RESULT (\d+) (\d+) ([\d.]+)/.exec(output) ?? [];
  if (requests === undefined) throw new Error(`wrk said nothing to go by: ${output}`);
  return { requests: Number(requests), failed: Number(failed), p99Ms: Number(p99) };
}

async function runOwn({ port, path, connections, seconds, bodyBytes }) {
  const request = Buffer.from(
    bodyBytes > 0
      ? `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${bodyBytes}\r\n\r\n${'x'.repeat(bodyBytes)}`
      : `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  );
  let requests = 0;
  let failed = 0;
  const end = Date.now() + seconds * 1000;
  await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise((resolve) => {
          const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => socket.write(request));
          let head = '';
          let remaining = -1;
          socket.on('data', (chunk) => {
            let received = chunk.length;
            if (remaining === -1) {
              head += chunk.toString('latin1');
              const headEnd = head.indexOf('\r\n\r\n');
              if (headEnd === -1) return;
              const length = /content-length: (\d+)/i.exec(head)?.[1];
              if (!head.startsWith('HTTP/1.1 200') || length === undefined) failed++;
              remaining = Number(length ?? 0);
              received = head.length - headEnd - 4;
              head = '';
            }
            remaining -= received;
            if (remaining > 0) return;
            remaining = -1;
            requests++;
            if (Date.now() < end) socket.write(request);
            else socket.destroy();
          });
          socket.on('error', () => failed++);
          socket.on('close', resolve);
        }),
    ),
  );
  return { requests, failed, p99Ms: undefined };
}

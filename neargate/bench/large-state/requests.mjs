// Sends requests. As a worker: small ones at a steady pace, until told to end; posts their latencies.
import { once } from 'node:events';
import { Agent, request as open } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

/** The text of the answer; an error when it is not a success. */
export async function send(port, agent, { body, ...request }) {
  const outgoing = open({ host: '127.0.0.1', port, agent, ...request }).end(body);
  const [response] = await once(outgoing, 'response');
  const text = Buffer.concat(await response.toArray()).toString('utf8');
  if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${text.slice(0, 500)}`);
  return text;
}

if (!isMainThread) {
  const { port, requests, everyMs } = workerData;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const latencies = [];
  parentPort.once('message', () => parentPort.postMessage(latencies));
  // A latency counts from when the request was due: a stall is seen by all that it holds up.
  for (let dueMs = performance.now(); ; dueMs += everyMs) {
    await sleep(Math.max(0, dueMs - performance.now()));
    await send(port, agent, requests[latencies.length % requests.length]);
    latencies.push(performance.now() - dueMs);
  }
}

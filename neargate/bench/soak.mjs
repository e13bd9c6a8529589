// A running service under deployments and two clients for ten minutes: no request may fail, and nothing may grow.
//
//   npm run soak [-- --minutes 10 --every 20]       (Linux)
//
// Starts Neargate on a copy of test/fixtures/web with a state directory of its own. Every 20 seconds a deployment is forced, which
// replaces both tasks. One client keeps its connection, one opens one for each request. When a deployment has settled, memory,
// open handles and processes are counted. The median of the last third of the samples must not exceed that of the first third,
// the first minute left out, by more than the slack below. Ends with 1 when a request failed or something grew.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, every: { type: 'string', default: '20' } },
});
const durationMs = Number(values.minutes) * 60_000;
const everyMs = Number(values.every) * 1000;
const warmUpMs = Math.min(60_000, durationMs / 4);
/** A collector returns memory when it likes: less than this is no growth. */
const slack = { memoryMb: 25, handles: 8, processes: 0 };
const betweenRequestsMs = 10;
const patienceMs = 120_000;

const folder = mkdtempSync(path.join(tmpdir(), 'neargate-soak-'));
cpSync(path.join(root, 'test/fixtures/web'), path.join(folder, 'project'), { recursive: true });
const [gatewayPort, listenerPort] = [await freePort(), await freePort()];
const system = spawn(
  process.execPath,
  [path.join(root, 'bin/neargate.mjs'), 'up', '-var', `listener_port=${listenerPort}`],
  {
    cwd: path.join(folder, 'project'),
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      NEARGATE_STATE: path.join(folder, 'state'),
      NEARGATE_PORT: String(gatewayPort),
    },
  },
);
let output = '';
for (const stream of [system.stdout, system.stderr]) {
  stream.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
}

let isGood = false;
try {
  isGood = await soak(await ready());
} finally {
  system.kill('SIGTERM');
  await new Promise((resolve) => system.once('close', resolve));
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = isGood ? 0 : 1;

async function soak(url) {
  const begunMs = performance.now();
  const elapsedMs = () => performance.now() - begunMs;
  const lost = [];
  const counts = { answers: 0, isOver: false };
  const clients = [new Agent({ keepAlive: true, maxSockets: 1 }), new Agent({ keepAlive: false })].map(
    (agent) => ask(new URL('/health', url), agent, counts, lost, elapsedMs),
  );
  const samples = [];
  const deployments = [];
  while (elapsedMs() < durationMs) {
    const startMs = elapsedMs();
    await ecs('UpdateService', { cluster: 'main', service: 'web', forceNewDeployment: true });
    await settled();
    deployments.push(elapsedMs() - startMs);
    // What has just ended may still be closing.
    await sleep(2000);
    if (elapsedMs() > warmUpMs) samples.push(sample());
    await sleep(Math.max(0, startMs + everyMs - elapsedMs()));
  }
  counts.isOver = true;
  await Promise.all(clients);
  return report({ samples, deployments, answers: counts.answers, lost, seconds: elapsedMs() / 1000 });
}

async function ask(url, agent, counts, lost, elapsedMs) {
  while (!counts.isOver) {
    const outcome = await new Promise((resolve) => {
      const request = get(url, { agent, timeout: 30_000 }, (response) => {
        response.on('error', (error) => resolve(String(error)));
        response.on('end', () => resolve(String(response.statusCode))).resume();
      });
      request.on('timeout', () => request.destroy(new Error('timeout')));
      request.on('error', (error) => resolve(error.code ?? error.message));
    });
    if (outcome === '200') counts.answers++;
    else lost.push(`${(elapsedMs() / 1000).toFixed(1)} s: ${outcome}`);
    await sleep(betweenRequestsMs);
  }
  agent.destroy();
}

/** Resolves when the one deployment left is COMPLETED. */
async function settled() {
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    const { services } = await ecs('DescribeServices', { cluster: 'main', services: ['web'] });
    const [{ deployments, runningCount, desiredCount }] = services;
    if (
      deployments.length === 1 &&
      deployments[0].rolloutState === 'COMPLETED' &&
      runningCount === desiredCount
    ) {
      return;
    }
    if (performance.now() > untilMs)
      throw new Error(`the deployment does not end: ${JSON.stringify(deployments)}`);
    await sleep(250);
  }
}

/** Memory in MB, open handles and number of processes of Neargate and all its children. */
function sample() {
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (pid) => pid === system.pid || (pid > 1 && parents.has(pid) && isOurs(parents.get(pid)));
  const pids = [...parents.keys()].filter(isOurs);
  const own = { server: [system.pid], loadbalancer: [], relay: [] };
  for (const pid of pids) {
    const command = text(`/proc/${pid}/cmdline`);
    if (/loadbalancer\.js|loadbalancer\/main/.test(command)) own.loadbalancer.push(pid);
    else if (/relay\.js|relay\/main/.test(command)) own.relay.push(pid);
  }
  const sum = (list, figure) => list.reduce((total, pid) => total + figure(pid), 0);
  return {
    serverMb: sum(own.server, memoryMb),
    loadBalancerMb: sum(own.loadbalancer, memoryMb),
    relayMb: sum(own.relay, memoryMb),
    serverHandles: sum(own.server, handles),
    loadBalancerHandles: sum(own.loadbalancer, handles),
    relayHandles: sum(own.relay, handles),
    processes: pids.length,
  };
}

function memoryMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(text(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

function handles(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

function text(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function report({ samples, deployments, answers, lost, seconds }) {
  const third = Math.max(1, Math.floor(samples.length / 3));
  console.log(
    `${seconds.toFixed(0)} s, ${deployments.length} deployments of ${(median(deployments) / 1000).toFixed(1)} s (median), load ${loadavg()[0].toFixed(1)}`,
  );
  console.log(`requests: ${answers} answered, ${lost.length} failed ${lost.slice(0, 10).join('; ')}`);
  const grown = [];
  for (const name of Object.keys(samples[0])) {
    const [before, after] = [samples.slice(0, third), samples.slice(-third)].map((some) =>
      median(some.map((one) => one[name])),
    );
    const allowed = name.endsWith('Mb')
      ? slack.memoryMb
      : name.endsWith('Handles')
        ? slack.handles
        : slack.processes;
    if (after - before > allowed) grown.push(name);
    console.log(
      `${name.padEnd(20)} ${before.toFixed(0).padStart(5)} → ${after.toFixed(0).padStart(5)}   slack ${allowed}`,
    );
  }
  if (grown.length > 0) console.log(`grown: ${grown.join(', ')}`);
  return lost.length === 0 && grown.length === 0;
}

function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? 0;
}

async function ready() {
  const untilMs = performance.now() + patienceMs;
  while (performance.now() < untilMs && system.exitCode === null) {
    const url = /Ready\s+(http:\S+)/.exec(output)?.[1];
    if (url !== undefined) return url;
    await sleep(100);
  }
  throw new Error(`Neargate is not ready; it wrote:\n${output}`);
}

async function ecs(operation, input) {
  const response = await fetch(`http://127.0.0.1:${gatewayPort}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=soak/20250101/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=none',
    },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`${operation}: ${await response.text()}`);
  return response.json();
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

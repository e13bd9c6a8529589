// Requests/s, latency and CPU per request of AWS's API, beside moto's server where it is installed.
//
//   node bench/control-plane.mjs [--seconds 3] [--rounds 3] [--connections 32] [--only neargate]
//
// Both get the same bytes, in turns, over connections that are kept as long as the server keeps them; moto's closes each. Each starts with an empty state, Neargate's on disk: a write is
// durable before it is answered, which moto's in memory is not. CPU time is that of the server's process alone.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { calls } from './control-plane/calls.mjs';
import { load } from './control-plane/load.mjs';
import { prepare } from './control-plane/prepare.mjs';
import { findProgram, stop } from './loadbalancer/peers.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '32' },
    only: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const connections = Number(values.connections);
const tickSeconds = 0.01;
const patienceMs = 60_000;

if (process.platform !== 'linux') {
  console.log('This bench reads CPU time from /proc and so runs on Linux only: nothing was measured.');
  process.exit(1);
}

const folder = mkdtempSync(path.join(tmpdir(), 'neargate-bench-control-plane-'));
const running = [];
try {
  for (const [name, begin] of [
    ['neargate', startNeargate],
    ['moto', startMoto],
  ]) {
    if (values.only !== undefined && !values.only.split(',').includes(name)) continue;
    const port = await freePort();
    const child = begin(port);
    if (child === undefined) continue;
    running.push({ name, port, child });
    await answers(port, child);
    await prepare(`http://127.0.0.1:${port}`);
  }
  console.log(
    `Node ${process.version}, ${cpus().length} cores; ${connections} connections, ${rounds} rounds of ${seconds} s, interleaved; medians.`,
  );
  for (const call of calls) await measure(call);
} finally {
  for (const { child } of running) await stop(child);
  rmSync(folder, { recursive: true, force: true });
}

async function measure({ name: title, request }) {
  const figures = new Map(running.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, port, child } of running) {
      const before = cpuSeconds(child.pid);
      const { requests, failed, latencies } = await load({ port, request, connections, seconds });
      figures.get(name).push({
        rate: requests / seconds,
        cpuMs: ((cpuSeconds(child.pid) - before) * 1000) / requests,
        p50: latencies[Math.floor(requests * 0.5)],
        p99: latencies[Math.floor(requests * 0.99)],
        failed,
      });
    }
  }
  console.log(title);
  const medianOf = (name, figure) => median(figures.get(name).map((each) => each[figure]));
  for (const { name } of running) {
    const peer = name === 'moto' || !figures.has('moto') ? undefined : 'moto';
    const ratio =
      peer === undefined ? '' : `  ${(medianOf(name, 'rate') / medianOf(peer, 'rate')).toFixed(1)} x moto`;
    const failed = figures.get(name).reduce((sum, each) => sum + each.failed, 0);
    console.log(
      `  ${name.padEnd(9)} ${Math.round(medianOf(name, 'rate')).toString().padStart(6)} req/s  CPU ${medianOf(name, 'cpuMs').toFixed(3)} ms  p50 ${medianOf(name, 'p50').toFixed(2)}  p99 ${medianOf(name, 'p99').toFixed(2)} ms${ratio}${failed > 0 ? `  FAILED ${failed}` : ''}`,
    );
  }
}

function startNeargate(port) {
  const directory = path.join(folder, 'terraform');
  mkdirSync(directory);
  writeFileSync(path.join(directory, 'main.tf'), '');
  return spawn(process.execPath, [path.join(root, 'bin/neargate.mjs'), 'up', '--dir', directory], {
    env: { ...process.env, NEARGATE_STATE: path.join(folder, 'state'), NEARGATE_PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function startMoto(port) {
  const program = findProgram('moto_server');
  if (program === undefined) {
    console.log('not measured: moto (moto_server is not installed)');
    return undefined;
  }
  return spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
}

/** Resolves once the server answers. */
async function answers(port, child) {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return;
    } catch {
      if (child.exitCode !== null || performance.now() > deadline)
        throw new Error('the server did not start');
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
}

/** CPU seconds that the process has used. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickSeconds;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
}

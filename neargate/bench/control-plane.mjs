// Requests/s, latency and CPU per request of AWS's API, beside moto's server where it is installed.
//
//   node bench/control-plane.mjs [--seconds 3] [--rounds 3] [--connections 32] [--only neargate]
//
// Both get the same bytes, in turns, over connections that are kept as long as the server keeps them; moto's closes each. Each starts with an empty state, Neargate's on disk: a write is
// durable before it is answered, which moto's in memory is not. CPU time is that of the server's process alone.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { calls } from './control-plane/calls.mjs';
import { load } from './control-plane/load.mjs';
import { prepare } from './control-plane/prepare.mjs';
import { answers, freePort, startNeargate } from './control-plane/server.mjs';
import { findProgram, stop } from './loadbalancer/peers.mjs';

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

if (process.platform !== 'linux') {
  console.log('This bench reads CPU time from /proc and so runs on Linux only: nothing was measured.');
  process.exit(1);
}

const folder = mkdtempSync(path.join(tmpdir(), 'neargate-bench-control-plane-'));
const running = [];
try {
  for (const [name, begin] of [
    ['neargate', (port) => startNeargate(folder, port)],
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

function startMoto(port) {
  const program = findProgram('moto_server');
  if (program === undefined) {
    console.log('not measured: moto (moto_server is not installed)');
    return undefined;
  }
  return spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
}

/** CPU seconds that the process has used. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickSeconds;
}

function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
}

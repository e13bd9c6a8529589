// CPU seconds per 100,000 requests and requests/s of the load balancer, side by side with the proxies installed here.
//
//   node bench/loadbalancer.mjs [--seconds 2] [--rounds 3] [--only neargate,nginx] [--parts steady,cold,rolling]
//
// `steady` is what a long-running process does, `cold` one that has just been started, `rolling` one whose targets are replaced.
// CPU time of the proxy's process is the figure to go by: requests/s also depend on what else the machine does.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCold } from './loadbalancer/cold.mjs';
import { generatorName, run } from './loadbalancer/load.mjs';
import { peers, startUpstream, stop } from './loadbalancer/peers.mjs';
import { cpuSeconds, median, residentMegabytes } from './loadbalancer/process-figures.mjs';
import { measureRolling } from './loadbalancer/rolling.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    parts: { type: 'string', default: 'steady,cold,rolling' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const only = values.only?.split(',');
const parts = values.parts.split(',');

const workloads = [
  { name: 'GET 200 B, 1 conn', path: '/small', connections: 1 },
  { name: 'GET 200 B, 32 conns', path: '/small', connections: 32 },
  { name: 'GET 200 B, 128 conns', path: '/small', connections: 128 },
  { name: 'GET 200 B, 512 conns', path: '/small', connections: 512 },
  { name: 'POST 1 KB, 32 conns', path: '/small', connections: 32, bodyBytes: 1024 },
  { name: 'GET 100 KB, 32 conns', path: '/large', connections: 32 },
];

if (process.platform !== 'linux') {
  console.log('This bench reads CPU time from /proc and so runs on Linux only: nothing was measured.');
  process.exit(1);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), 'neargate-bench-'));
// nginx's workers serve from here under another user when started by root.
chmodSync(folder, 0o755);
const upstreamPort = await freePort();
const upstream = await startUpstream(folder, upstreamPort);
const running = [];
try {
  const installed = peers(folder).filter((peer) => {
    if (only !== undefined && !only.includes(peer.name)) return false;
    if (peer.missing !== undefined) console.log(`not measured: ${peer.missing}`);
    return peer.missing === undefined;
  });
  console.log(
    `Node ${process.version}, ${cpus().length} cores; load from ${generatorName()}; ${rounds} rounds of ${seconds} s, interleaved; medians.\n`,
  );
  if (parts.includes('steady')) await measureSteady(installed);
  const shared = { folder, upstreamPort, seconds, rounds, freePort };
  if (parts.includes('cold')) await measureCold({ ...shared, peers: installed });
  if (parts.includes('rolling')) {
    const rolling = installed.filter(({ startRolling }) => startRolling !== undefined);
    await measureRolling({ ...shared, peers: rolling, connections: 32, seconds: Math.max(seconds, 4) });
  }
} finally {
  for (const { child } of running) await stop(child);
  await stop(upstream);
  rmSync(folder, { recursive: true, force: true });
}

async function measureSteady(installed) {
  for (const { name, start } of installed) {
    const port = await freePort();
    running.push({ name, port, child: await start(port, upstreamPort) });
  }
  for (const workload of workloads) {
    const results = new Map(running.map(({ name }) => [name, { cpu: [], rate: [], p99: [], failed: 0 }]));
    for (let round = 0; round < rounds; round++) {
      for (const { name, port, child } of running) {
        const before = cpuSeconds(child.pid);
        const { requests, failed, p99Ms } = await run({ folder, port, seconds, ...workload });
        const result = results.get(name);
        result.cpu.push(((cpuSeconds(child.pid) - before) / requests) * 100_000);
        result.rate.push(requests / seconds);
        if (p99Ms !== undefined) result.p99.push(p99Ms);
        result.failed += failed;
      }
    }
    const reference = results.get('nginx');
    const referenceCpu = reference === undefined ? undefined : median(reference.cpu);
    console.log(workload.name);
    for (const [name, { cpu, rate, p99, failed }] of results) {
      const ratio = referenceCpu === undefined ? '' : `${(median(cpu) / referenceCpu).toFixed(2)} x nginx`;
      const tail = p99.length === 0 ? '' : `p99 ${median(p99).toFixed(2)} ms`;
      console.log(
        `  ${name.padEnd(16)} ${median(cpu).toFixed(2).padStart(7)} CPU s/100k  ${Math.round(median(rate)).toString().padStart(7)} req/s  ${tail.padEnd(16)} ${ratio}${failed > 0 ? `  FAILED ${failed}` : ''}`,
      );
    }
  }
  console.log('\nresident memory after all of it');
  for (const { name, child } of running)
    console.log(`  ${name.padEnd(16)} ${residentMegabytes(child.pid).toFixed(0)} MB`);
  for (const { child } of running.splice(0)) await stop(child);
}

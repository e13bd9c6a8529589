// The first seconds of a process: each round starts every peer afresh and connects 512 clients to it at once.
import { run } from './load.mjs';
import { stop } from './peers.mjs';
import { cpuSeconds, median } from './process-figures.mjs';

const connections = 512;

/** @param peers those that are installed; `freePort` gives each start its port. */
export async function measureCold({ peers, folder, upstreamPort, seconds, rounds, freePort }) {
  console.log(`GET 200 B, ${connections} conns, ${seconds} s after the start of the process`);
  const results = new Map(peers.map(({ name }) => [name, { p99: [], cpu: [], failed: 0 }]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, start } of peers) {
      const port = await freePort();
      const child = await start(port, upstreamPort);
      try {
        const before = cpuSeconds(child.pid);
        const { requests, failed, p99Ms } = await run({ folder, port, path: '/small', connections, seconds });
        const result = results.get(name);
        result.cpu.push(((cpuSeconds(child.pid) - before) / requests) * 100_000);
        if (p99Ms !== undefined) result.p99.push(p99Ms);
        result.failed += failed;
      } finally {
        await stop(child);
      }
    }
  }
  for (const [name, { p99, cpu, failed }] of results) {
    const tail =
      p99.length === 0
        ? ''
        : `p99 ${median(p99).toFixed(0)} ms (${p99.map((ms) => ms.toFixed(0)).join(', ')})`;
    console.log(
      `  ${name.padEnd(16)} ${median(cpu).toFixed(2).padStart(7)} CPU s/100k  ${tail}${failed > 0 ? `  FAILED ${failed}` : ''}`,
    );
  }
}

// Latency while targets are replaced one generation after the other, beside the same process in a steady state.
import { run } from './load.mjs';
import { stop } from './peers.mjs';
import { median } from './process-figures.mjs';

/** @param peers those that can replace their targets; `startRolling` resolves with `{ child, replaced, roll }`. */
export async function measureRolling({
  peers,
  folder,
  upstreamPort,
  connections,
  seconds,
  rounds,
  freePort,
}) {
  console.log(`GET 200 B, ${connections} conns, steady and under rolling deployments, ${seconds} s each`);
  for (const { name, startRolling } of peers) {
    const port = await freePort();
    const { child, replaced, roll } = await startRolling(port, upstreamPort);
    const results = { steady: { p99: [], failed: 0 }, rolling: { p99: [], failed: 0 } };
    const load = async (result) => {
      const { failed, p99Ms } = await run({ folder, port, path: '/small', connections, seconds });
      if (p99Ms !== undefined) result.p99.push(p99Ms);
      result.failed += failed;
    };
    try {
      for (let round = 0; round < rounds; round++) {
        await load(results.steady);
        const end = roll();
        await load(results.rolling);
        end();
      }
    } finally {
      await stop(child);
    }
    for (const [state, { p99, failed }] of Object.entries(results)) {
      const tail = p99.length === 0 ? '' : `p99 ${median(p99).toFixed(1)} ms`;
      const count = state === 'rolling' ? `${replaced()} deployments` : '';
      console.log(
        `  ${`${name}, ${state}`.padEnd(24)} ${tail.padEnd(14)} failed ${failed}${count === '' ? '' : `, ${count}`}`,
      );
    }
  }
}

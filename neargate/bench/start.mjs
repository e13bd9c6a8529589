// Starts the reference system from nothing and once more, and prints when each phase was reached, what it cost, and what memory
// is held when nothing happens.
//
//   node bench/start.mjs [--dir ../terraform] [--keep] [--timeout 300]
//
// The state directory is fresh and goes away again (`--keep` leaves it). Seconds are wall time since the command began; CPU is that
// of Neargate's own process and of everything it started, builds and tasks included. On a busy machine only CPU compares.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: path.join(root, '../terraform') },
    timeout: { type: 'string', default: '300' },
    keep: { type: 'boolean', default: false },
  },
});
const tickMs = 10;
const idleMs = 10_000;

/** What `up` writes when a phase is reached. */
const phases = [
  ['gateway answers', /^Neargate http/],
  ['planned', /^(?:Plan: |No changes\.)/],
  ['applied', /^Apply complete!/],
  ['pushed', /^Push /],
  ['source taken', /^Source .* Succeeded/],
  ['built', /^Build .* Succeeded/],
  ['deployed', /^Deploy .* Succeeded/],
  ['pipeline failed', /^Pipeline .* Failed/],
  ['Ready', /^Ready /],
];

if (process.platform !== 'linux') {
  console.log(
    'This bench reads CPU time and memory from /proc and so runs on Linux only: nothing was measured.',
  );
  process.exit(1);
}

const state = mkdtempSync(path.join(tmpdir(), 'neargate-bench-start-'));
let port = '';
// Builds of root run PostgreSQL under another user, who has to get there.
chmodSync(state, 0o755);
try {
  console.log(`${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.version}`);
  // The same for both starts: repository URLs hold it, and another one would be a change to deploy.
  port = String(await freePort());
  await start('first start');
  await start('second start');
} finally {
  if (values.keep) console.log(`state kept in ${state}`);
  else rmSync(state, { recursive: true, force: true });
}

async function start(title) {
  const begun = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'bin/neargate.mjs'), 'up', '--dir', values.dir], {
    env: { ...process.env, NEARGATE_STATE: state, NEARGATE_PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  console.log(`\n${title}\n  ${'phase'.padEnd(18)}     s   CPU own   CPU all`);
  const limit = setTimeout(() => child.kill('SIGTERM'), Number(values.timeout) * 1000);
  const reached = new Set();
  const output = new PassThrough();
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.write(chunk));
  child.once('close', () => output.end());
  for await (const line of createInterface({ input: output })) {
    const [phase] = phases.find(([name, pattern]) => !reached.has(name) && pattern.test(line)) ?? [];
    if (phase === undefined) continue;
    reached.add(phase);
    const tree = processTree(child.pid);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1).padStart(6);
    const own = (tree[0]?.ownMs ?? 0) / 1000;
    const all = tree.reduce((sum, { ownMs, endedMs }) => sum + ownMs + endedMs, 0) / 1000;
    console.log(
      `  ${phase.padEnd(18)}${seconds}${own.toFixed(2).padStart(10)}${all.toFixed(2).padStart(10)}`,
    );
    if (phase === 'Ready') setTimeout(() => showIdle(child), idleMs);
  }
  clearTimeout(limit);
  await exited;
  if (!reached.has('Ready')) throw new Error(`the ${title} did not become ready`);
}

/** What Neargate's own processes hold and use when nothing happens. */
function showIdle(child) {
  const before = processTree(child.pid);
  setTimeout(() => {
    for (const { pid, command, residentMb, ownMs } of processTree(child.pid)) {
      const name = /neargate\.mjs|(?:loadbalancer|relay|builder)\.js/.exec(command)?.[0];
      if (name === undefined) continue;
      const usedMs = ownMs - (before.find((one) => one.pid === pid)?.ownMs ?? ownMs);
      console.log(
        `  idle: ${name.padEnd(16)} ${residentMb.toFixed(0).padStart(4)} MB  ${usedMs} ms CPU in 5 s`,
      );
    }
    child.kill('SIGTERM');
  }, 5_000);
}

/** A process and all below it; `endedMs` is the CPU time of its children that have ended. */
function processTree(rootPid) {
  const processes = readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
        .map(Number);
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const residentMb =
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
      const [ownMs, endedMs] = [(stat[11] + stat[12]) * tickMs, (stat[13] + stat[14]) * tickMs];
      return [{ pid: Number(pid), parent: stat[1], command, residentMb, ownMs, endedMs }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
  const below = (pid) =>
    processes.filter(({ parent }) => parent === pid).flatMap((one) => [one, ...below(one.pid)]);
  return [...processes.filter(({ pid }) => pid === rootPid), ...below(rootPid)];
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

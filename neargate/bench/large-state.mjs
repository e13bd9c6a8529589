// What 10,000 resources of a kind cost: their lists, and other calls meanwhile.
//
//   node bench/large-state.mjs [--count 10000] [--seconds 8] [--only ssm,logs] [--profile FOLDER]
//
// Creates them through the API of a server that starts empty, a kind after the other, all of which stay. Lists stand beside the same with 100
// of the kind, other calls beside those in the empty state of the same run: the ratios are what to compare.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { calls } from './control-plane/calls.mjs';
import { answers, freePort, startNeargate } from './control-plane/server.mjs';
import { kinds } from './large-state/kinds.mjs';
import { send } from './large-state/requests.mjs';
import { stop } from './loadbalancer/peers.mjs';

const option = (value) => ({ type: 'string', default: value });
const options = { count: option('10000'), seconds: option('8'), only: option(''), profile: option('') };
const { values } = parseArgs({ options });
const count = Number(values.count);
const listsMs = Number(values.seconds) * 1000;
const fewCount = 100;
/** So many creations, at the start and at the end, are compared. */
const stretch = Math.min(1000, Math.floor((count - fewCount) / 2));
const connections = 8;
const everyMs = 25;
const otherCalls = calls.filter(({ name }) => /GetCallerIdentity|DescribeVpcs/.test(name));

const folder = mkdtempSync(path.join(tmpdir(), 'neargate-bench-large-state-'));
const port = await freePort();
const probe = ['--import', new URL('large-state/stalls.mjs', import.meta.url).href];
const profiling = values.profile === '' ? [] : ['--cpu-prof', '--cpu-prof-dir', values.profile];
const server = startNeargate(folder, port, { nodeOptions: [...probe, ...profiling], stdio: ['ipc'] });
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const ask = (request) => send(port, agent, request);
const quantile = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * share)];
const ms = (number) => number.toFixed(number < 10 ? 2 : 0).padStart(5);
try {
  await answers(port, server);
  console.log(`Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; ms`);
  await otherCallsWhile(sleep(listsMs));
  const empty = await otherCallsWhile(sleep(listsMs));
  for (const [name, kind] of Object.entries(kinds)) {
    if (!values.only.split(',').some((wanted) => name.startsWith(wanted))) continue;
    console.log(`${count} ${name}`);
    await measureLists(kind);
    report(await otherCallsWhile(listUntil(kind, performance.now() + listsMs)), empty);
  }
  console.log('no lists');
  // Long enough for what is done every minute.
  report(await otherCallsWhile(sleep(65_000)), empty);
} finally {
  agent.destroy();
  await stop(server);
  rmSync(folder, { recursive: true, force: true });
}

async function measureLists(kind) {
  const lists = Object.entries({ 'first page': kind.page(), ...kind.lists });
  const few = new Map();
  await create(kind, 0, fewCount);
  for (const [name, request] of lists) few.set(name, await medianTime(request));
  const first = await create(kind, fewCount, fewCount + stretch);
  await create(kind, fewCount + stretch, count - stretch);
  compare('create', first, await create(kind, count - stretch, count));
  for (const [name, request] of lists) compare(name, few.get(name), await medianTime(request));
  let pages;
  const paging = await timed(async () => (pages = await allPages(kind)));
  compare(`each of ${pages} pages`, few.get('first page'), paging / pages);
}

async function listUntil(kind, endMs) {
  while (performance.now() < endMs) {
    for (const request of Object.values(kind.lists)) await ask(request);
    await allPages(kind, endMs);
  }
}

async function allPages(kind, endMs = Number.POSITIVE_INFINITY) {
  let pages = 0;
  let token;
  do {
    const text = await ask(kind.page(token));
    token = /(?:"nextToken":"|<nextToken>)([^"<]+)/i.exec(text)?.[1];
    pages++;
  } while (token !== undefined && performance.now() < endMs);
  return pages;
}

/** Milliseconds of each. */
async function create(kind, from, to) {
  let next = from;
  const work = async () => {
    while (next < to) for (const request of kind.create(next++)) await ask(request);
  };
  return (await timed(() => Promise.all(Array.from({ length: connections }, work)))) / (to - from);
}

async function medianTime(request) {
  const taken = [];
  while (taken.length < 11) taken.push(await timed(() => ask(request)));
  return quantile(taken, 0.5);
}

async function timed(work) {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** The latencies of other calls, and the longest stall of the server's event loop, until something is done. */
async function otherCallsWhile(work) {
  await longestStall();
  const workerData = { port, everyMs, requests: otherCalls.map(({ request }) => request) };
  const worker = new Worker(new URL('large-state/requests.mjs', import.meta.url), { workerData });
  await work;
  worker.postMessage('end');
  const [latencies] = await once(worker, 'message');
  await worker.terminate();
  const of = (share) => quantile(latencies, share);
  return { 'others, p50': of(0.5), 'others, p99': of(0.99), 'longest stall': await longestStall() };
}

async function longestStall() {
  server.send('stall');
  return (await once(server, 'message'))[0];
}

function report(found, empty) {
  for (const [name, figure] of Object.entries(found)) compare(name, empty[name], figure);
}

function compare(name, before, after) {
  console.log(
    `  ${name.padEnd(22)}  ${ms(before)} ${ms(after)}  ${(after / before).toFixed(1).padStart(6)} x`,
  );
}

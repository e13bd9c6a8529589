import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { TaskAddress } from '../driver.ts';
import { nodePreloadEnvironment, nodePreloadFile } from './node-preload.ts';

const run = promisify(execFile);
const connectFixture = fileURLToPath(new URL('../fixtures/connect.mjs', import.meta.url));
const own: TaskAddress = { kind: 'own-address', address: '127.56.0.1', loopbackAddress: '127.184.0.1' };

async function runNode(
  args: readonly string[],
  options: {
    address?: TaskAddress;
    hosts?: Record<string, unknown>;
    environment?: Record<string, string>;
  } = {},
): Promise<string[]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'neargate preload '));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const hostsFile = path.join(directory, 'hosts.json');
  writeFileSync(hostsFile, JSON.stringify(options.hosts ?? {}));
  const environment = nodePreloadEnvironment(nodePreloadFile, {
    address: options.address ?? own,
    hostsFile,
    nodeOptions: undefined,
  });
  const { stdout } = await run(process.execPath, args, { env: { ...environment, ...options.environment } });
  return stdout.trim().split('\n');
}

async function echoServer(host: string): Promise<number> {
  const server = createServer((request, response) => response.end(request.socket.remoteAddress));
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const listenAndPrint = (args: string) =>
  `const s = require("net").createServer(); s.listen(${args}); s.on("listening", () => { console.log(s.address().address); s.close(); })`;

describe.runIf(process.platform === 'linux')('Node preload with an address of the task’s own', () => {
  it.each([
    ['0', '127.56.0.1'],
    ['0, () => {}', '127.56.0.1'],
    ['0, "0.0.0.0"', '127.56.0.1'],
    ['0, "::", 10', '127.56.0.1'],
    ['{ port: 0, host: "0.0.0.0" }', '127.56.0.1'],
    ['{ port: "0", host: "::", ipv6Only: false }', '127.56.0.1'],
    ['0, "127.0.0.1"', '127.184.0.1'],
    ['{ port: 0, host: "localhost" }', '127.184.0.1'],
    ['0, "127.56.0.9"', '127.56.0.9'],
  ])('listens with (%s) on %s', async (args, expected) => {
    expect(await runNode(['-e', listenAndPrint(args)])).toEqual([expected]);
  });

  it('leaves servers on pipes alone', async () => {
    const file = path.join(tmpdir(), `neargate-preload-${process.pid}.sock`);
    const script = `const s = require("net").createServer(); s.listen(${JSON.stringify(file)}, () => { console.log(s.address()); s.close(); })`;
    expect(await runNode(['-e', script])).toEqual([file]);
  });

  it('connects from the task’s address, with fetch and with http', async () => {
    const port = await echoServer('127.56.0.2');
    const lines = await runNode([connectFixture], { environment: { URL: `http://127.56.0.2:${port}/` } });
    expect(lines).toEqual(['fetch 127.56.0.1', 'get 127.56.0.1']);
  });

  it('resolves the names of the hosts file in dns and in connections', async () => {
    const port = await echoServer('127.56.0.2');
    const lines = await runNode([connectFixture], {
      hosts: { 'db.rds.amazonaws.com': '127.56.0.2' },
      environment: { LOOKUP: 'db.rds.amazonaws.com', URL: `http://DB.rds.amazonaws.com:${port}/` },
    });
    expect(lines).toEqual(['lookup 127.56.0.2', 'fetch 127.56.0.1', 'get 127.56.0.1']);
  });

  it('takes a connection to the metadata address to the port that stands for it', async () => {
    const port = await echoServer('127.0.0.1');
    const lines = await runNode([connectFixture], {
      hosts: { '169.254.170.2': `127.0.0.1:${port}` },
      environment: { URL: 'http://169.254.170.2/v4/task' },
    });
    expect(lines).toEqual(['fetch 127.56.0.1', 'get 127.56.0.1']);
  });

  it.each(['0.0.0.0', '127.0.0.1'])('reaches the task’s own server on %s at localhost', async (host) => {
    const script = `const http = require("http"); const s = http.createServer((q, r) => r.end("own"));
      s.listen(0, "${host}", async () => { console.log(await (await fetch("http://localhost:" + s.address().port)).text()); s.close(); })`;
    expect(await runNode(['-e', script])).toEqual(['own']);
  });

  it('passes util.promisify(dns.lookup) and ES module imports', async () => {
    const script = `import { lookup } from 'node:dns'; import { promisify } from 'node:util';
      console.log((await promisify(lookup)('a.internal')).address);
      lookup('a.internal', { all: true }, (error, found) => console.log(found[0].address));`;
    const lines = await runNode(['--input-type=module', '-e', script], {
      hosts: { 'a.internal': '127.56.0.7' },
    });
    expect(lines).toEqual(['127.56.0.7', '127.56.0.7']);
  });
});

describe.runIf(process.platform === 'linux')('Node preload with records of a zone', () => {
  const zone = {
    'api.internal': {
      addresses: ['127.56.0.2', '127.56.0.3'],
      services: [{ port: 3001, name: 'one.api.internal' }],
      answers: 8,
      ttl: 10,
    },
    'weighted.internal': { addresses: ['127.56.0.2', '127.56.0.3'], services: [], answers: 1, ttl: 10 },
    'srv.internal': { addresses: [], services: [{ port: 3001, name: 'x' }], answers: 8, ttl: 5 },
    '*.wild.internal': { addresses: ['127.56.0.4'], services: [], answers: 1, ttl: 5 },
    'one.wild.internal': { addresses: ['127.56.0.5'], services: [], answers: 1, ttl: 5 },
    'other.internal': { alias: 'localhost' },
  };

  it.each([
    ["dns.promises.resolve4('api.internal')", ['127.56.0.2', '127.56.0.3']],
    [
      "dns.promises.resolve4('API.internal.', { ttl: true })",
      [
        { address: '127.56.0.2', ttl: 10 },
        { address: '127.56.0.3', ttl: 10 },
      ],
    ],
    ["util.promisify(dns.resolve)('api.internal')", ['127.56.0.2', '127.56.0.3']],
    [
      "util.promisify(dns.resolve)('api.internal', 'AAAA').catch((e) => [e.message])",
      ['queryAAAA ENODATA api.internal'],
    ],
    ["dns.promises.resolve4('srv.internal').catch((e) => [e.message])", ['queryA ENODATA srv.internal']],
    [
      "new dns.promises.Resolver().resolveSrv('api.internal')",
      [{ name: 'one.api.internal', port: 3001, priority: 1, weight: 1 }],
    ],
    [
      "dns.promises.lookup('api.internal', { all: true })",
      [
        { address: '127.56.0.2', family: 4 },
        { address: '127.56.0.3', family: 4 },
      ],
    ],
    ["dns.promises.resolve4('a.b.wild.internal')", ['127.56.0.4']],
    ["dns.promises.resolve4('one.wild.internal')", ['127.56.0.5']],
    ["dns.promises.lookup('other.internal').then(({ family }) => [family > 0])", [true]],
    ["util.promisify(dns.lookup)('other.internal', 4).then(({ address }) => [address])", ['127.0.0.1']],
    ["dns.promises.resolve4('weighted.internal').then((all) => [all.length])", [1]],
  ])('answers %s', async (question, expected) => {
    const script = `const dns = require('dns'); const util = require('util');
      ${question}.then((all) => console.log(JSON.stringify(all.sort((a, b) => (a.address ?? a) < (b.address ?? b) ? -1 : 1))));`;
    const [line = ''] = await runNode(['-e', script], { hosts: zone });
    expect(JSON.parse(line)).toEqual(expected);
  });

  it('leads connections to each address in turn of chance', async () => {
    const script = `const dns = require('dns'); const seen = new Set();
      (async () => { for (let i = 0; i < 100; i++) seen.add((await dns.promises.lookup('api.internal')).address);
      console.log([...seen].sort().join(' ')); })();`;
    expect(await runNode(['-e', script], { hosts: zone })).toEqual(['127.56.0.2 127.56.0.3']);
  });
});

describe('Node preload with mapped ports', () => {
  it('listens on the port of 127.0.0.1 that stands for the container’s', async () => {
    const script = `const s = require("net").createServer(); s.listen(3001, () => { console.log(s.address().address, s.address().port); s.close(); })`;
    const lines = await runNode(['-e', script], {
      address: { kind: 'port-map', hostPorts: { 3001: 43_117 } },
    });
    expect(lines).toEqual(['127.0.0.1 43117']);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceStatus, StatusDocument } from '../../src/gateway/admin-protocol.ts';
import { call, startLoad } from './api.ts';
import { type Clone, cloneRepository } from './clone.ts';
import { eventually, neargate, NeargateProcess, processesOf } from './neargate-process.ts';

/** The images are built by `npm ci`, as an empty cache and a busy machine allow. */
const startPatienceMs = 600_000;
const onLinux = process.platform === 'linux';

// The cases follow one another on one system: starting it is what takes the time.
describe('the reference system from a clone', { timeout: startPatienceMs }, () => {
  let clone: Clone;
  let system: NeargateProcess;
  let firstWords: string;
  let url: string;
  /** Their paths: a second start may be served at another address. */
  let user: string;
  let product: string;

  const start = async () => {
    system = new NeargateProcess(clone, [], {
      program: clone.startProgram,
      environment: { HOME: clone.home },
      patienceMs: startPatienceMs,
    });
    const said = await system.says(/Ready {2}(http:\S+)/);
    url = /Ready {2}(http:\S+)/.exec(said)?.[1] ?? '';
    return said;
  };
  const status = async (): Promise<StatusDocument> =>
    JSON.parse((await neargate(clone, 'status', '--json')).output) as StatusDocument;
  const service = async (name: string): Promise<ServiceStatus> => {
    const found = (await status()).services.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`there is no service ${name}`);
    return found;
  };
  const pidsOf = ({ tasks }: ServiceStatus) =>
    tasks.flatMap(({ lastStatus, pids }) => (lastStatus === 'RUNNING' ? pids : []));
  /** The tasks of a service that have written about the path. */
  const tasksThatSaw = async (name: string, requestPath: string) => {
    const { output } = await neargate(clone, 'logs', name, '--json');
    const lines = output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { stream: string; message: string });
    return new Set(
      lines.filter(({ message }) => message.includes(`"${requestPath}"`)).map(({ stream }) => stream),
    );
  };

  beforeAll(async () => {
    clone = await cloneRepository();
    firstWords = await start();
  }, startPatienceMs);

  afterAll(async () => {
    await system.stop();
    clone.remove();
  });

  it('becomes ready by npm start alone', async () => {
    expect(firstWords).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed\./);
    await system.says('Stop with Ctrl-C.');
    expect(system.output).toMatch(/product-service +2 of 2 tasks healthy/);
    expect(system.output).toMatch(/user-service +2 of 2 tasks healthy/);
    expect(system.output).toMatch(/\/users\* +→ +user-service/);
  });

  it('creates, lists, changes and deletes users', async () => {
    const created = await call(`${url}/users`, 'POST', { email: 'Ada@example.com', name: 'Ada' });
    expect(created).toMatchObject({ status: 201, body: { email: 'Ada@example.com' } });
    user = `/users/${String(created.body['id'])}`;
    expect(await call(`${url}/users`, 'POST', { email: 'ada@EXAMPLE.com', name: 'Ada' })).toMatchObject({
      status: 409,
    });
    expect(await call(`${url}/users?email=ada@example.com`)).toMatchObject({
      status: 200,
      body: { items: [{ name: 'Ada' }], nextCursor: null },
    });
    const change = { name: 'Ada Lovelace' };
    const type = { 'content-type': 'application/merge-patch+json' };
    expect((await call(url + user, 'PATCH', change, type)).status).toBe(428);
    const changed = await call(url + user, 'PATCH', change, { ...type, 'if-match': created.etag });
    expect(changed).toMatchObject({ status: 200, body: change });
    expect((await call(url + user, 'DELETE', undefined, { 'if-match': created.etag })).status).toBe(412);
    expect((await call(url + user, 'DELETE', undefined, { 'if-match': changed.etag })).status).toBe(204);
    expect((await call(url + user)).status).toBe(404);
    user = `/users/${String((await call(`${url}/users`, 'POST', { email: 'bo@example.com', name: 'Bo' })).body['id'])}`;
  });

  it('creates, lists, changes and deletes products', async () => {
    const pen = { sku: 'PEN-1', name: 'Pen', price: { amount: 199, currency: 'EUR' }, stock: 3 };
    const created = await call(`${url}/products`, 'POST', pen);
    expect(created).toMatchObject({ status: 201, body: pen });
    const one = `${url}/products/${String(created.body['id'])}`;
    expect(await call(`${url}/products?q=pen`)).toMatchObject({ body: { items: [{ sku: 'PEN-1' }] } });
    const changed = await call(one, 'PATCH', { price: { amount: 249 } }, { 'if-match': created.etag });
    expect(changed).toMatchObject({ status: 200, body: { price: { amount: 249, currency: 'EUR' } } });
    expect((await call(one, 'DELETE', undefined, { 'if-match': changed.etag })).status).toBe(204);
    expect((await call(one)).status).toBe(404);
    const kept = await call(`${url}/products`, 'POST', { ...pen, sku: 'PEN-2', stock: 10 });
    product = `/products/${String(kept.body['id'])}`;
  });

  it('answers other paths with the 404 of the listener', async () => {
    const answer = await fetch(`${url}/nothing`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('server')).toBe('awselb/2.0');
  });

  it('shares data between the tasks of a service', async () => {
    for (let round = 0; round < 8; round++) expect((await call(url + user)).status).toBe(200);
    await eventually(async () => ((await tasksThatSaw('user-service', user)).size === 2 ? true : undefined));
  });

  it('takes no more from the stock than there is, however many ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => call(`${url}${product}/stock-adjustments`, 'POST', { delta: -1 })),
    );
    const counts = (wanted: number) => answers.filter(({ status: got }) => got === wanted).length;
    expect([counts(201), counts(409)]).toEqual([10, 15]);
    expect(await call(url + product)).toMatchObject({ body: { stock: 0 } });
    await eventually(async () =>
      (await tasksThatSaw('product-service', `${product}/stock-adjustments`)).size === 2 ? true : undefined,
    );
  });

  it.each(['users', 'products'])('serves the documentation of %s', async (name) => {
    const page = await fetch(`${url}/${name}/docs`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain(`/${name}/{id}`);
    expect(await call(`${url}/${name}/openapi.json`)).toMatchObject({ body: { openapi: '3.1.0' } });
  });

  it('loses no more than the requests in flight when a task is killed, and heals', async () => {
    const workers = 4;
    const [victim] = pidsOf(await service('user-service'));
    if (victim === undefined) throw new Error('no task has a process');
    const load = startLoad(url + user, workers);
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
    process.kill(victim, 'SIGKILL');
    await eventually(async () => {
      const { healthyCount, ...now } = await service('user-service');
      return healthyCount === 2 && !pidsOf({ healthyCount, ...now }).includes(victim) ? true : undefined;
    });
    const statuses = await load.stop();
    const lost = statuses.filter((got) => got !== 200);
    expect(statuses.length).toBeGreaterThan(workers);
    expect(lost.length, `lost: ${lost.join(' ')}`).toBeLessThanOrEqual(workers);
  });

  it('does not start a second time on the same state', async () => {
    const { exitCode, output } = await neargate(clone, 'up');
    expect(exitCode).toBe(1);
    expect(output).toContain(`process ${String(system.child.pid)} holds ${clone.stateDirectory}`);
  });

  it('says why product-service cannot be reached without its port in ecs_tasks_sg, and heals', async () => {
    const rules = path.join(clone.terraform, 'modules/security/rules.tf');
    const original = readFileSync(rules, 'utf8');
    const without = original.replace(
      'in var.ecs_tasks_sg_ingress_ports : tostring(port)',
      'in var.ecs_tasks_sg_ingress_ports : tostring(port) if port != 3002',
    );
    expect(without).not.toBe(original);
    writeFileSync(rules, without);
    try {
      const applied = await neargate(clone, 'apply');
      expect(applied.exitCode, applied.output).toBe(0);
      await system.says(
        /target group product-service-3002, targets? .*: Security group sg-\w+ \(ecs_tasks_sg\) has no inbound rule that allows TCP 3002 from .*\n +at .*modules\/security\/main\.tf:11\n/,
      );
      await eventually(async () =>
        (await service('product-service')).tasks.some(({ targetHealth }) => targetHealth === 'unhealthy')
          ? true
          : undefined,
      );
      const { problems } = await status();
      expect(problems.filter(({ resource }) => resource.includes('user-service'))).toEqual([]);
      expect((await call(url + user)).status).toBe(200);
    } finally {
      writeFileSync(rules, original);
      await neargate(clone, 'apply');
    }
    await eventually(async () => {
      const { healthyCount, rolloutState } = await service('product-service');
      return healthyCount === 2 && rolloutState === 'COMPLETED' ? true : undefined;
    });
    expect((await call(url + product)).status).toBe(200);
  });

  it('has everything that was committed after kill -9, and leaves no orphan', async () => {
    const { services } = await status();
    const before = services.flatMap(pidsOf);
    await system.stop('SIGKILL');
    const said = await start();
    expect(said).toContain('No changes.');
    expect(await call(url + user)).toMatchObject({ status: 200, body: { name: 'Bo' } });
    expect(await call(url + product)).toMatchObject({ status: 200, body: { stock: 0 } });
    const after = (await status()).services.flatMap(pidsOf);
    expect(after).toHaveLength(4);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
    if (onLinux) {
      const tasks = processesOf(clone).filter((line) => line.includes('dist/server.js'));
      expect(new Set(tasks.map((line) => Number(line.split(' ')[0])))).toEqual(new Set(after));
    }
  });

  it('stops within ten seconds of Ctrl-C and leaves no process', async () => {
    const { exitCode, tookMs } = await system.stop('SIGINT');
    expect(exitCode).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
    if (onLinux) expect(processesOf(clone)).toEqual([]);
  });
});

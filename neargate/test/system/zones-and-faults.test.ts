import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatusDocument, TaskStatusLine } from '../../src/gateway/admin-protocol.ts';
import type { FaultStatus } from '../../src/gateway/network-protocol.ts';
import { askOnce, startClients } from './load.ts';
import {
  createProject,
  eventually,
  neargate,
  NeargateProcess,
  processesOf,
  type Project,
} from './neargate-process.ts';

const patienceMs = 240_000;
/** Tasks of a process driver have addresses of their own on Linux only. */
const onLinux = process.platform === 'linux';
/** An address of this machine that is no loopback one stands for the world outside. */
const outsideAddress = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address;

// The cases follow one another on one system: starting it is what takes the time.
describe.runIf(onLinux)('a service in two zones', { timeout: patienceMs }, () => {
  let project: Project;
  let system: NeargateProcess;
  let outside: Server;
  let url: string;
  let variables: readonly string[];

  const status = async (): Promise<StatusDocument> =>
    JSON.parse((await neargate(project, 'status', '--json')).output) as StatusDocument;
  /** Waits until four tasks serve. */
  const settled = async (zones: readonly string[]): Promise<readonly TaskStatusLine[]> =>
    eventually(async () => {
      const [service] = (await status()).services;
      const running = service?.tasks.filter(({ targetHealth }) => targetHealth === 'healthy') ?? [];
      const isWhole = service?.healthyCount === 4 && service.runningCount === 4 && running.length === 4;
      return isWhole && running.every((task) => zones.includes(task.availabilityZone)) ? running : undefined;
    });
  const outsideFrom = async ({ localAddress }: TaskStatusLine): Promise<string> =>
    (await fetch(`http://${localAddress}/outside`)).text();
  const fault = async (...args: readonly string[]): Promise<string> => {
    const { exitCode, output } = await neargate(project, 'fault', ...args);
    expect(exitCode, output).toBe(0);
    return output;
  };
  const bothZones = ['us-east-1a', 'us-east-1b'];

  beforeAll(async () => {
    project = await createProject('two-zones');
    outside = createServer((_request, response) => response.end());
    await new Promise<void>((resolve) => outside.listen(0, outsideAddress ?? '127.0.0.1', resolve));
    const { port } = outside.address() as AddressInfo;
    variables = [
      '-var',
      `listener_port=${project.listenerPort}`,
      '-var',
      `outside=${outsideAddress ?? '127.0.0.1'}:${port}`,
    ];
    system = new NeargateProcess(project, ['up', ...variables]);
    const said = await system.says(/Ready {2}http:\S+/);
    url = /http:\S+/.exec(said.slice(said.indexOf('Ready')))?.[0] ?? '';
  }, patienceMs);

  afterAll(async () => {
    await system.stop();
    outside.close();
    expect(processesOf(project)).toEqual([]);
    project.remove();
  });

  it.runIf(outsideAddress !== undefined)(
    'keeps its way out in one zone when the NAT gateway of the other stops, and loses no request',
    async () => {
      const tasks = await settled(bothZones);
      const ways = async () =>
        Object.fromEntries(
          await Promise.all(
            tasks.map(async (task) => [`${task.availabilityZone} ${task.id}`, await outsideFrom(task)]),
          ),
        ) as Record<string, string>;
      const expected = (zoneA: string) =>
        Object.fromEntries(
          tasks.map(({ availabilityZone: zone, id }) => [
            `${zone} ${id}`,
            zone === 'us-east-1a' ? zoneA : 'reached',
          ]),
        );
      expect(await ways()).toEqual(expected('reached'));
      const clients = startClients(url);
      await fault('nat', 'nat-a');
      await eventually(async () => {
        expect(await ways()).toEqual(expected('silence'));
        return true;
      });
      const cut = tasks.find(({ availabilityZone }) => availabilityZone === 'us-east-1a');
      const why = await neargate(project, 'explain', 'connection', cut?.id ?? '', 'internet', '443');
      expect(why.exitCode).toBe(1);
      expect(why.output).toMatch(/NAT gateway nat-\w+ is stopped \(fault fault-\w+\)\./);
      const { faults, problems } = await status();
      expect(faults).toMatchObject([
        { what: expect.stringMatching(/^NAT gateway nat-\w+ passes/) as string },
      ]);
      expect(problems.some(({ cause }) => cause.includes('is stopped (fault'))).toBe(true);
      await fault('heal', faults[0]?.id ?? '');
      expect(await ways()).toEqual(expected('reached'));
      const { answers, lost } = await clients.stop();
      expect(answers).toBeGreaterThan(10);
      expect(lost).toEqual([]);
    },
  );

  it('loses no more than what was in flight when a task is killed', async () => {
    const [victim] = await settled(bothZones);
    const clients = startClients(url);
    await fault('task', victim?.id ?? '');
    await eventually(async () => {
      const healthy = await settled(bothZones);
      return healthy.some(({ id }) => id === victim?.id) ? undefined : true;
    });
    const { answers, lost, count } = await clients.stop();
    expect(answers).toBeGreaterThan(10);
    expect(lost.length, `lost: ${lost.join(' ')}`).toBeLessThanOrEqual(count);
  });

  it('serves from the other zone while one is out, loses no more than was in flight, and comes back', async () => {
    await settled(bothZones);
    const clients = startClients(url);
    try {
      await fault('zone', 'us-east-1a');
      await settled(['us-east-1b']);
      const list = JSON.parse((await neargate(project, 'fault', 'list', '--json')).output) as FaultStatus[];
      expect(list).toMatchObject([{ what: 'Availability Zone us-east-1a is out of service' }]);
      const { answers, lost, count } = await clients.stop();
      expect(answers).toBeGreaterThan(10);
      expect(lost.length, `lost: ${lost.join(' ')}`).toBeLessThanOrEqual(count);
    } finally {
      await fault('heal', '--all');
    }
    expect((await status()).faults).toEqual([]);
    expect((await fetch(url)).status).toBe(200);
  });

  it('answers no client once the load balancer’s group opens another port, names the rule, and answers again', async () => {
    const main = path.join(project.terraform, 'main.tf');
    const original = readFileSync(main, 'utf8');
    const elsewhere = original.replaceAll(/(from_port|to_port)( *)= var\.listener_port/g, '$1$2= 81');
    expect(elsewhere).not.toBe(original);
    const becomes = (wanted: string) =>
      eventually(async () => ((await askOnce(url, 1_000)) === wanted ? true : undefined));
    await becomes('200');
    try {
      writeFileSync(main, elsewhere);
      const applied = await neargate(project, 'apply', ...variables);
      expect(applied.exitCode, applied.output).toBe(0);
      const { problems } = await status();
      expect(problems).toContainEqual({
        resource: `clients → load balancer web:${project.listenerPort}`,
        cause: expect.stringMatching(
          /^Security group sg-\w+ \(alb\) has no inbound rule that allows TCP \d+ from any client\.$/,
        ) as string,
        place: expect.stringMatching(/main\.tf:\d+$/) as string,
        remedy: expect.stringContaining('Add an inbound rule') as string,
      });
      await becomes('timeout');
    } finally {
      writeFileSync(main, original);
      await neargate(project, 'apply', ...variables);
    }
    await becomes('200');
  });

  it('says what there is when something else is named', async () => {
    const { exitCode, output } = await neargate(project, 'fault', 'nat', 'nat-z');
    expect(exitCode).toBe(1);
    expect(output).toMatch(
      /There is no NAT gateway "nat-z"\.\nThere are: nat-\w+ \(nat-a\), nat-\w+ \(nat-b\)\./,
    );
  });
});

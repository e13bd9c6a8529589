import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { HOST_BASE_LABEL, type ImageConfig } from '../image/image-config.ts';
import { ContainerStartError, type ContainerSpec, type TaskAddress, type TaskDriver } from './driver.ts';
import { identifyProcess } from './process/process-identity.ts';

const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));
const forever = new AbortController().signal;

/** What a driver's test gives to the suite: a driver, and addresses on which its tasks may listen. */
export interface DriverUnderTest<Handle> {
  readonly driver: TaskDriver<Handle>;
  readonly addresses: readonly [TaskAddress, TaskAddress];
  /** Where the test reaches container port `port` of the task at `address`. */
  urlOf(address: TaskAddress, port: number): string;
  /** A second driver as after a restart of Neargate: it knows nothing of what the first has started. */
  restarted(): TaskDriver<Handle>;
}

/** The contract of every task driver, as tests. */
export function describeTaskDriver<Handle>(
  name: string,
  setUp: (directory: string) => Promise<DriverUnderTest<Handle>>,
): void {
  describe(name, () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'neargate driver '));
    const layer = path.join(directory, 'layer');
    let subject: DriverUnderTest<Handle>;
    let count = 0;

    beforeAll(async () => {
      mkdirSync(path.join(layer, 'app'), { recursive: true });
      mkdirSync(path.join(layer, 'etc'), { recursive: true });
      cpSync(fixtures, path.join(layer, 'app'), { recursive: true });
      writeFileSync(
        path.join(layer, 'etc/passwd'),
        'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n',
      );
      subject = await setUp(path.join(directory, 'state'));
    });
    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    const prepare = (overrides: Partial<ContainerSpec> & Pick<ContainerSpec, 'command'>) => {
      count += 1;
      const lines: string[] = [];
      const waiting = new Map<string, () => void>();
      const spec: ContainerSpec = {
        taskArn: `arn:aws:ecs:us-east-1:123456789012:task/test/${process.pid}${Date.now()}${count}`,
        containerName: 'app',
        image: { layers: [layer], config: imageConfig },
        environment: {},
        address: subject.addresses[0],
        containerPorts: [],
        limits: {},
        tmpDir: path.join(directory, `task ${count}`),
        onOutput(stream, line) {
          lines.push(`${stream}: ${line}`);
          waiting.get(line.split(' ')[0] ?? '')?.();
        },
        ...overrides,
      };
      return {
        spec,
        lines,
        /** Resolves when a line with this first word has been written. */
        said: (word: string) =>
          new Promise<void>((resolve) => {
            if (lines.some((line) => line.split(' ')[1] === word)) resolve();
            else waiting.set(word, resolve);
          }),
      };
    };

    it('says whether and how it runs here', async () => {
      expect(await subject.driver.fingerprint()).toMatchObject({ healthy: true });
      for (const limit of [subject.driver.capabilities.cpuLimit, subject.driver.capabilities.memoryLimit]) {
        expect(['enforced', 'stated']).toContain(limit);
      }
    });

    it('delivers every line of both streams before it reports the exit code', async () => {
      const script =
        'console.log("one\\ntwo"); console.error("three"); process.stdout.write("no line end"); process.exitCode = 7';
      const { spec, lines } = prepare({ command: ['node', '-e', script] });
      const handle = await subject.driver.start(spec);
      expect(await subject.driver.wait(handle, forever)).toEqual({ exitCode: 7 });
      expect(lines.filter((line) => line.startsWith('stdout'))).toEqual([
        'stdout: one',
        'stdout: two',
        'stdout: no line end',
      ]);
      expect(lines).toContain('stderr: three');
      await subject.driver.destroy(handle);
      expect(existsSync(spec.tmpDir)).toBe(false);
    });

    it('gives the program the image’s and the task’s variables and none of the machine’s', async () => {
      const script =
        'const { IMAGE, TASK, SHELL, LANG } = process.env; console.log(JSON.stringify({ IMAGE, TASK, SHELL, LANG }))';
      const { spec, lines } = prepare({ command: ['node', '-e', script], environment: { TASK: 'yes' } });
      const handle = await subject.driver.start(spec);
      await subject.driver.wait(handle, forever);
      expect(lines).toEqual(['stdout: {"IMAGE":"image","TASK":"yes"}']);
      await subject.driver.destroy(handle);
    });

    it('runs the program in the working directory of the image', async () => {
      const { spec, lines } = prepare({
        command: ['node', 'connect.mjs'],
        environment: { LOOKUP: '127.0.0.1' },
      });
      const handle = await subject.driver.start(spec);
      expect(await subject.driver.wait(handle, forever)).toEqual({ exitCode: 0 });
      expect(lines).toEqual(['stdout: lookup 127.0.0.1']);
      await subject.driver.destroy(handle);
    });

    it('keeps what one container writes from the image and from other containers', async () => {
      const command = [
        'node',
        '-e',
        'const fs = require("fs"); console.log(fs.existsSync("new")); fs.writeFileSync("new", "")',
      ];
      for (let run = 0; run < 2; run += 1) {
        const { spec, lines } = prepare({ command });
        const handle = await subject.driver.start(spec);
        await subject.driver.wait(handle, forever);
        expect(lines).toEqual(['stdout: false']);
        await subject.driver.destroy(handle);
      }
      expect(existsSync(path.join(layer, 'app/new'))).toBe(false);
    });

    it('refuses a command that the image does not have', async () => {
      const { spec } = prepare({ command: ['no-such-program'] });
      const failure = await subject.driver.start(spec).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ContainerStartError);
      expect(String(failure)).toContain('exec: "no-such-program": executable file not found in $PATH');
    });

    it('runs two tasks of an unmodified Node server on one port, and each peer sees the task’s address', async () => {
      const port = 31_001;
      const tasks = await Promise.all(
        subject.addresses.map(async (address, index) => {
          const { spec, said } = prepare({
            command: ['node', 'http-server.mjs'],
            environment: { PORT: String(port), NAME: `task-${index}` },
            address,
            containerPorts: [port],
          });
          const handle = await subject.driver.start(spec);
          await said('listening');
          return { address, handle };
        }),
      );
      const names = await Promise.all(
        tasks.map(async ({ address }) => {
          const response = await fetch(subject.urlOf(address, port));
          return ((await response.json()) as { name: string }).name;
        }),
      );
      expect(names).toEqual(['task-0', 'task-1']);
      for (const { handle } of tasks) await subject.driver.destroy(handle);
    });

    it('lets the program end by itself after the stop signal', async () => {
      const { spec, lines, said } = prepare({
        command: ['node', 'http-server.mjs'],
        environment: { PORT: '31002' },
      });
      const handle = await subject.driver.start(spec);
      await said('listening');
      await subject.driver.stop(handle, { signal: 'SIGTERM', timeoutMs: 20_000 });
      expect(await subject.driver.wait(handle, forever)).toEqual({ exitCode: 0 });
      expect(lines).toEqual(['stdout: listening', 'stdout: goodbye']);
      await subject.driver.destroy(handle);
    });

    it('kills a program that ignores the stop signal, and its children', async () => {
      const { spec, lines, said } = prepare({ command: ['node', 'ignore-sigterm.mjs'] });
      const handle = await subject.driver.start(spec);
      await said('child');
      await subject.driver.stop(handle, { signal: 'SIGTERM', timeoutMs: 50 });
      expect(await subject.driver.wait(handle, forever)).toEqual({ exitCode: 137, signal: 'SIGKILL' });
      expect(isRunning(childPidOf(lines))).toBe(false);
      await subject.driver.destroy(handle);
    });

    it('recovers a container after a restart, or leaves nothing of it', async () => {
      const { spec, lines, said } = prepare({ command: ['node', 'ignore-sigterm.mjs'] });
      const handle = await subject.driver.start(spec);
      await said('child');
      const stored = JSON.parse(JSON.stringify(handle)) as Handle;
      const recovered = await subject.restarted().recover(stored);
      expect(isRunning(childPidOf(lines))).toBe(recovered);
      await subject.driver.destroy(handle);
    });

    it('measures the time and memory of a container while it runs', async () => {
      const script =
        'const held = Buffer.alloc(32 << 20, 1); const end = Date.now() + 300; while (Date.now() < end); console.log("ready"); setInterval(() => held.length, 1000)';
      const { spec, said } = prepare({ command: ['node', '-e', script] });
      const handle = await subject.driver.start(spec);
      await said('ready');
      const usage = subject.driver.usage(handle);
      if (process.platform === 'linux') {
        expect(usage?.cpuSeconds).toBeGreaterThan(0.05);
        expect(usage?.memoryBytes).toBeGreaterThan(32 << 20);
      }
      await subject.driver.destroy(handle);
      expect(subject.driver.usage(handle)).toBeUndefined();
    });

    it('runs a command inside a container: its files, variables, working directory and exit code', async () => {
      const { spec, said } = prepare({
        command: [
          'node',
          '-e',
          'require("fs").writeFileSync("made", "by the program"); console.log("ready"); setInterval(() => {}, 1000)',
        ],
        environment: { TASK: 'yes' },
      });
      const handle = await subject.driver.start(spec);
      await said('ready');
      const output: Buffer[] = [];
      const script =
        'process.stdin.on("data", (text) => { console.log(String(text) + process.env.TASK + require("fs").readFileSync("made")); process.exit(3) })';
      const session = await subject.driver.exec(handle, {
        command: ['node', '-e', script],
        hasInput: true,
        onOutput: (_stream, chunk) => output.push(Buffer.from(chunk)),
      });
      session.write(Buffer.from('input '));
      expect(await session.ended).toEqual({ exitCode: 3 });
      expect(Buffer.concat(output).toString()).toBe('input yesby the program\n');
      await expect(
        subject.driver.exec(handle, { command: ['no-such-program'], onOutput: () => undefined }),
      ).rejects.toThrow('executable file not found');
      const sleeping = await subject.driver.exec(handle, {
        command: ['node', '-e', 'setInterval(() => {}, 1000)'],
        onOutput: () => undefined,
      });
      sleeping.kill();
      expect(await sleeping.ended).toMatchObject({ signal: 'SIGKILL' });
      await subject.driver.destroy(handle);
      await expect(
        subject.driver.exec(handle, { command: ['node'], onOutput: () => undefined }),
      ).rejects.toThrow('the container does not run');
    });

    it('ends a command inside a container with the container', async () => {
      const { spec, said } = prepare({
        command: ['node', '-e', 'console.log("ready"); setInterval(() => {}, 1000)'],
      });
      const handle = await subject.driver.start(spec);
      await said('ready');
      const session = await subject.driver.exec(handle, {
        command: ['node', '-e', 'setInterval(() => {}, 1000)'],
        onOutput: () => undefined,
      });
      await subject.driver.stop(handle, { signal: 'SIGKILL', timeoutMs: 0 });
      expect(await session.ended).toMatchObject({ exitCode: 137 });
      await subject.driver.destroy(handle);
    });

    it('does not send a signal to a first process that does not handle it, as the kernel does not in a container', async () => {
      const shell = 'trap "echo child" USR1; echo ready; while :; do sleep 0.05; done';
      for (const [options, expected] of [
        [{ whenUnhandledMs: 20 }, { exitCode: 137, signal: 'SIGKILL' }],
        [{}, { exitCode: 143, signal: 'SIGTERM' }],
      ] as const) {
        const { spec, said } = prepare({ command: ['sh', '-c', shell] });
        const handle = await subject.driver.start(spec);
        await said('ready');
        await subject.driver.stop(handle, { signal: 'SIGTERM', timeoutMs: 20_000, ...options });
        if (process.platform === 'linux') {
          expect(await subject.driver.wait(handle, forever)).toEqual(expected);
        }
        await subject.driver.destroy(handle);
      }
    });

    it('shares a volume between containers', async () => {
      const volume = path.join(directory, 'volume');
      mkdirSync(volume, { recursive: true });
      const mount = (readOnly: boolean) => [{ directory: volume, containerPath: '/data', readOnly }];
      const writer = prepare({ command: ['cp', '/app/connect.mjs', '/data/shared'], volumes: mount(false) });
      const reader = prepare({ command: ['cat', '/data/shared'], volumes: mount(true) });
      for (const { spec } of [writer, reader]) {
        const handle = await subject.driver.start(spec);
        expect(await subject.driver.wait(handle, forever)).toEqual({ exitCode: 0 });
        await subject.driver.destroy(handle);
      }
      expect(reader.lines[0]).toMatch(/^stdout: /);
    });

    it('sets resource limits', async () => {
      const { spec, lines } = prepare({
        command: ['sh', '-c', 'ulimit -S -n; ulimit -H -n'],
        ulimits: [{ name: 'nofile', softLimit: 512, hardLimit: 700 }],
      });
      const handle = await subject.driver.start(spec);
      await subject.driver.wait(handle, forever);
      if (process.platform === 'linux') expect(lines).toEqual(['stdout: 512', 'stdout: 700']);
      await subject.driver.destroy(handle);
    });

    it('stops waiting when the caller gives up', async () => {
      const { spec, said } = prepare({
        command: ['node', 'http-server.mjs'],
        environment: { PORT: '31003' },
      });
      const handle = await subject.driver.start(spec);
      await said('listening');
      const enough = new AbortController();
      const waiting = subject.driver.wait(handle, enough.signal);
      enough.abort(new Error('enough'));
      await expect(waiting).rejects.toThrow('enough');
      await subject.driver.destroy(handle);
    });
  });
}

const imageConfig: ImageConfig = {
  architecture: 'amd64',
  os: 'linux',
  config: {
    Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'IMAGE=image'],
    WorkingDir: '/app',
    Labels: { [HOST_BASE_LABEL]: 'node:24-alpine' },
  },
  rootfs: { type: 'layers', diff_ids: [] },
};

function childPidOf(lines: readonly string[]): number {
  const line = lines.find((candidate) => candidate.startsWith('stdout: child '));
  return Number(line?.split(' ')[2]);
}

function isRunning(pid: number): boolean {
  return identifyProcess(pid) !== undefined;
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, neargate, NeargateProcess, processesOf, type Project } from './neargate-process.ts';

const testTimeoutMs = 120_000;

/** Values of every type that Terraform has, as far as an output can show them. */
const outputs = `
variable "token" {
  type      = string
  default   = "secret"
  sensitive = true
}
output "text" {
  value = "a \\"quoted\\" <b> & ümlaut"
}
output "number" {
  value = 12345678901234567890.5
}
output "bool" {
  value = true
}
output "list" {
  value = tolist(["a", "b"])
}
output "tuple" {
  value = ["a", 1, true, null]
}
output "object" {
  value = { a = 1, b = { c = ["x"], d = {} } }
}
output "map" {
  value = tomap({ x = 1, y = 2 })
}
output "set" {
  value = toset(["b", "a"])
}
output "nothing" {
  value = null
}
output "token" {
  value     = var.token
  sensitive = true
}
`;

const hasTerraform = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

describe('the commands', { timeout: testTimeoutMs }, () => {
  let project: Project;

  beforeAll(async () => {
    project = await createProject();
    mkdirSync(path.join(project.directory, 'outputs'));
    writeFileSync(path.join(project.directory, 'outputs/main.tf'), outputs);
  });
  afterAll(() => project.remove());

  /** The names in the overview, so that a new command is held to the same. */
  const commandNames = async () => {
    const { output, exitCode } = await neargate(project, '--help');
    expect(exitCode).toBe(0);
    const list = /Commands:\n((?: {2}\S.*\n)+)/.exec(output)?.[1] ?? '';
    return list.split('\n').flatMap((line) => line.trim().split(' ')[0] || []);
  };

  it('each explain themselves, with examples', async () => {
    const names = await commandNames();
    expect(names).toEqual(
      expect.arrayContaining(['up', 'down', 'status', 'logs', 'plan', 'apply', 'destroy', 'output']),
    );
    for (const name of names) {
      const { exitCode, output } = await neargate(project, name, '--help');
      expect(exitCode, name).toBe(0);
      expect(output).toContain(`Usage: neargate ${name}`);
      expect(output).toMatch(new RegExp(`Examples:\\n(?: {2}.*neargate ${name}.*\\n)+`));
    }
  });

  it('refuse what they do not know with exit code 2', async () => {
    for (const [args, message] of [
      [['launch'], 'There is no command "launch".'],
      [['plan', '--frobnicate'], "Unknown option '--frobnicate'."],
      [['plan', 'extra'], 'Unexpected argument "extra".'],
      [['logs'], 'is missing.'],
      [['output', '-raw'], '-raw needs the name of one output.'],
      [[], 'Usage: neargate COMMAND'],
    ] as const) {
      const { exitCode, output } = await neargate(project, ...args);
      expect(output).toContain(message);
      expect(exitCode, args.join(' ')).toBe(2);
    }
  });

  it('say that nothing runs where a server is needed', async () => {
    for (const args of [['status'], ['logs', 'web']]) {
      const { exitCode, output } = await neargate(project, ...args);
      expect(exitCode).toBe(1);
      expect(output).toContain(`Neargate is not running on ${project.stateDirectory}.`);
    }
    expect(await neargate(project, 'down')).toMatchObject({ exitCode: 0 });
  });

  it('plan, apply and show outputs without a server, for a directory of outputs only', async () => {
    const planned = await neargate(project, 'plan', '--dir', 'outputs', '-detailed-exitcode');
    expect(planned).toMatchObject({ exitCode: 2 });
    expect(planned.output).toContain('without changing any real infrastructure.');
    expect(await neargate(project, 'apply', '--dir', 'outputs')).toMatchObject({ exitCode: 0 });
    expect(await neargate(project, 'plan', '--dir', 'outputs', '-detailed-exitcode')).toMatchObject({
      exitCode: 0,
    });
    const { output } = await neargate(project, 'output', '--dir', 'outputs', '--json');
    const read = JSON.parse(output) as Record<string, unknown>;
    expect(read['token']).toEqual({ sensitive: true, type: 'string', value: 'secret' });
    expect(read['set']).toEqual({ sensitive: false, type: ['set', 'string'], value: ['a', 'b'] });
    expect((await neargate(project, 'output', '--dir', 'outputs')).output).toContain('token = <sensitive>\n');
    expect(await neargate(project, 'output', '--dir', 'outputs', '-raw', 'number')).toMatchObject({
      exitCode: 0,
      output: '12345678901234567890.5',
    });
  });

  it.skipIf(!hasTerraform)(
    'write outputs byte for byte as terraform does, where it is installed',
    async () => {
      const directory = path.join(project.directory, 'outputs');
      const terraform = (...args: string[]) => {
        const environment = { PATH: process.env['PATH'], HOME: project.directory, TF_IN_AUTOMATION: '1' };
        const { status, stdout, stderr } = spawnSync('terraform', args, {
          cwd: directory,
          env: environment,
          encoding: 'utf8',
        });
        expect(status, stderr).toBe(0);
        return stdout;
      };
      terraform('init', '-input=false');
      terraform('apply', '-auto-approve', '-input=false');
      expect(await neargate(project, 'apply', '--dir', 'outputs')).toMatchObject({ exitCode: 0 });
      for (const name of [[], ['object'], ['number'], ['text'], ['token']]) {
        const { output } = await neargate(project, 'output', '--dir', 'outputs', '--json', ...name);
        expect(output).toBe(terraform('output', '-json', ...name));
      }
      for (const name of [[], ['list'], ['tuple'], ['map'], ['text']]) {
        const { output } = await neargate(project, 'output', '--dir', 'outputs', ...name);
        expect(output).toBe(terraform('output', '-no-color', ...name));
      }
    },
  );

  describe('beside a server', () => {
    let up: NeargateProcess;
    let variables: string[];

    beforeAll(async () => {
      variables = ['-var', `listener_port=${project.listenerPort}`, '-var', 'desired_count=1'];
      up = new NeargateProcess(project, ['up', ...variables]);
      await up.says(/Ready {2}http/);
    }, testTimeoutMs);
    afterAll(async () => {
      await up.stop();
      expect(process.platform === 'linux' ? processesOf(project) : []).toEqual([]);
    });

    it('logs follows what is written until it is interrupted', async () => {
      const following = new NeargateProcess(project, ['logs', 'web', '-f']);
      await following.says('listening');
      await fetch(`http://localhost:${project.listenerPort}/web/followed`);
      await following.says(/^\d{4}-\d\d-\d\dT\S+Z [0-9a-f]{8} request \/web\/followed$/m);
      expect((await following.stop('SIGINT')).exitCode).toBe(0);
    });

    it('logs -f ends when nobody reads it any more', async () => {
      const following = new NeargateProcess(project, ['logs', 'web', '-f']);
      await following.says('listening');
      following.child.stdout?.destroy();
      for (const _ of [1, 2, 3]) await fetch(`http://localhost:${project.listenerPort}/web/unread`);
      expect(await following.exits()).toBe(0);
    });

    it('logs names the services there are when it is asked for another', async () => {
      const { exitCode, output } = await neargate(project, 'logs', 'nothing');
      expect(exitCode).toBe(1);
      expect(output).toMatch(/nothing/);
      expect(output).toMatch(/\bweb\b/);
    });

    it('status --json holds what runs, where it answers, and what is only stored', async () => {
      const { exitCode, output } = await neargate(project, 'status', '--json');
      expect(exitCode).toBe(0);
      expect(JSON.parse(output)).toMatchObject({
        url: `http://localhost:${project.gatewayPort}`,
        stateDirectory: project.stateDirectory,
        accountId: '123456789012',
        region: 'us-east-1',
        timing: 'fast',
        loadBalancers: [
          {
            name: 'web',
            state: 'active',
            listeners: [
              {
                port: project.listenerPort,
                protocol: 'HTTP',
                url: `http://localhost:${project.listenerPort}`,
                // oxlint-disable-next-line unicorn/no-thenable -- a text, which nobody can await as a promise
                rules: [{ when: 'otherwise', then: 'web' }],
              },
            ],
          },
        ],
        services: [
          {
            cluster: 'main',
            name: 'web',
            status: 'ACTIVE',
            desiredCount: 1,
            runningCount: 1,
            pendingCount: 0,
            healthyCount: 1,
            taskDefinition: 'web:1',
            rolloutState: 'COMPLETED',
            tasks: [
              {
                lastStatus: 'RUNNING',
                desiredStatus: 'RUNNING',
                targetHealth: 'healthy',
                pids: [expect.any(Number)],
              },
            ],
          },
        ],
        databases: [],
        storedOnly: [],
        evaluatedOnly: [],
        problems: [],
      });
    });

    it('up stops what it has started when its terminal goes away', async () => {
      up.child.stdout?.destroy();
      up.child.stderr?.destroy();
      up.child.kill('SIGHUP');
      expect(await up.exits()).toBe(0);
      expect(process.platform === 'linux' ? processesOf(project) : []).toEqual([]);
      up = new NeargateProcess(project, ['up', ...variables]);
      await up.says(/Ready {2}http/);
    });

    it('down stops the server, and deletes its data when asked', async () => {
      expect(await neargate(project, 'down', '--delete-data')).toMatchObject({ exitCode: 0 });
      expect(await up.exits()).toBe(0);
      expect((await neargate(project, 'output', '--dir', 'outputs', '--json')).output).toBe('{}\n');
    });
  });
});

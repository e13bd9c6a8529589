import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatusDocument } from '../../src/gateway/admin-protocol.ts';
import {
  createProject,
  eventually,
  neargate,
  NeargateProcess,
  processesOf,
  type Project,
} from './neargate-process.ts';

const testTimeoutMs = 240_000;
const onLinux = process.platform === 'linux';

describe('neargate up', { timeout: testTimeoutMs }, () => {
  let project: Project;
  let up: NeargateProcess;
  let variables: string[];
  const url = (path: string) => `http://localhost:${project.listenerPort}${path}`;

  const status = async (): Promise<StatusDocument> =>
    JSON.parse((await neargate(project, 'status', '--json')).output) as StatusDocument;
  const apply = (...more: string[]) => neargate(project, 'apply', ...variables, ...more);

  beforeAll(async () => {
    project = await createProject();
    variables = ['-var', `listener_port=${project.listenerPort}`];
    up = new NeargateProcess(project, ['up', ...variables]);
  });

  afterAll(async () => {
    await up.stop();
    expect(onLinux ? processesOf(project) : []).toEqual([]);
    project.remove();
  });

  it('builds the image, starts the tasks and says where they answer', async () => {
    const said = await up.says(/Ready {2}http:\S+/);
    expect(said).toContain('Apply complete! Resources: 19 added, 0 changed, 0 destroyed.');
    expect(said).toContain(`Ready  ${url('')}`);
    await up.says('2 of 2 tasks healthy');
    const answer = await fetch(url('/web'));
    expect(await answer.json()).toMatchObject({ region: 'us-east-1' });
  });

  it('keeps what the tasks write', async () => {
    const { output } = await neargate(project, 'logs', 'web');
    expect(output).toContain('listening');
    expect(output).toContain('request /web');
  });

  it('does not start twice on one state directory', async () => {
    const { exitCode, output } = await neargate(project, 'up', ...variables);
    expect(exitCode).toBe(1);
    expect(output).toContain('Neargate is already running');
  });

  it('changes nothing where nothing changed', async () => {
    const { exitCode, output } = await neargate(project, 'plan', '-detailed-exitcode', ...variables);
    expect(output).toContain('No changes.');
    expect(exitCode).toBe(0);
  });

  it('replaces a task that was killed', async () => {
    const [victim] = (await status()).services.flatMap(({ tasks }) => tasks.flatMap(({ pids }) => pids));
    if (victim === undefined) throw new Error('no task has a process');
    process.kill(victim, 'SIGKILL');
    await eventually(async () => {
      const { services } = await status();
      const [web] = services;
      const pids = web?.tasks.flatMap((task) => (task.lastStatus === 'RUNNING' ? task.pids : [])) ?? [];
      return web?.healthyCount === 2 && !pids.includes(victim) ? true : undefined;
    });
    expect((await fetch(url('/web'))).status).toBe(200);
  });

  it('says which security group rule is missing, with its place, and heals when it is back', async () => {
    expect((await apply('-var', 'task_ports=[]')).exitCode).toBe(0);
    const sentence =
      /Security group sg-\w+ \(tasks\) has no inbound rule that allows TCP 3000 from .*\(alb\)/;
    await up.says(sentence);
    await up.says(/at .*main\.tf:\d+/);
    const { problems } = await status();
    expect(problems.map(({ cause }) => cause).join('\n')).toMatch(sentence);
    expect((await apply()).exitCode).toBe(0);
    await up.says('Ready again');
    expect((await fetch(url('/web'))).status).toBe(200);
  });

  it('does not call ready what a failed apply left, however healthy it is', async () => {
    const broken = `${project.terraform}/broken.tf`;
    const { rmSync, writeFileSync } = await import('node:fs');
    writeFileSync(
      broken,
      'resource "aws_iam_role_policy_attachment" "broken" {\n  role       = "absent"\n  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}\n',
    );
    expect((await apply()).exitCode).toBe(1);
    const said = await up.says(/Running {2}http:.*\n {2}The last apply of .*terraform failed\./);
    expect(said).not.toContain('Ready');
    // A busy machine may let a health check time out once, which is not what this is about.
    await expect
      .poll(async () => (await status()).problems.map(({ cause }) => cause), { timeout: 20_000 })
      .toEqual(['The last apply failed: what runs is not what the configuration says.']);
    rmSync(broken);
    expect((await apply()).exitCode).toBe(0);
    await up.says('Ready again');
    expect((await status()).problems).toEqual([]);
  });

  it('deploys what a changed source makes', async () => {
    const file = `${project.directory}/web/server.js`;
    const { readFileSync, writeFileSync } = await import('node:fs');
    writeFileSync(file, readFileSync(file, 'utf8').replace('pid: process.pid', "version: 'second'"));
    expect((await apply()).exitCode).toBe(0);
    await eventually(async () => {
      const answers = await Promise.all(
        ['/web', '/web', '/web'].map(async (path) => (await fetch(url(path))).text()),
      );
      return answers.every((text) => text.includes('second')) ? true : undefined;
    });
  });

  it('comes back after kill -9 with everything that was applied, and without orphans', async () => {
    const before = (await status()).services.flatMap(({ tasks }) => tasks.flatMap(({ pids }) => pids));
    await up.stop('SIGKILL');
    up = new NeargateProcess(project, ['up', ...variables]);
    const said = await up.says(/Ready {2}http:\S+/);
    expect(said).toContain('No changes.');
    expect(await (await fetch(url('/web'))).text()).toContain('second');
    const after = (await status()).services.flatMap(({ tasks }) => tasks.flatMap(({ pids }) => pids));
    expect(after).toHaveLength(2);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
    const own = processesOf(project).filter((line) => line.includes('server.js'));
    if (onLinux) expect(own).toHaveLength(2);
  });

  it('shows outputs with and without a server, and stops within ten seconds', async () => {
    const json = async () =>
      JSON.parse((await neargate(project, 'output', '--json')).output) as Record<string, unknown>;
    const running = await json();
    expect(running).toMatchObject({ alb_dns_name: { sensitive: false, type: 'string' } });
    const { exitCode, tookMs } = await up.stop('SIGINT');
    expect(exitCode).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
    if (onLinux) expect(processesOf(project)).toEqual([]);
    expect(await json()).toEqual(running);
  });

  it('destroys without a server', async () => {
    const { exitCode, output } = await neargate(project, 'destroy', ...variables);
    expect(output).toContain('Destroy complete! Resources: 19 destroyed.');
    expect(exitCode).toBe(0);
  });
});

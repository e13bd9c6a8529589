import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatusDocument } from '../../src/gateway/admin-protocol.ts';
import type { HookStatus } from '../../src/gateway/deployment-protocol.ts';
import { startClients } from './load.ts';
import { createProject, eventually, neargate, NeargateProcess, type Project } from './neargate-process.ts';

const testTimeoutMs = 300_000;
const overlays = ['delivery', 'code-deploy'].map((name) =>
  fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)),
);

// The cases follow one another on one server: starting it is what takes the time.
describe('a pipeline that deploys with CodeDeploy', { timeout: testTimeoutMs }, () => {
  let project: Project;
  let up: NeargateProcess;
  let variables: string[];

  const url = () => `http://localhost:${project.listenerPort}/`;
  const text = async () => (await fetch(url())).text();
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, {
      cwd: project.directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const status = async () =>
    JSON.parse((await neargate(project, 'status', '--json')).output) as StatusDocument;
  /** Commits and pushes a version of the program; returns the commit. */
  const push = (said: string): string => {
    const behaviour = { text: said, health: 200, expectedText: said, testSeconds: 0, startSeconds: 0 };
    writeFileSync(path.join(project.directory, 'web/behaviour.json'), JSON.stringify(behaviour));
    git('commit', '-qam', `Say ${said}`);
    git('push', '-q', `http://localhost:${project.gatewayPort}/v1/repos/web`, 'HEAD:main');
    return git('rev-parse', 'HEAD').trim();
  };
  /** How the pipeline's execution of a commit ended. */
  const ended = (commitId: string) =>
    eventually(async () =>
      (await status()).pipelines[0]?.executions.find(
        ({ revision, endedAtMs }) => revision?.id === commitId && endedAtMs !== undefined,
      ),
    );
  const waitingHook = () =>
    eventually(async () => {
      const { output } = await neargate(project, 'deployment', 'hooks', '--json');
      return (JSON.parse(output) as readonly HookStatus[])[0];
    });
  /** Resolves once only one version runs, as many tasks as are desired. */
  const settled = () =>
    eventually(async () => {
      const [service] = (await status()).services;
      return service !== undefined && service.runningCount === service.desiredCount ? true : undefined;
    });

  beforeAll(async () => {
    project = await createProject();
    for (const overlay of overlays) cpSync(overlay, project.directory, { recursive: true });
    git('init', '-q', '--initial-branch=main');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    git('add', '.');
    git('commit', '-qm', 'First');
    variables = ['-var', `listener_port=${project.listenerPort}`];
    up = new NeargateProcess(project, ['up', ...variables]);
    await up.says(/Ready {2}http:\S+/);
  }, testTimeoutMs);

  afterAll(async () => {
    await up.stop();
    project.remove();
  });

  it('serves the first version, and leaves no difference to the configuration', async () => {
    expect(await text()).toBe('first');
    await settled();
    const plan = await neargate(project, 'plan', '-detailed-exitcode', ...variables);
    expect(plan.output).toContain('No changes');
    expect(plan.exitCode).toBe(0);
  });

  it('goes from blue to green once its hook is approved, and loses no request', async () => {
    appendFileSync(path.join(project.directory, 'appspec.yaml'), 'Hooks:\n  - BeforeAllowTraffic: check\n');
    const clients = startClients(url());
    const commitId = push('second');
    expect(await waitingHook()).toMatchObject({ stage: 'BeforeAllowTraffic', targetArn: 'check' });
    expect(await text()).toBe('first');
    expect((await neargate(project, 'deployment', 'approve')).output).toContain('the deployment goes on');
    const execution = await ended(commitId);
    expect(execution.status, JSON.stringify(execution)).toBe('Succeeded');
    const { answers, lost } = await clients.stop();
    expect(answers).toBeGreaterThan(50);
    expect(lost).toEqual([]);
    expect(await text()).toBe('second');
    await settled();
  });

  it('is taken back when its hook is denied, loses no request, and says why', async () => {
    const clients = startClients(url());
    const commitId = push('third');
    await waitingHook();
    expect((await neargate(project, 'deployment', 'deny')).output).toContain('the deployment fails');
    const execution = await ended(commitId);
    expect(execution.status).toBe('Failed');
    expect(JSON.stringify(execution)).toContain('check, the hook of BeforeAllowTraffic, answered Failed');
    await settled();
    const { lost } = await clients.stop();
    expect(lost).toEqual([]);
    expect(await text()).toBe('second');
  });
});

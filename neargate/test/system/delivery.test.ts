import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatusDocument } from '../../src/gateway/admin-protocol.ts';
import type { PipelineStatus } from '../../src/gateway/pipeline-protocol.ts';
import { startLoad } from './api.ts';
import {
  createProject,
  eventually,
  neargate,
  NeargateProcess,
  processesOf,
  type Project,
} from './neargate-process.ts';

const testTimeoutMs = 240_000;
const overlay = fileURLToPath(new URL('../fixtures/delivery', import.meta.url));

interface Behaviour {
  readonly text: string;
  readonly health: number;
  readonly expectedText: string;
  readonly testSeconds: number;
  /** How long the program takes until it listens. */
  readonly startSeconds: number;
}

// The cases follow one another on one server: starting it is what takes the time.
describe('delivery', { timeout: testTimeoutMs }, () => {
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
  const pipeline = async (): Promise<PipelineStatus> => {
    const { output } = await neargate(project, 'status', '--json');
    const [only] = (JSON.parse(output) as StatusDocument).pipelines;
    if (only === undefined) throw new Error('there is no pipeline');
    return only;
  };
  /** Commits a version of the program; returns the commit. */
  const commit = (changes: Partial<Behaviour>): string => {
    const file = path.join(project.directory, 'web/behaviour.json');
    const before = JSON.parse(readFileSync(file, 'utf8')) as Behaviour;
    const after = { ...before, expectedText: changes.text ?? before.text, ...changes };
    writeFileSync(file, JSON.stringify(after));
    git('commit', '-qam', `Say ${after.text}`);
    return git('rev-parse', 'HEAD').trim();
  };
  const push = () => git('push', '-q', `http://localhost:${project.gatewayPort}/v1/repos/web`, 'HEAD:main');
  /** How the pipeline's execution of a commit ended. */
  const ended = (commitId: string) =>
    eventually(async () =>
      (await pipeline()).executions.find(
        ({ revision, endedAtMs }) => revision?.id === commitId && endedAtMs !== undefined,
      ),
    );

  beforeAll(async () => {
    project = await createProject();
    cpSync(overlay, project.directory, { recursive: true });
    git('init', '-q', '--initial-branch=main');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    git('add', '.');
    git('commit', '-qm', 'First');
    variables = ['-var', `listener_port=${project.listenerPort}`];
    up = new NeargateProcess(project, ['up', ...variables]);
  });

  afterAll(async () => {
    await up.stop();
    expect(process.platform === 'linux' ? processesOf(project) : []).toEqual([]);
    project.remove();
  });

  it('goes from a push to Ready: event, rule, pipeline, build, image, rollout', async () => {
    const said = await up.says(/Ready {2}http:\S+/);
    const steps = [
      'ran when it was created, as on AWS, and found nothing pushed yet',
      /Push +[0-9a-f]{12} {2}→ main of CodeCommit web/,
      /Event +CodeCommit Repository State Change {2}referenceCreated {2}main/,
      /Rule +web-push {2}→ pipeline web/,
      /Source +Source {2}Succeeded/,
      /Build +Build {2}InProgress/,
      /Image +web:[0-9a-f]{12}/,
      /Deploy +Deploy {2}Succeeded/,
      /Pipeline +web {2}Succeeded/,
    ];
    const places = steps.map((step) => said.search(step));
    expect(
      places.every((place) => place !== -1),
      said,
    ).toBe(true);
    expect(places.toSorted((left, right) => left - right)).toEqual(places);
    expect(said).toMatch(/Build +Build {2}Succeeded/);
    expect(said).not.toContain('CannotPullContainerError');
    await up.says(`git remote add local http://localhost:${project.gatewayPort}/v1/repos/web`);
    expect(await text()).toBe('first');
  });

  it('leaves no difference to the configuration, and nothing to deploy', async () => {
    const plan = await neargate(project, 'plan', '-detailed-exitcode', ...variables);
    expect(plan.output).toContain('No changes.');
    expect(plan.exitCode).toBe(0);
    const again = await neargate(project, 'deploy');
    expect(again.output).toContain('neargate pipeline start');
    expect(again.exitCode).toBe(0);
  });

  it('serves what a git push brings, and every request meanwhile', async () => {
    const load = startLoad(url(), 2);
    const commitId = commit({ text: 'second' });
    push();
    const execution = await ended(commitId);
    const statuses = await load.stop();
    expect(execution).toMatchObject({ status: 'Succeeded', trigger: { type: 'CloudWatchEvent' } });
    expect(await text()).toBe('second');
    expect(statuses.length).toBeGreaterThan(0);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });

  it('fails where a test fails, names the phase and the line, and leaves the running version alone', async () => {
    commit({ text: 'broken', expectedText: 'third' });
    const { output, exitCode } = await neargate(project, 'deploy');
    expect(exitCode).toBe(1);
    expect(output).toContain(
      'Not deployed: Build/Build: Build web failed in phase PRE_BUILD: node web/test.js ended with exit status 1.',
    );
    const line = readFileSync(path.join(project.directory, 'buildspec.yml'), 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('node web/test.js'));
    expect(output).toContain(`at buildspec.yml:${line + 1}`);
    expect(output).toContain('AssertionError: the text is broken, not third');
    expect((await neargate(project, 'logs', 'build', 'web')).output).toContain('AssertionError');
    expect((await neargate(project, 'pipeline')).output).toMatch(/Build +Build +Failed/);
    expect(await text()).toBe('second');
  });

  it('takes a version back that does not become healthy, and says so', async () => {
    const commitId = commit({ text: 'sick', health: 500 });
    const load = startLoad(url(), 1);
    push();
    const execution = await ended(commitId);
    const statuses = await load.stop();
    expect(execution.status).toBe('Failed');
    expect(execution.cause).toMatchObject({ where: 'Deploy/Deploy' });
    expect(execution.cause?.sentence).toMatch(/circuit breaker/i);
    expect(execution.cause?.lines.join('\n')).toMatch(/unhealthy/);
    expect(await text()).toBe('second');
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });

  it('starts nothing without the rule, and says what is missing', async () => {
    expect((await neargate(project, 'apply', ...variables, '-var', 'has_rule=false')).exitCode).toBe(0);
    const before = (await pipeline()).executions.length;
    commit({ text: 'third', health: 200 });
    const { output, exitCode } = await neargate(project, 'deploy');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/no enabled EventBridge rule matches it with pipeline web as target/);
    expect((await pipeline()).executions).toHaveLength(before);
    expect((await neargate(project, 'apply', ...variables)).exitCode).toBe(0);
    expect((await neargate(project, 'pipeline', 'start')).output).toContain('Started execution');
    expect(await ended(git('rev-parse', 'HEAD').trim())).toMatchObject({ status: 'Succeeded' });
    expect(await text()).toBe('third');
  });

  it('leaves nothing in progress for ever after kill -9 in the middle of a build', async () => {
    const commitId = commit({ text: 'fourth', testSeconds: 5 });
    push();
    await eventually(async () => {
      const [latest] = (await pipeline()).executions;
      const build = latest?.stages.find(({ name }) => name === 'Build');
      return latest?.revision?.id === commitId && build?.actions[0]?.detail === 'PRE_BUILD'
        ? true
        : undefined;
    });
    await up.stop('SIGKILL');
    up = new NeargateProcess(project, ['up', ...variables]);
    const said = await up.says(/Ready {2}http:\S+/);
    expect(said).toMatch(/Retry +web {2}stage Build again: Neargate's end, not the build, failed it/);
    expect(await ended(commitId)).toMatchObject({ status: 'Succeeded' });
    expect(await text()).toBe('fourth');
  });

  it('goes on with a deployment after kill -9 in the middle of it, and ends it', async () => {
    // Long enough to be seen in the middle of it.
    const commitId = commit({ text: 'fifth', testSeconds: 0, startSeconds: 4 });
    push();
    await eventually(async () => {
      const [latest] = (await pipeline()).executions;
      const deployed = latest?.stages.find(({ name }) => name === 'Deploy')?.actions[0];
      return latest?.revision?.id === commitId && deployed?.status === 'InProgress' ? true : undefined;
    });
    await up.stop('SIGKILL');
    up = new NeargateProcess(project, ['up', ...variables]);
    await up.says(/Ready {2}http:\S+/);
    expect(await ended(commitId)).toMatchObject({ status: 'Succeeded' });
    expect(await text()).toBe('fifth');
  });

  it('delivers what is committed once a failed apply has been made good, and is not ready before', async () => {
    expect((await up.stop()).exitCode).toBe(0);
    const broken = path.join(project.terraform, 'broken.tf');
    writeFileSync(
      broken,
      'resource "aws_iam_role_policy_attachment" "broken" {\n  role       = "absent"\n  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}\n',
    );
    const commitId = commit({ text: 'sixth', startSeconds: 0 });
    up = new NeargateProcess(project, ['up', ...variables]);
    await up.says(/Running {2}http:.*\n {2}The last apply of .* failed\./);
    expect(up.output).not.toContain('Ready');
    expect(await text()).toBe('fifth');
    rmSync(broken);
    expect((await neargate(project, 'apply', ...variables)).exitCode).toBe(0);
    await up.says(/Ready {2}http:\S+/);
    expect(await ended(commitId)).toMatchObject({ status: 'Succeeded' });
    expect(await text()).toBe('sixth');
  });
});

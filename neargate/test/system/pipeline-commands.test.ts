import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PipelineExecutionStatus, PipelineStatus } from '../../src/gateway/pipeline-protocol.ts';
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

// A folder that is in no git repository, and a pipeline that waits for somebody. The cases follow one another.
describe('a pipeline, by the command line', { timeout: testTimeoutMs }, () => {
  let project: Project;
  let up: NeargateProcess;
  const behaviour = () => path.join(project.directory, 'web/behaviour.json');

  const text = async () => (await fetch(`http://localhost:${project.listenerPort}/`)).text();
  const say = (words: string) => {
    const before = JSON.parse(readFileSync(behaviour(), 'utf8')) as Record<string, unknown>;
    writeFileSync(behaviour(), JSON.stringify({ ...before, text: words, expectedText: words }));
  };
  const latest = async (): Promise<PipelineExecutionStatus> => {
    const { output } = await neargate(project, 'pipeline', 'status', '--json');
    const [only] = JSON.parse(output) as PipelineStatus[];
    const [execution] = only?.executions ?? [];
    if (execution === undefined) throw new Error('there is no execution');
    return execution;
  };
  const actionOf = (execution: PipelineExecutionStatus, name: string) =>
    execution.stages.flatMap(({ actions }) => actions).find((action) => action.name === name);
  const waitsForApproval = () =>
    eventually(async () => {
      const execution = await latest();
      return actionOf(execution, 'Release')?.isWaitingForApproval === true ? execution : undefined;
    });
  const ends = (status: string) =>
    eventually(async () => {
      const execution = await latest();
      return execution.status === status && execution.endedAtMs !== undefined ? execution : undefined;
    });
  const pipeline = async (...args: string[]) => {
    const { output, exitCode } = await neargate(project, 'pipeline', ...args);
    expect(exitCode, output).toBe(0);
    return output;
  };
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: project.directory, encoding: 'utf8' }).trim();

  beforeAll(async () => {
    project = await createProject();
    cpSync(overlay, project.directory, { recursive: true });
    up = new NeargateProcess(project, [
      'up',
      '-var',
      `listener_port=${project.listenerPort}`,
      '-var',
      'has_approval=true',
    ]);
  });

  afterAll(async () => {
    await up.stop();
    expect(process.platform === 'linux' ? processesOf(project) : []).toEqual([]);
    project.remove();
  });

  it('up pushes a plain folder, and the pipeline waits before its deployment', async () => {
    await up.says(/Push +[0-9a-f]{12} {2}→ main of CodeCommit web/);
    const execution = await waitsForApproval();
    expect(actionOf(execution, 'Build')?.status).toBe('Succeeded');
    expect(await pipeline()).toMatch(/Approve +Release +InProgress/);
  });

  it('approve --reject fails the stage with what was said', async () => {
    expect(await pipeline('approve', '--reject', '--summary', 'not on a Friday')).toContain(
      'Approve/Release is rejected.',
    );
    expect((await ends('Failed')).cause).toMatchObject({ where: 'Approve/Release' });
    expect(await pipeline()).toContain('not on a Friday');
    expect((await neargate(project, 'pipeline', 'approve')).output).toContain('waits for an approval');
  });

  it('retry runs the failed stage again, and approve lets it go on to the deployment', async () => {
    expect(await pipeline('retry')).toMatch(/Stage Approve of execution .* runs again\./);
    await waitsForApproval();
    expect(await pipeline('approve', '--summary', 'it is Monday')).toContain('Approve/Release is approved.');
    await ends('Succeeded');
    await up.says(/Ready {2}http:\S+/);
    expect(await text()).toBe('first');
    expect((await neargate(project, 'pipeline', 'retry')).exitCode).toBe(1);
  });

  it('deploy pushes what has changed in the folder and follows it to its end', async () => {
    say('second');
    const deploying = new NeargateProcess(project, ['deploy']);
    await waitsForApproval();
    await pipeline('approve');
    expect(await deploying.exits()).toBe(0);
    expect(deploying.output).toMatch(/Deployed [0-9a-f]{12} in [\d.]+ s/);
    expect(await text()).toBe('second');
  });

  it('start runs it again, stop lets go of what waits and says so to who follows', async () => {
    expect(await pipeline('start')).toMatch(/Started execution \S+ of web\./);
    const { id } = await waitsForApproval();
    expect(await pipeline('stop', '--abandon', '--summary', 'enough')).toContain(
      `Execution ${id} of web stops.`,
    );
    const stopped = await ends('Stopped');
    expect(stopped.id).toBe(id);
    expect((await neargate(project, 'pipeline', 'stop')).output).toContain('under way');
    expect(await text()).toBe('second');
  });

  it('git push local main deploys, once the folder is a repository', async () => {
    git('init', '-q', '--initial-branch=main');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    say('third');
    git('add', '.');
    git('commit', '-qm', 'Say third');
    git('remote', 'add', 'local', `http://localhost:${project.gatewayPort}/v1/repos/web`);
    git('push', '-q', '--force', 'local', 'main');
    const execution = await waitsForApproval();
    expect(execution.revision?.id).toBe(git('rev-parse', 'HEAD'));
    await pipeline('approve');
    await ends('Succeeded');
    expect(await text()).toBe('third');
  });

  it('deploy leaves out what is not committed and names it, or takes it along when asked', async () => {
    say('fourth');
    const left = await neargate(project, 'deploy');
    expect(left.exitCode).toBe(0);
    expect(left.output).toContain('web/behaviour.json');
    expect(left.output).toContain('Nothing to deploy');
    const head = git('rev-parse', 'HEAD');
    const deploying = new NeargateProcess(project, ['deploy', '--include-uncommitted']);
    await waitsForApproval();
    await pipeline('approve');
    expect(await deploying.exits()).toBe(0);
    expect(await text()).toBe('fourth');
    expect(git('rev-parse', 'HEAD')).toBe(head);
    expect(git('status', '--porcelain')).toContain('M web/behaviour.json');
  });

  it('plan shows the revert where the service does not ignore what a pipeline deploys', async () => {
    const override = path.join(project.directory, 'terraform/service_override.tf');
    const before = readFileSync(override, 'utf8');
    writeFileSync(override, before.replace(/\n {2}lifecycle \{[^}]*\}\n/, ''));
    const variables = ['-var', `listener_port=${project.listenerPort}`, '-var', 'has_approval=true'];
    const reverting = await neargate(project, 'plan', '-detailed-exitcode', ...variables);
    writeFileSync(override, before);
    expect(reverting.exitCode).toBe(2);
    expect(reverting.output).toMatch(/~ task_definition +=/);
    expect(reverting.output).toContain('The service goes back to an older task definition');
    expect(reverting.output.replaceAll(/\s*\n│ */g, ' ')).toContain(
      'lifecycle { ignore_changes = [task_definition] }',
    );
    const kept = await neargate(project, 'plan', '-detailed-exitcode', ...variables);
    expect(kept.output).toContain('No changes.');
    expect(kept.exitCode).toBe(0);
  });

  it('logs build shows what the latest build wrote', async () => {
    const { output, exitCode } = await neargate(project, 'logs', 'build', 'web');
    expect(exitCode).toBe(0);
    expect(output).toMatch(/Phase complete: BUILD State: SUCCEEDED/);
    const unknown = await neargate(project, 'logs', 'build', 'nothing');
    expect(unknown.exitCode).not.toBe(0);
    expect(unknown.output).toContain('web');
  });
});

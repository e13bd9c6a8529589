import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createProject,
  eventually,
  neargate,
  NeargateProcess,
  occupy,
  processesOf,
  type Project,
} from './neargate-process.ts';

const testTimeoutMs = 240_000;

describe('neargate up, where starting is not simple', { timeout: testTimeoutMs }, () => {
  let project: Project;
  let running: NeargateProcess[] = [];

  const up = (of: Project, ...args: string[]) => {
    const started = new NeargateProcess(of, ['up', ...args]);
    running.push(started);
    return started;
  };

  beforeEach(async () => {
    project = await createProject();
  });

  afterEach(async () => {
    await Promise.all(running.map((started) => started.stop()));
    running = [];
    expect(process.platform === 'linux' ? processesOf(project) : []).toEqual([]);
    project.remove();
  });

  it('says that its port is in use', async () => {
    const other = await occupy(project.gatewayPort);
    const started = up(project);
    expect(await started.exits()).toBe(1);
    other.close();
    expect(started.output).toContain(
      `Port ${project.gatewayPort} on 127.0.0.1 is in use by another program.`,
    );
    expect(started.output).toContain('NEARGATE_PORT');
  });

  it('runs twice at a time on one listener port, each with its own state and gateway', async () => {
    const port = `listener_port=${project.listenerPort}`;
    const first = up(project, '-var', port);
    await first.says(/Ready {2}http/);
    const other = await createProject();
    const second = up(other, '-var', port);
    const said = await second.says(/Ready {2}http:\S+/);
    const url = /http:\S+/.exec(said.slice(said.indexOf('Ready')))?.[0] ?? '';
    expect(url).not.toBe(`http://localhost:${project.listenerPort}`);
    const pidAt = async (base: string) =>
      ((await (await fetch(`${base}/web`)).json()) as { pid: number }).pid;
    await eventually(async () => ((await pidAt(url)) > 0 ? true : undefined));
    expect(await pidAt(url)).not.toBe(await pidAt(`http://localhost:${project.listenerPort}`));
    await second.stop();
    other.remove();
  });

  it('ends when the apply fails and nothing runs, and says how to create what is looked up', async () => {
    const directory = path.join(project.directory, 'lookups');
    mkdirSync(directory);
    writeFileSync(
      path.join(directory, 'main.tf'),
      'data "aws_ssm_parameter" "password" {\n  name = "/database/password"\n}\n\noutput "version" {\n  value = data.aws_ssm_parameter.password.version\n}\n',
    );
    const failed = up(project, '--dir', 'lookups');
    expect(await failed.exits()).toBe(1);
    expect(failed.output).toMatch(/on main\.tf line 1, in data "aws_ssm_parameter" "password"/);
    expect(failed.output).toContain('neargate up --no-apply');

    const started = up(project, '--dir', 'lookups', '--no-apply');
    await started.says('Nothing is applied.');
    const put = await fetch(`http://127.0.0.1:${project.gatewayPort}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AmazonSSM.PutParameter',
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify({ Name: '/database/password', Value: 'secret', Type: 'SecureString' }),
    });
    expect(put.status).toBe(200);
    const applied = await neargate(project, 'apply', '--dir', 'lookups');
    expect(applied.output).toContain('version = 1');
    expect(applied.exitCode).toBe(0);
  });
});

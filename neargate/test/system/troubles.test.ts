import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem, StatusDocument } from '../../src/gateway/admin-protocol.ts';
import {
  createProject,
  eventually,
  neargate,
  NeargateProcess,
  processesOf,
  type Project,
} from './neargate-process.ts';

const testTimeoutMs = 240_000;

// Each service of the fixture has a trouble of its own; one start shows them all.
describe('what services suffer from', { timeout: testTimeoutMs }, () => {
  let project: Project;
  let up: NeargateProcess;
  const configuration = () => path.join(project.terraform, 'main.tf');

  /** The problem as `status` tells it, once it does. */
  const problem = (resource: RegExp, cause: RegExp): Promise<Problem> =>
    eventually(async () => {
      const { output } = await neargate(project, 'status', '--json');
      const { problems } = JSON.parse(output) as StatusDocument;
      return problems.find((one) => resource.test(one.resource) && cause.test(one.cause));
    });

  beforeAll(async () => {
    project = await createProject('troubles');
    up = new NeargateProcess(project, ['up', '-var', `listener_port=${project.listenerPort}`]);
    await up.says('Apply complete!');
  });

  afterAll(async () => {
    await up.stop();
    expect(process.platform === 'linux' ? processesOf(project) : []).toEqual([]);
    project.remove();
  });

  it('a Dockerfile that installs with apk, by its line', async () => {
    const found = await problem(/^image .*\/needs-apk:latest$/, /^apk needs the files of node:24-alpine/);
    expect(found.place).toBe(`${path.join(project.directory, 'needs-apk/Dockerfile')}:3`);
    expect(found.remedy).toContain('docker driver');
  });

  it('an instruction that no Dockerfile has, by its line', async () => {
    const found = await problem(/^image .*\/misspelt:latest$/, /unknown instruction: COPPY/i);
    expect(found.place).toBe(`${path.join(project.directory, 'misspelt/Dockerfile')}:3`);
  });

  it('an image that nothing builds', async () => {
    const found = await problem(
      /^image .*\/unbuilt:latest$/,
      /^There is no Dockerfile to build the image .*unbuilt/,
    );
    expect(found.remedy).toContain('Put one into a folder named unbuilt');
  });

  it('an image of a registry that is not here', async () => {
    const found = await problem(
      /^service elsewhere/,
      /^CannotPullContainerError: .*public\.ecr\.aws\/nginx\/nginx/,
    );
    expect(found.place).toMatch(placeIn('resource "aws_ecs_task_definition"'));
  });

  it('a container that exits at once, with its exit code, its last lines and its task definition', async () => {
    const found = await problem(/^service exits/, /exited with code 3/);
    expect(found.cause).toMatch(/^Essential container in task exited: container exits exited with code 3\n/);
    expect(found.cause).toContain('| Error: DB_HOST is missing');
    expect(found.place).toMatch(placeIn('resource "aws_ecs_task_definition"'));
    expect(found.remedy).toContain('neargate logs exits');
  });

  it('a health check path that the program answers with 404, by the path', async () => {
    const found = await problem(
      /^target group wrong-path, target/,
      /^Health checks failed with these codes: \[404\] \(path \/healthz\)$/,
    );
    expect(found.place).toMatch(placeIn('path                = "/healthz"'));
    expect(found.remedy).toContain('/healthz');
  });

  it('a secret that does not exist', async () => {
    const found = await problem(/^service no-secret/, /^ResourceInitializationError: unable to pull secrets/);
    expect(found.cause).toContain('secret:absent-AbCdEf');
    expect(found.cause).toContain('ResourceNotFoundException');
    expect(found.place).toMatch(placeIn('resource "aws_ecs_task_definition"'));
  });

  it('tells each of them while it goes on', async () => {
    for (const text of [
      'needs-apk',
      'misspelt',
      'unbuilt',
      'service exits',
      'service no-secret',
      'wrong-path',
    ])
      await eventually(async () => (up.output.includes(text) ? true : undefined));
    expect(up.output).not.toContain('Ready');
    expect(up.output).toContain('Neargate goes on: correct it and run "neargate apply".');
    expect(up.child.exitCode).toBeNull();
  });

  it('no more once it is corrected: the Dockerfile is built by the next apply', async () => {
    const dockerfile = path.join(project.directory, 'needs-apk/Dockerfile');
    writeFileSync(dockerfile, 'FROM node:24-alpine\nCMD ["node", "--eval", "setInterval(() => {}, 1000)"]\n');
    const applied = await neargate(project, 'apply', '-var', `listener_port=${project.listenerPort}`);
    expect(applied.exitCode).toBe(0);
    await eventually(async () => {
      const { output } = await neargate(project, 'status', '--json');
      const { problems, services } = JSON.parse(output) as StatusDocument;
      const runs = services.some(({ name, runningCount }) => name === 'needs-apk' && runningCount > 0);
      return runs && !problems.some(({ resource }) => resource.includes('needs-apk')) ? true : undefined;
    });
  });

  /** `file:line` of the first line of the configuration that holds the text. */
  function placeIn(text: string): RegExp {
    const lines = readFileSync(configuration(), 'utf8').split('\n');
    const line = lines.findIndex((candidate) => candidate.includes(text)) + 1;
    if (line === 0) throw new Error(`the fixture has no ${text}`);
    return new RegExp(`main\\.tf:${line}$`);
  }
});

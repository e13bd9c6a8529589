import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createProject,
  eventually,
  NeargateProcess,
  occupy,
  processesOf,
  type Project,
} from './neargate-process.ts';

const testTimeoutMs = 120_000;

describe('neargate up, when something is wrong', { timeout: testTimeoutMs }, () => {
  let project: Project;
  let running: NeargateProcess[] = [];

  const up = (...args: string[]) => {
    const started = new NeargateProcess(project, [
      'up',
      '-var',
      `listener_port=${project.listenerPort}`,
      ...args,
    ]);
    running.push(started);
    return started;
  };

  beforeEach(async () => {
    project = await createProject();
  });

  afterEach(async () => {
    await Promise.all(running.map((started) => started.stop()));
    running = [];
    if (process.platform === 'linux') expect(processesOf(project)).toEqual([]);
    project.remove();
  });

  it('shows where the configuration is not valid, all of it, and ends', async () => {
    appendFileSync(
      path.join(project.terraform, 'main.tf'),
      'resource "aws_vpc" "second" {\n  cidr = "10.8.0.0/16"\n}\n\nmodule "network" {\n  source = "./network"\n}\n',
    );
    const started = up();
    expect(await started.exits()).toBe(1);
    expect(started.output).toMatch(/Error: .*\n│\s*\n│ +on main\.tf line \d+/);
    expect(started.output).toContain('./network');
  });

  it('shows where the syntax breaks', async () => {
    writeFileSync(path.join(project.terraform, 'broken.tf'), 'resource "aws_vpc" {\n');
    const started = up();
    expect(await started.exits()).toBe(1);
    expect(started.output).toMatch(/on broken\.tf line 1/);
  });

  it('refuses a Fargate size that does not exist, with the place of the task definition', async () => {
    const started = up('-var', 'cpu=300');
    expect(await started.exits()).toBe(1);
    expect(started.output).toContain('No Fargate configuration exists for given values');
    expect(started.output).toMatch(/on main\.tf line \d+, in resource "aws_ecs_task_definition" "web"/);
  });

  it('says that its port is in use', async () => {
    const other = await occupy(project.gatewayPort);
    const started = up();
    expect(await started.exits()).toBe(1);
    other.close();
    expect(started.output).toContain(
      `Port ${project.gatewayPort} on 127.0.0.1 is in use by another program.`,
    );
    expect(started.output).toContain('NEARGATE_PORT');
  });

  it('says which line of a Dockerfile cannot be built here, and builds it once it can', async () => {
    const dockerfile = path.join(project.directory, 'web/Dockerfile');
    writeFileSync(
      dockerfile,
      'FROM node:24-alpine\nRUN apk add --no-cache curl\nCOPY server.js /\nCMD ["node", "/server.js"]\n',
    );
    const started = up();
    await started.says(/Problems[^]*apk/);
    await started.says(/at .*Dockerfile:2\n/);
    writeFileSync(dockerfile, 'FROM node:24-alpine\nCOPY server.js /\nCMD ["node", "/server.js"]\n');
    const applied = new NeargateProcess(project, ['apply', '-var', `listener_port=${project.listenerPort}`]);
    expect(await applied.exits()).toBe(0);
    await started.says(/Ready {2}http/);
  });

  it('tells how a container ended that ends at once, and what it wrote', async () => {
    const started = up('-var', 'mode=exit');
    const said = await started.says(/at .*main\.tf:\d+/);
    expect(said).toContain('Essential container in task exited: container web exited with code 3');
    expect(said).toContain('Error: DB_HOST is missing');
  });

  it('points at the health check path that gives 404', async () => {
    const started = up('-var', 'health_check_path=/nothing');
    const said = await started.says(/at .*main\.tf:\d+/);
    expect(said).toContain('Health checks failed with these codes: [404] (path /nothing)');
  });

  it('runs twice at a time on one listener port, each with its own state and gateway', async () => {
    const first = up();
    await first.says(/Ready {2}http/);
    const other = await createProject();
    const second = new NeargateProcess(other, ['up', '-var', `listener_port=${project.listenerPort}`]);
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
});

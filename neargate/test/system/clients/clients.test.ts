import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatusDocument } from '../../../src/gateway/admin-protocol.ts';
import {
  createProject,
  freePort,
  neargate,
  NeargateProcess,
  processesOf,
  type Project,
} from '../neargate-process.ts';
import { awsCli } from './aws-cli.ts';
import { boto3 } from './boto3.ts';
import { type Client, ClientError, clientEnvironment, type ClientOptions } from './client.ts';
import { life } from './life/life.ts';
import type { Known, Step } from './life/step.ts';
import { sdk } from './sdk.ts';

let project: Project;
let up: NeargateProcess;
let options: ClientOptions;

beforeAll(async () => {
  project = await createProject();
  up = new NeargateProcess(project, ['up', '--no-apply']);
  const endpoint = `http://localhost:${project.gatewayPort}`;
  const home = path.join(project.stateDirectory, '../home');
  mkdirSync(home, { recursive: true });
  options = { endpoint, environment: clientEnvironment(endpoint, home) };
  await up.says('Neargate http');
});

afterAll(async () => {
  await up.stop();
  expect(process.platform === 'linux' ? processesOf(project) : []).toEqual([]);
  project.remove();
});

describe('the life of the reference architecture through a client that nobody here wrote', () => {
  for (const [name, open] of [
    ['sdk', sdk],
    ['boto3', boto3],
    ['cli', awsCli],
  ] as const) {
    it(name, { timeout: 400_000 }, async ({ skip }) => {
      const client = open(options);
      if (client === undefined) return skip(`${name} is not installed`);
      try {
        const known: Known = {};
        const listenerPort = await freePort();
        for (const step of life(`life-${name}`, listenerPort, () => listenerUrl(listenerPort)))
          Object.assign(known, await take(client, step, known));
      } finally {
        await client.stop();
      }
      return undefined;
    });
  }
});

/** Takes a step; resolves to what it learned. */
async function take(client: Client, step: Step, known: Known): Promise<Known> {
  if ('outside' in step) {
    await step.run(known);
    return {};
  }
  if ('wait' in step) {
    await client.wait(...step.wait, step.input(known));
    return {};
  }
  if ('refused' in step) {
    const outcome = await client.call(...step.refused, step.input(known)).catch((error: unknown) => error);
    expect(outcome, step.refused.join(' ')).toBeInstanceOf(ClientError);
    expect((outcome as ClientError).code, step.refused.join(' ')).toBe(step.code);
    return {};
  }
  const output = await client.call(...step.call, step.input(known));
  step.check?.(output, known);
  return step.keep?.(output) ?? {};
}

/** Where a listener is served on this machine: each load balancer has an address of its own. */
async function listenerUrl(port: number): Promise<string> {
  const { output } = await neargate(project, 'status', '--json');
  const { loadBalancers } = JSON.parse(output) as StatusDocument;
  const listener = loadBalancers.flatMap(({ listeners }) => listeners).find((each) => each.port === port);
  if (listener?.url === undefined) throw new Error(`no listener is served for port ${port}`);
  return listener.url;
}

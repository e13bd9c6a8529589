import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLogger } from '../../../src/core/logger.ts';
import { type AwsDoorOptions, awsDoor } from '../../../src/gateway/aws-door.ts';
import { type Gateway, startGateway } from '../../../src/gateway/http-server.ts';
import { catalog } from '../../../src/services/catalog.ts';
import { createInvoke } from '../../../src/services/invoke.ts';
import { createTestContext } from '../../../src/services/test-context.ts';
import { clientEnvironment } from './client.ts';

const program = fileURLToPath(new URL('./every_operation.py', import.meta.url));

let gateway: Gateway;

beforeAll(async () => {
  const { context } = await createTestContext();
  gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    doors: [
      awsDoor({
        invoke: createInvoke(context) as AwsDoorOptions['invoke'],
        defaultAccountId: '123456789012',
        defaultRegion: 'us-east-1',
        log: silentLogger,
      }),
    ],
    log: silentLogger,
  });
});

afterAll(() => gateway.stop());

interface Report {
  readonly counts: Readonly<Record<'read' | 'bare' | 'outlined' | 'hollow' | 'of_bucket', number>>;
  readonly problems: readonly string[];
}

/**
 * On an empty account: what only reads and needs no input is answered and can be parsed, what lacks a required member is
 * refused with an error that the service has, and nothing fails or hangs.
 */
it('boto3 gets an answer of AWS from every operation', { timeout: 300_000 }, async ({ skip }) => {
  const env = clientEnvironment(`http://127.0.0.1:${gateway.port}`, tmpdir());
  if (spawnSync('python3', ['-c', 'import boto3'], { env }).status !== 0)
    return skip('boto3 is not installed');
  const child = spawn('python3', [program], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const served = Object.entries(catalog).map(([name, { operations }]) => [name, Object.keys(operations)]);
  child.stdin.end(JSON.stringify(Object.fromEntries(served)));
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const { counts, problems } = JSON.parse(output) as Report;
  expect(problems).toEqual([]);
  // So that a program that calls nothing is no success.
  expect(counts.read).toBeGreaterThan(100);
  expect(counts.bare).toBeGreaterThan(20);
  expect(counts.outlined).toBeGreaterThan(600);
  expect(counts.hollow).toBe(counts.outlined);
  expect(counts.of_bucket).toBeGreaterThan(80);
  return undefined;
});

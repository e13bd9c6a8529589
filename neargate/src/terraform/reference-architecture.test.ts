import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededIds } from '../core/ids.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import type { RunRequest } from './run.ts';
import { runTerraform } from './run.ts';
import { managedObjects } from './state/managed-objects.ts';
import { recordingAwsProvider } from './testing/data-sources.ts';

const directory = fileURLToPath(new URL('../../../terraform', import.meta.url));
const ids = seededIds(7);
let stateRoot = '';
beforeAll(async () => {
  stateRoot = await mkdtemp(path.join(tmpdir(), 'reference-'));
});
afterAll(() => rm(stateRoot, { recursive: true, force: true }));

async function run(action: RunRequest['action'], ...variables: string[]): Promise<string> {
  let text = '';
  const exitCode = await runTerraform(
    {
      action,
      directory,
      variables: variables.map((value) => ({ kind: 'value', text: value })),
      environment: {},
      color: false,
      width: 100,
    },
    {
      providers: [recordingAwsProvider],
      stateRoot,
      clock: new VirtualClock(),
      ids,
      signal: new AbortController().signal,
      emit: (line) => {
        text += line.text;
      },
    },
  );
  expect(exitCode, text).toBe(0);
  return text;
}

test("the repository's own architecture is applied, found unchanged, changed and destroyed", async () => {
  const applied = await run('apply');
  const count = Number(/Resources: (\d+) added, 0 changed, 0 destroyed\./.exec(applied)?.[1]);
  expect(count).toBeGreaterThan(80);
  const objects = managedObjects(stateRoot);
  expect(objects).toHaveLength(count);
  expect(objects.every(({ place }) => place?.file.startsWith(directory))).toBe(true);
  expect(await run('plan')).toContain('No changes. Your infrastructure matches the configuration.');
  const changed = await run('plan', 'single_nat_gateway=true');
  expect(changed).toContain('(because key ["us-east-1b"] is not in for_each map)');
  expect(await run('destroy')).toContain(`Destroy complete! Resources: ${count} destroyed.`);
  expect(managedObjects(stateRoot)).toEqual([]);
});

test('with everything that is optional switched on', async () => {
  const everything = ['enable_flow_logs=true', 'enable_alb_access_logs=true', 'enable_s3_endpoint=true'];
  expect(await run('apply', ...everything)).toContain('Apply complete!');
  expect(await run('plan', ...everything)).toContain('No changes.');
  await run('destroy', ...everything);
});

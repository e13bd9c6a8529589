import { randomFillSync } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitWorld, startGitWorld } from '../../src/runtime/git/git-test-world.ts';

const testTimeoutMs = 240_000;
const megabyte = 1024 * 1024;
const sizeMegabytes = 200;

describe('a push of 200 MB', { timeout: testTimeoutMs }, () => {
  let world: GitWorld;

  beforeAll(async () => {
    world = await startGitWorld();
    world.call('codecommit', 'CreateRepository', { repositoryName: 'shop' });
  });
  afterAll(async () => {
    await world.stop();
    rmSync(world.directory, { recursive: true, force: true });
  });

  it('is taken, is one event, and can be cloned', async () => {
    const folder = await world.workingTree('app');
    // Bytes that no compression makes fewer.
    const block = Buffer.alloc(megabyte);
    const file = openSync(path.join(folder, 'large.bin'), 'w');
    for (let written = 0; written < sizeMegabytes; written++) writeSync(file, randomFillSync(block));
    closeSync(file);
    await world.git(folder, 'config', 'core.compression', '0');
    await world.git(folder, 'add', '.');
    await world.git(folder, 'commit', '-q', '-m', 'Large');
    await world.git(folder, 'push', '-q', 'local', 'main');
    const head = await world.git(folder, 'rev-parse', 'HEAD');
    expect(world.events()).toMatchObject([{ event: 'referenceCreated', commitId: head }]);
    await world.git(world.directory, 'clone', '-q', `${world.url}/v1/repos/shop`, 'cloned');
    const cloned = path.join(world.directory, 'cloned');
    expect(await world.git(cloned, 'rev-parse', 'HEAD')).toBe(head);
    expect(await world.git(cloned, 'cat-file', '-s', 'HEAD:large.bin')).toBe(`${sizeMegabytes * megabyte}`);
  });
});

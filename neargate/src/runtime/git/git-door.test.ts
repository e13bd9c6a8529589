import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GitWorld, startGitWorld, testScope, writeFiles } from './git-test-world.ts';

let world: GitWorld;
let repositoryId: string;

beforeEach(async () => {
  world = await startGitWorld();
  const { repositoryMetadata } = world.call('codecommit', 'CreateRepository', { repositoryName: 'shop' });
  repositoryId = repositoryMetadata?.repositoryId ?? '';
});

afterEach(() => world.stop());

const bareDirectory = () => path.join(world.gitRoot, testScope, `${repositoryId}.git`);
const reconcile = () =>
  world.reconciler.reconcile(`${testScope}|${repositoryId}`, new AbortController().signal);

async function commit(folder: string, message: string, files: Record<string, string> = {}): Promise<string> {
  writeFiles(folder, files);
  await world.git(folder, 'add', '-A');
  await world.git(folder, 'commit', '-q', '--allow-empty', '-m', message);
  return world.git(folder, 'rev-parse', 'HEAD');
}

describe('git push', () => {
  it('is an event with the fields of AWS, once', async () => {
    const folder = await world.workingTree('app');
    const first = await world.git(folder, 'rev-parse', 'HEAD');
    await world.git(folder, 'push', '-q', 'local', 'main');
    const common = {
      callerUserArn: 'arn:aws:iam::123456789012:root',
      referenceFullName: 'refs/heads/main',
      referenceName: 'main',
      referenceType: 'branch',
      repositoryId,
      repositoryName: 'shop',
    };
    expect(world.events()).toEqual([{ ...common, event: 'referenceCreated', commitId: first }]);
    await world.git(folder, 'push', '-q', 'local', 'main');
    await reconcile();
    expect(world.events()).toHaveLength(1);

    const second = await commit(folder, 'second', { 'README.md': 'changed\n' });
    await world.git(folder, 'push', '-q', 'local', 'main');
    expect(world.events().slice(1)).toEqual([
      { ...common, event: 'referenceUpdated', commitId: second, oldCommitId: first },
    ]);
    expect(world.call('codecommit', 'GetBranch', { repositoryName: 'shop', branchName: 'main' })).toEqual({
      branch: { branchName: 'main', commitId: second },
    });
    expect(
      world.call('codecommit', 'GetRepository', { repositoryName: 'shop' }).repositoryMetadata?.defaultBranch,
    ).toBe('main');
  });

  it('tells every one of several pushes in a row', async () => {
    const folder = await world.workingTree('app');
    const ids = [await world.git(folder, 'rev-parse', 'HEAD')];
    await world.git(folder, 'push', '-q', 'local', 'main');
    for (const message of ['two', 'three', 'four']) {
      ids.push(await commit(folder, message));
      await world.git(folder, 'push', '-q', 'local', 'main');
    }
    expect(world.events().map(({ oldCommitId, commitId }) => [oldCommitId, commitId])).toEqual(
      ids.map((id, index) => [ids[index - 1], id]),
    );
  });

  it('creates, moves by force and deletes branches and tags', async () => {
    const folder = await world.workingTree('app');
    const first = await world.git(folder, 'rev-parse', 'HEAD');
    await world.git(folder, 'push', '-q', 'local', 'main', 'main:dev/new');
    await world.git(folder, 'tag', '-a', 'v1', '-m', 'version 1');
    await world.git(folder, 'push', '-q', 'local', 'v1');
    await world.git(folder, 'commit', '-q', '--amend', '-m', 'rewritten');
    const rewritten = await world.git(folder, 'rev-parse', 'HEAD');
    await expect(world.git(folder, 'push', '-q', 'local', 'main')).rejects.toThrow('rejected');
    await world.git(folder, 'push', '-q', '-f', 'local', 'main');
    await world.git(folder, 'push', '-q', 'local', ':dev/new', ':v1');
    expect(
      world
        .events()
        .map((event) => [
          event['event'],
          event['referenceType'],
          event['referenceName'],
          event['oldCommitId'],
          event['commitId'],
        ]),
    ).toEqual([
      ['referenceCreated', 'branch', 'dev/new', undefined, first],
      ['referenceCreated', 'branch', 'main', undefined, first],
      ['referenceCreated', 'tag', 'v1', undefined, first],
      ['referenceUpdated', 'branch', 'main', first, rewritten],
      ['referenceDeleted', 'branch', 'dev/new', first, undefined],
      ['referenceDeleted', 'tag', 'v1', first, undefined],
    ]);
    await expect(world.git(folder, 'push', '-q', 'local', ':main')).rejects.toThrow(
      'deletion of the current branch prohibited',
    );
  });

  it('is told after a crash between the push and the record, once', async () => {
    await world.stop();
    let isBroken = true;
    world = await startGitWorld({
      beforeRecord: () => {
        if (isBroken) throw new Error('killed');
      },
    });
    const { repositoryMetadata } = world.call('codecommit', 'CreateRepository', { repositoryName: 'shop' });
    repositoryId = repositoryMetadata?.repositoryId ?? '';
    const folder = await world.workingTree('app');
    await world.git(folder, 'push', '-q', 'local', 'main').catch(() => undefined);
    expect(world.events()).toEqual([]);
    isBroken = false;
    expect([...world.reconciler.initialKeys()]).toEqual([`${testScope}|${repositoryId}`]);
    await reconcile();
    await reconcile();
    expect(world.events()).toMatchObject([{ event: 'referenceCreated', referenceName: 'main' }]);
  });

  it('names the IAM user of Git credentials', async () => {
    const folder = await world.workingTree('app');
    const credentials = Buffer.from('ann-at-123456789012:secret').toString('base64');
    const header = `http.extraHeader=Authorization: Basic ${credentials}`;
    await world.git(folder, '-c', header, 'push', '-q', 'local', 'main');
    expect(world.events()).toMatchObject([{ callerUserArn: 'arn:aws:iam::123456789012:user/ann' }]);
  });

  it('of several clients at once keeps what each pushed', async () => {
    const folder = await world.workingTree('app');
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(names.map((name) => world.git(folder, 'push', '-q', 'local', `main:${name}`)));
    expect(world.call('codecommit', 'ListBranches', { repositoryName: 'shop' }).branches).toEqual(names);
    expect(world.events().map((event) => event['referenceName'])).toHaveLength(4);
  });

  it('that breaks off leaves the repository whole and the next push works', async () => {
    const folder = await world.workingTree('app');
    await world.git(folder, 'push', '-q', 'local', 'main');
    const next = await commit(folder, 'large', { 'large.bin': randomBytes(1024 * 1024).toString('latin1') });
    const [old = ''] = (await world.git(folder, 'rev-parse', 'HEAD^')).split('\n');
    const command = `${old} ${next} refs/heads/main\0 report-status`;
    const pack = execFileSync('git', ['pack-objects', '--revs', '--stdout', '-q'], {
      cwd: folder,
      input: `${next}\n^${old}\n`,
      maxBuffer: 64 * 1024 * 1024,
    });
    const upload = request(`${world.url}/v1/repos/shop/git-receive-pack`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-git-receive-pack-request' },
    });
    upload.on('error', () => undefined);
    upload.write(`${(command.length + 4).toString(16).padStart(4, '0')}${command}0000`);
    upload.write(pack.subarray(0, pack.length / 2));
    const objects = path.join(bareDirectory(), 'objects');
    const isReceiving = () => readdirSync(objects).some((name) => name.startsWith('tmp_objdir'));
    await expect.poll(isReceiving, { timeout: 20_000 }).toBe(true);
    upload.destroy();
    await expect.poll(isReceiving, { timeout: 20_000 }).toBe(false);
    expect(world.events()).toHaveLength(1);
    await world.git(bareDirectory(), 'fsck', '--full');
    await world.git(folder, 'push', '-q', 'local', 'main');
    expect(world.events()).toHaveLength(2);
  });
});

describe('what is not git itself', () => {
  const post = (service: string, body: Buffer, headers: Record<string, string> = {}) =>
    fetch(`${world.url}/v1/repos/shop/git-${service}`, {
      method: 'POST',
      headers: { 'content-type': `application/x-git-${service}-request`, ...headers },
      body: new Uint8Array(body),
    });

  it('hears why a pack is refused, though git stops reading early', async () => {
    await reconcile();
    const command = `${'0'.repeat(40)} ${'a'.repeat(40)} refs/heads/main\0 report-status`;
    const length = (command.length + 4).toString(16).padStart(4, '0');
    const body = Buffer.concat([Buffer.from(`${length}${command}0000PACK`), randomBytes(8 * 1024 * 1024)]);
    const response = await post('receive-pack', body);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('unpack ');
    expect(world.events()).toEqual([]);
  });

  it('may compress its requests and speak version 2', async () => {
    const folder = await world.workingTree('app');
    await world.git(folder, 'push', '-q', 'local', 'main');
    const response = await post('upload-pack', gzipSync('0014command=ls-refs\n00010000'), {
      'content-encoding': 'gzip',
      'git-protocol': 'version=2',
    });
    expect(await response.text()).toContain('refs/heads/main');
  });

  it('is told when git is not installed', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = world.directory;
    try {
      const response = await fetch(`${world.url}/v1/repos/shop/info/refs?service=git-upload-pack`);
      expect(response.status).toBe(503);
      expect(await response.text()).toMatch(/^git is not installed, or not in PATH; .* Install git/);
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});

describe('policies about references', () => {
  const main = { 'codecommit:References': ['refs/heads/main'] };
  const document = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'codecommit:*', Resource: '*' },
      {
        Effect: 'Deny',
        Action: ['codecommit:GitPush', 'codecommit:PutFile'],
        Resource: '*',
        // As AWS's documentation has it: the first request of a push has no references yet.
        Condition: { StringEqualsIfExists: main, Null: { 'codecommit:References': 'false' } },
      },
    ],
  };

  it('let a push through, or not, by what it changes', async () => {
    const guarded = await startGitWorld({ authorization: { isEnforced: true, note: () => undefined } });
    try {
      guarded.call('codecommit', 'CreateRepository', { repositoryName: 'shop' });
      guarded.call('iam', 'CreateUser', { UserName: 'ann' });
      guarded.call('iam', 'PutUserPolicy', {
        UserName: 'ann',
        PolicyName: 'own',
        PolicyDocument: JSON.stringify(document),
      });
      const folder = await guarded.workingTree('app');
      // Nobody asks git for a password here, so that it would not send one by itself.
      const credentials = Buffer.from('ann-at-123456789012:secret').toString('base64');
      await guarded.git(folder, 'config', 'http.extraHeader', `Authorization: Basic ${credentials}`);
      const denied =
        'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: codecommit:GitPush';
      await guarded.git(folder, 'push', '-q', 'local', 'main:dev');
      await expect(guarded.git(folder, 'push', '-q', 'local', 'main')).rejects.toThrow(denied);
      await expect(guarded.git(folder, 'push', '-q', 'local', 'main:other', 'main')).rejects.toThrow(denied);
      // Larger than what git sends at once: the pack follows in chunks, after a probe without commands.
      writeFiles(folder, { 'large.txt': randomBytes(3 * 1024 * 1024).toString('hex') });
      await guarded.git(folder, 'add', '-A');
      await guarded.git(folder, 'commit', '-q', '-m', 'large');
      await guarded.git(folder, 'push', '-q', 'local', 'main:dev');
      await expect(guarded.git(folder, 'push', '-q', 'local', 'main')).rejects.toThrow(denied);
      const branches = guarded.call('codecommit', 'ListBranches', { repositoryName: 'shop' }).branches;
      expect(branches).toEqual(['dev']);
      expect(
        guarded.call('codecommit', 'GetBranch', { repositoryName: 'shop', branchName: 'dev' }).branch
          ?.commitId,
      ).toBe(await guarded.git(folder, 'rev-parse', 'HEAD'));
    } finally {
      await guarded.stop();
    }
  });
});

describe('git clone', () => {
  it('gives back what was pushed, shallow too', async () => {
    const bytes = randomBytes(1024 * 1024).toString('hex');
    const folder = await world.workingTree('app', { 'a/b.txt': 'b\n', 'large.txt': bytes });
    await commit(folder, 'second', { 'a/c.txt': 'c\n' });
    await world.git(folder, 'push', '-q', 'local', 'main');
    const url = `${world.url}/v1/repos/shop`;
    await world.git(world.directory, 'clone', '-q', url, 'copy');
    await world.git(world.directory, 'clone', '-q', '--depth', '1', url, 'shallow');
    for (const copy of ['copy', 'shallow']) {
      const folderOfCopy = path.join(world.directory, copy);
      expect(await world.git(folderOfCopy, 'rev-parse', 'HEAD')).toBe(
        await world.git(folder, 'rev-parse', 'HEAD'),
      );
      expect(readFileSync(path.join(folderOfCopy, 'large.txt'), 'utf8')).toBe(bytes);
      expect(await world.git(folderOfCopy, 'branch', '--show-current')).toBe('main');
    }
    await commit(path.join(world.directory, 'copy'), 'third');
    await world.git(path.join(world.directory, 'copy'), 'push', '-q');
    await world.git(folder, 'pull', '-q', 'local', 'main');
    expect(await world.git(folder, 'log', '-1', '--format=%s')).toBe('third');
  });

  it('of a repository without commits works', async () => {
    await world.git(world.directory, 'clone', '-q', `${world.url}/v1/repos/shop`, 'empty');
    expect(await world.git(path.join(world.directory, 'empty'), 'status', '--porcelain')).toBe('');
  });

  it('of an unknown repository says so', async () => {
    const clone = world.git(world.directory, 'clone', '-q', `${world.url}/v1/repos/none`);
    await expect(clone).rejects.toThrow(/remote: none does not exist.*\n.*repository '.*' not found/s);
  });

  it('finds the only repository of that name in another region, and says when there are several', async () => {
    const create = (region: string) => {
      const caller = { ...world.context.caller, region };
      const context = { ...world.context, caller };
      world.store.table('codecommit.repositories', `123456789012/${region}`).put('far', {
        repositoryName: 'far',
        repositoryId: context.ids.uuid(),
      });
    };
    create('eu-west-1');
    await world.git(world.directory, 'clone', '-q', `${world.url}/v1/repos/far`, 'one');
    create('eu-west-2');
    await expect(
      world.git(world.directory, 'clone', '-q', `${world.url}/v1/repos/far`, 'two'),
    ).rejects.toThrow('far exists more than once (123456789012/eu-west-1, 123456789012/eu-west-2)');
    const host = 'http.extraHeader=Host: git-codecommit.eu-west-2.localhost';
    await world.git(world.directory, '-c', host, 'clone', '-q', `${world.url}/v1/repos/far`, 'three');
  });

  it.each([
    ['GET', '/v1/repos/shop', 404],
    ['GET', '/v1/repos/shop/HEAD', 404],
    ['GET', '/v1/repos/shop/info/refs', 404],
    ['GET', '/v1/repos/shop/objects/info/packs', 404],
    ['GET', '/v1/repos/..%2f..%2f/info/refs?service=git-upload-pack', 404],
    ['POST', '/v1/repos/shop/info/refs?service=git-upload-pack', 405],
    ['GET', '/v1/repos/shop/git-upload-pack', 405],
  ])('%s %s is refused', async (method, url, status) => {
    const response = await fetch(`${world.url}${url}`, { method });
    expect(response.status).toBe(status);
  });
});

describe('the repository', () => {
  it('keeps its data when renamed and loses it when deleted', async () => {
    const folder = await world.workingTree('app');
    await world.git(folder, 'push', '-q', 'local', 'main');
    world.call('codecommit', 'UpdateRepositoryName', { oldName: 'shop', newName: 'store' });
    await reconcile();
    await world.git(world.directory, 'clone', '-q', `${world.url}/v1/repos/store`, 'renamed');
    world.call('codecommit', 'DeleteRepository', { repositoryName: 'store' });
    expect([...world.reconciler.initialKeys()]).toEqual([`${testScope}|${repositoryId}`]);
    await reconcile();
    expect(existsSync(bareDirectory())).toBe(false);
    expect([...world.reconciler.initialKeys()]).toEqual([]);
  });

  it('sees what came past the gateway when it looks again', async () => {
    const folder = await world.workingTree('app');
    await reconcile();
    await world.git(folder, 'push', '-q', bareDirectory(), 'main');
    expect(await reconcile()).toEqual({ requeueAfterMs: expect.any(Number) });
    expect(world.events()).toMatchObject([{ event: 'referenceCreated' }]);
  });

  it('runs no hook', async () => {
    const folder = await world.workingTree('app');
    await reconcile();
    const hooks = path.join(bareDirectory(), 'hooks');
    writeFiles(bareDirectory(), { 'hooks/post-receive': '#!/bin/sh\ntouch ran\n' });
    writeFileSync(path.join(hooks, 'post-receive'), '#!/bin/sh\ntouch ran\n', { mode: 0o755 });
    await world.git(folder, 'push', '-q', 'local', 'main');
    expect(existsSync(path.join(bareDirectory(), 'ran'))).toBe(false);
  });

  it('clones with the default branch that was set', async () => {
    const folder = await world.workingTree('app');
    await world.git(folder, 'push', '-q', 'local', 'main', 'main:next');
    world.call('codecommit', 'UpdateDefaultBranch', { repositoryName: 'shop', defaultBranchName: 'next' });
    await world.git(world.directory, 'clone', '-q', `${world.url}/v1/repos/shop`, 'copy');
    expect(await world.git(path.join(world.directory, 'copy'), 'branch', '--show-current')).toBe('next');
  });
});

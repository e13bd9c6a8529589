import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { ImageStore } from '../registry/image-store.ts';
import { lookUp } from '../rootfs/layered-files.ts';
import { chooseRootfs, rootfsOf, type RootfsChoice } from '../rootfs/select.ts';
import { buildImage, type BuildRequest } from './build.ts';
import { makeCacheFolder } from './cache-mounts.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'neargate run step '));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const found = await chooseRootfs(path.join(directory, 'rootfs'));
const choices: [string, RootfsChoice][] = [
  ['translated paths', { name: 'path-map', reason: 'test' }],
  ...(found.name === 'namespace'
    ? [['a mount namespace', found] as [string, RootfsChoice], rootlessChoice(found)]
    : []),
];

/** What an ordinary user gets; root may make such a namespace too. */
function rootlessChoice(choice: RootfsChoice & { name: 'namespace' }): [string, RootfsChoice] {
  return ['the mount namespace of an ordinary user', { ...choice, rootless: true }];
}

describe.each(choices)('RUN in %s', (name, choice) => {
  const state = path.join(directory, name);
  const store = new ImageStore({
    blobDirectory: path.join(state, 'blobs'),
    unpackDirectory: path.join(state, 'images'),
  });
  let count = 0;

  async function build(
    dockerfile: string,
    files: Record<string, string> = {},
    resolveImage: BuildRequest['resolveImage'] = async () => undefined,
  ) {
    const context = path.join(state, `context ${++count}`);
    for (const [file, content] of Object.entries({ ...files, Dockerfile: dockerfile })) {
      mkdirSync(path.dirname(path.join(context, file)), { recursive: true });
      writeFileSync(path.join(context, file), content);
    }
    const output: string[] = [];
    const { digest, manifest } = await buildImage({
      contextDirectory: context,
      cacheDirectory: path.join(state, 'cache'),
      rootfs: rootfsOf(choice),
      resolveImage,
      sink: store,
      hostEnvironment: {},
      onOutput: (line) => output.push(line),
    });
    const { layers } = await store.rootfsOf(digest);
    const look = (file: string) =>
      lookUp(
        layers.map((layer) => ({ directory: layer })),
        file,
      );
    return {
      output,
      digest,
      manifest,
      look,
      read: (file: string) => {
        const entry = look(file);
        return entry === undefined ? undefined : readFileSync(entry.hostPath, 'utf8');
      },
    };
  }

  const files = { 'a/one': '1', 'a/sub/two': '2', 'b/three': '3', 'b/four': '4', 'c/five': '5' };

  it('leaves of the layers what it has not deleted, also where it has made a folder again', async () => {
    const { read, look } = await build(
      `FROM node:24
       WORKDIR /app
       COPY . ./
       RUN rm -r a && mkdir a && echo new > a/new && mv b moved && rm c/five && rm moved/four && echo file > b
       RUN echo more > a/more && cat a/new`,
      files,
    );
    expect(read('/app/a/new')).toBe('new\n');
    expect(read('/app/a/more')).toBe('more\n');
    expect(look('/app/a/one')).toBeUndefined();
    expect(look('/app/a/sub')).toBeUndefined();
    expect(read('/app/moved/three')).toBe('3');
    expect(look('/app/moved/four')).toBeUndefined();
    expect(read('/app/b')).toBe('file\n');
    expect(look('/app/c')?.stats.isDirectory()).toBe(true);
    expect(look('/app/c/five')).toBeUndefined();
  });

  it('keeps in its layer what it has changed, and nothing else', async () => {
    const { manifest, look, read } = await build(
      `FROM node:24
       WORKDIR /app
       COPY . ./
       RUN head -c 3000000 /dev/urandom > big
       RUN chmod 700 a && echo x >> b/three`,
      files,
    );
    const last = manifest.layers.at(-1);
    expect(last?.size).toBeLessThan(2_000);
    expect((look('/app/a')?.stats.mode ?? 0) & 0o777).toBe(0o700);
    expect((look('/app/b')?.stats.mode ?? 0) & 0o777).toBe(0o755);
    expect(read('/app/b/three')).toBe('3x\n');
    expect(look('/app/big')?.stats.size).toBe(3_000_000);
  });

  it.skipIf(choice.name === 'path-map')(
    'finds in a cache mount what an earlier build left, and none of it in the image',
    async () => {
      const step = (word: string) =>
        build(
          `FROM node:24
         WORKDIR /app
         COPY . ./
         RUN --mount=type=cache,id=kept,target=/app/a/cache,uid=1000,mode=0770 cd a/cache && echo ${word} >> words && cat words`,
          files,
        );
      await step('first');
      const { output, look } = await step('second');
      expect(output.join()).toContain('first,second');
      expect(look('/app/a/cache/words')).toBeUndefined();
      expect(look('/app/a/one')).toBeDefined();
    },
  );

  it('works on an image that has the same layer twice', async () => {
    const base = 'FROM node:24\nRUN true\nRUN true';
    const { digest, manifest } = await build(base);
    expect(new Set(manifest.layers.map((layer) => layer.digest)).size).toBeLessThan(manifest.layers.length);
    const local = await store.unpack(digest);
    const { output } = await build('FROM local/base\nRUN echo it works', {}, async () => local);
    expect(output).toContain('it works');
  });

  it('refuses a cache mount whose options mean nothing', async () => {
    await expect(build('FROM node:24\nRUN --mount=type=cache,target=/c,uid=node true')).rejects.toThrow(
      'invalid value for uid of --mount: node',
    );
  });

  it.skipIf(choice.name === 'path-map')(
    'runs under the number of the user that the image names',
    async () => {
      const { output } = await build(
        'FROM node:24\nUSER node\nRUN echo "$(id -u):$(id -g) $HOME" && echo mine > /tmp/mine',
      );
      expect(output).toContain('1000:1000 /home/node');
    },
  );
});

it('makes a cache folder once, for the user and with the permissions that were asked for first', () => {
  const source = path.join(directory, 'mount');
  makeCacheFolder({ source, target: '/c', owner: [1000, 1000], mode: 0o750 });
  makeCacheFolder({ source, target: '/c', owner: [0, 0], mode: 0o700 });
  expect(statSync(source).mode & 0o777).toBe(0o750);
  if (process.getuid?.() === 0) expect(statSync(source).uid).toBe(1000);
});

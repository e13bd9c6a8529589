import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ImageStore } from '../registry/image-store.ts';
import { lookUp } from '../rootfs/layered-files.ts';
import { PathMapRootfs } from '../rootfs/path-map.ts';
import type { Rootfs } from '../rootfs/rootfs.ts';
import { selectRootfs } from '../rootfs/select.ts';
import { BuildError } from './build-error.ts';
import { buildImage, type BuildRequest, type BuildResult } from './build.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'neargate build '));
let count = 0;

function workspace(files: Record<string, string>): { context: string; state: string; store: ImageStore } {
  count += 1;
  const context = path.join(directory, `context ${count}`);
  const state = path.join(directory, `state ${count}`);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(context, name)), { recursive: true });
    writeFileSync(path.join(context, name), content);
  }
  const store = new ImageStore({
    blobDirectory: path.join(state, 'blobs'),
    unpackDirectory: path.join(state, 'images'),
  });
  return { context, state, store };
}

const twoStages = `# syntax=docker/dockerfile:1
ARG NODE=24
FROM node:\${NODE}-alpine AS build
WORKDIR /app
ARG GREETING=hello
COPY source.txt .
RUN node -e "require('fs').writeFileSync('built.txt', process.env.GREETING + ' ' + require('fs').readFileSync('source.txt'))" \\
  # a comment between the lines
  && mkdir -p dist/deep && cp built.txt dist/deep/ && rm source.txt

FROM node:\${NODE}-alpine
ENV NODE_ENV=production PORT="3001"
WORKDIR /srv/app
COPY --chown=node:node --from=build /app/dist ./dist
COPY --from=build /app/built.txt ./
USER node
EXPOSE 3001
HEALTHCHECK --interval=5s --retries=2 CMD wget -qO- http://localhost:$PORT/health || exit 1
STOPSIGNAL SIGINT
LABEL team="a b"
CMD ["node", "built.txt"]
`;

describe.each<[string, (state: string) => Promise<Rootfs>]>([
  ['the root file system this machine allows', selectRootfs],
  ['translated paths', async () => new PathMapRootfs('test')],
])('buildImage with %s', (_name, chooseRootfs) => {
  let rootfs: Rootfs;
  beforeAll(async () => {
    rootfs = await chooseRootfs(path.join(directory, 'rootfs'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  async function build(
    files: Record<string, string>,
    options: Partial<BuildRequest> = {},
    place = workspace(files),
  ): Promise<
    BuildResult & { output: string[]; read: (file: string) => string | undefined; place: typeof place }
  > {
    const output: string[] = [];
    const result = await buildImage({
      contextDirectory: place.context,
      cacheDirectory: path.join(place.state, 'cache'),
      rootfs,
      sink: place.store,
      hostEnvironment: {},
      onOutput: (line) => output.push(line),
      ...options,
    });
    const { layers } = await place.store.rootfsOf(result.digest);
    const roots = layers.map((layer) => ({ directory: layer }));
    const read = (file: string) => {
      const found = lookUp(roots, file);
      return found === undefined ? undefined : readFileSync(found.hostPath, 'utf8');
    };
    return { ...result, output, read, place };
  }

  async function failureOf(files: Record<string, string>): Promise<BuildError> {
    const failure = await build(files).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BuildError);
    return failure as BuildError;
  }

  it('executes stages, copies between them and records the configuration', async () => {
    const image = await build({ Dockerfile: twoStages, 'source.txt': 'world' });
    expect(image.read('/srv/app/built.txt')).toBe('hello world');
    expect(image.read('/srv/app/dist/deep/built.txt')).toBe('hello world');
    expect(image.read('/app/built.txt')).toBeUndefined();
    expect(image.config.config).toMatchObject({
      User: 'node',
      WorkingDir: '/srv/app',
      Cmd: ['node', 'built.txt'],
      Entrypoint: ['docker-entrypoint.sh'],
      ExposedPorts: { '3001/tcp': {} },
      StopSignal: 'SIGINT',
      Healthcheck: {
        Test: ['CMD-SHELL', 'wget -qO- http://localhost:$PORT/health || exit 1'],
        Interval: 5e9,
        Retries: 2,
      },
    });
    expect(image.config.config.Env).toEqual(expect.arrayContaining(['NODE_ENV=production', 'PORT=3001']));
    expect(image.config.config.Labels).toMatchObject({
      team: 'a b',
      'org.neargate.host-base': 'node:24-alpine',
    });
    expect(image.output[0]).toBe(
      `node:24-alpine → this machine's Node ${process.version} (no Docker: the base image's own files are not used)`,
    );
    expect(image.config.rootfs.diff_ids).toHaveLength(image.manifest.layers.length);
  });

  it('gives the same digest again, from the cache, and from an empty cache too', async () => {
    const files = { Dockerfile: twoStages, 'source.txt': 'world' };
    const first = await build(files);
    const again = await build(files, {}, first.place);
    expect(again.digest).toBe(first.digest);
    const steps = again.output.filter((line) => /(?:RUN|COPY)/.test(line));
    expect(steps.every((line) => line.endsWith('CACHED'))).toBe(true);
    expect((await build(files)).digest).toBe(first.digest);
  });

  it('uses the layers of the folder and generation that it is told, and no others', async () => {
    const files = { Dockerfile: 'FROM node:24\nRUN echo once' };
    const { place } = await build(files);
    const isCached = async (options: Partial<BuildRequest>) =>
      (await build(files, options, place)).output.some((line) => line.endsWith('RUN echo once CACHED'));
    expect(await isCached({})).toBe(true);
    expect(await isCached({ cacheGeneration: '1' })).toBe(false);
    expect(await isCached({ cacheGeneration: '1' })).toBe(true);
    const layerCacheDirectory = path.join(place.state, 'own');
    expect(await isCached({ layerCacheDirectory })).toBe(false);
    expect(await isCached({ layerCacheDirectory })).toBe(true);
  });

  it('executes again what a changed file or build argument reaches', async () => {
    const first = await build({ Dockerfile: twoStages, 'source.txt': 'world' });
    writeFileSync(path.join(first.place.context, 'source.txt'), 'moon');
    const second = await build({}, { buildArgs: { GREETING: 'hi' } }, first.place);
    expect(second.read('/srv/app/built.txt')).toBe('hi moon');
    expect(second.digest).not.toBe(first.digest);
  });

  it('carries out what RUN deletes', async () => {
    const image = await build({
      Dockerfile: 'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN rm -r folder && echo new > other\n',
      'folder/file': 'x',
      kept: 'y',
    });
    expect(image.read('/app/folder/file')).toBeUndefined();
    expect(image.read('/app/kept')).toBe('y');
    expect(image.read('/app/other')).toBe('new\n');
  });

  it('leaves out what .dockerignore names, and keeps its exceptions', async () => {
    const image = await build({
      Dockerfile: 'FROM scratch\nCOPY . /\n',
      '.dockerignore': '# comment\nnode_modules\n**/*.log\n!keep/important.log\n',
      'node_modules/a/index.js': 'x',
      'keep/important.log': 'kept',
      'keep/other.log': 'x',
      'a.txt': 'a',
    });
    expect(image.read('/keep/important.log')).toBe('kept');
    expect(image.read('/a.txt')).toBe('a');
    expect(image.read('/keep/other.log')).toBeUndefined();
    expect(
      lookUp(
        (await image.place.store.rootfsOf(image.digest)).layers.map((d) => ({ directory: d })),
        '/node_modules',
      ),
    ).toBeUndefined();
  });

  it('builds only the stage that is asked for', async () => {
    const image = await build(
      { Dockerfile: 'FROM scratch AS one\nCOPY a /a\nFROM scratch AS two\nCOPY missing /b\n', a: 'a' },
      { target: 'one' },
    );
    expect(image.read('/a')).toBe('a');
  });

  it('writes heredocs, as files and as scripts', async () => {
    const dockerfile = [
      'FROM node:20',
      'WORKDIR /app',
      'ENV NAME=value',
      'COPY <<EOF config.txt',
      'name = $NAME',
      'EOF',
      'RUN <<EOF',
      'echo one > lines',
      'echo two >> lines',
      'EOF',
    ].join('\n');
    const image = await build({ Dockerfile: dockerfile });
    expect(image.read('/app/config.txt')).toBe('name = value\n');
    expect(image.read('/app/lines')).toBe('one\ntwo\n');
  });

  it('takes a base image from the local registry', async () => {
    const base = await build({
      Dockerfile: 'FROM node:20\nWORKDIR /app\nRUN echo base > base.txt && rm -f none\nENV A=1\n',
    });
    const derived = await build(
      { Dockerfile: 'FROM localhost:4566/base:1\nRUN rm base.txt && echo $A > derived.txt\n' },
      {
        resolveImage: async (name) =>
          name === 'localhost:4566/base:1' ? base.place.store.unpack(base.digest) : undefined,
      },
      {
        ...workspace({
          Dockerfile: 'FROM localhost:4566/base:1\nRUN rm base.txt && echo $A > derived.txt\n',
        }),
        store: base.place.store,
      },
    );
    expect(derived.read('/app/derived.txt')).toBe('1\n');
    expect(derived.read('/app/base.txt')).toBeUndefined();
  });

  it.each<[string, string, number, string]>([
    [
      'a package manager',
      'FROM node:24-alpine\nRUN apk add --no-cache curl\n',
      2,
      'apk needs the files of node:24-alpine',
    ],
    [
      'a command the base image lacks',
      'FROM node:24-alpine\nWORKDIR /a\nRUN true && git clone x\n',
      3,
      'node:24-alpine has no git',
    ],
    ['a missing source', 'FROM node:24\nCOPY nothing /\n', 2, '"/nothing": not found'],
    [
      'a failing command',
      'FROM node:24\nRUN exit 3\n',
      2,
      'process "/bin/sh -c exit 3" did not complete successfully: exit code: 3',
    ],
    [
      'an unknown base image',
      'FROM nginx:1.27\n',
      1,
      'base image nginx:1.27 is not available without Docker',
    ],
    ['an unknown instruction', 'FROM scratch\nCOPPY a b\n', 2, 'unknown instruction: COPPY'],
    ['ONBUILD', 'FROM scratch\nONBUILD COPY . .\n', 2, 'ONBUILD is not supported'],
    ['a bad substitution', 'FROM scratch\nENV A="${B:?is needed}"\n', 2, 'B: is needed'],
  ])('refuses %s with its line and a remedy', async (_case, dockerfile, line, message) => {
    const failure = await failureOf({ Dockerfile: dockerfile });
    expect(failure.message).toContain(message);
    expect(failure.line).toBe(line);
    expect(failure.file).toMatch(/Dockerfile$/);
    expect(failure.remedy).not.toBe('');
  });
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ShimWorld, shimWorld } from './shims.ts';

let world: ShimWorld;
let registry: string;

const dockerfile = `FROM node:22-alpine AS build
ARG GREETING=hello
WORKDIR /app
COPY index.js .
RUN echo "$GREETING" > greeting.txt

FROM node:22-alpine
WORKDIR /app
COPY --from=build /app ./
CMD ["node", "index.js"]
`;

function project(name: string, files: Record<string, string>): string {
  const folder = path.join(world.directory, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(folder, file), content);
  return folder;
}

beforeAll(async () => {
  world = await shimWorld();
  registry = new URL(world.gateway.url).host;
  for (const repositoryName of ['app', 'team/web'])
    world.test.call('ecr', 'CreateRepository', { repositoryName });
});

afterAll(() => world.stop());

describe('docker in a build', () => {
  it('uses the layers that the project of the build allows, and no others', async () => {
    const cwd = project('layers', { Dockerfile: 'FROM node:22\nRUN echo once' });
    const isCached = async (environment: Record<string, string>) => {
      const { exitCode, stderr } = await world.sh('docker build .', { cwd, environment });
      expect(exitCode).toBe(0);
      return stderr.includes('RUN echo once CACHED');
    };
    expect(await isCached({})).toBe(false);
    expect(await isCached({})).toBe(true);
    expect(await isCached({ NEARGATE_LAYER_CACHE: path.join(world.directory, 'own') })).toBe(false);
    expect(await isCached({ NEARGATE_LAYER_CACHE_SINCE: '1' })).toBe(false);
    expect(await isCached({ NEARGATE_LAYER_CACHE_SINCE: '1' })).toBe(true);
  });

  it('builds for the processor that CodeBuild would give the build, unless told otherwise', async () => {
    const cwd = project('processor', {
      Dockerfile: 'FROM node:22\nARG BUILDPLATFORM\nARG TARGETARCH\nLABEL built="$BUILDPLATFORM $TARGETARCH"',
    });
    const built = async (options: string, environment: Record<string, string>) => {
      const { stdout } = await world.sh(
        `docker build -q -t processor ${options} . && docker image inspect processor --format '{{.Architecture}} {{.Config.Labels.built}}'`,
        { cwd, environment },
      );
      return stdout.trim().split('\n').at(-1);
    };
    const arm = { NEARGATE_BUILD_ARCHITECTURE: 'arm64' };
    expect(await built('', arm)).toBe('arm64 linux/arm64 arm64');
    expect(await built('--platform linux/amd64', arm)).toBe('amd64 linux/arm64 amd64');
    expect(await built('', { ...arm, DOCKER_DEFAULT_PLATFORM: 'linux/amd64' })).toBe(
      'amd64 linux/arm64 amd64',
    );
    expect(await built('', { NEARGATE_BUILD_ARCHITECTURE: 'amd64' })).toBe('amd64 linux/amd64 amd64');
  });

  it('builds, tags, pushes and pulls with nothing but the shims', async () => {
    const cwd = project('one', { Dockerfile: dockerfile, 'index.js': 'console.log(1)' });
    const notLoggedIn = await world.sh(
      `docker build -q -t ${registry}/app:1 . && docker push ${registry}/app:1`,
      { cwd },
    );
    expect([notLoggedIn.exitCode, notLoggedIn.stderr]).toMatchObject([1, /no basic auth credentials/]);

    const pushed = await world.sh(
      `echo anything | docker login --username AWS --password-stdin ${registry} &&
       docker build -t app:local --build-arg GREETING=hi --label team=a . &&
       docker tag app:local ${registry}/app:2 && docker push ${registry}/app:2`,
      { cwd },
    );
    expect(pushed).toMatchObject({ exitCode: 0, stdout: /Login Succeeded/ });
    expect(pushed.stderr).toMatch(/\[build \d\/\d\] RUN echo/);
    const digest = /^2: digest: (sha256:[0-9a-f]{64}) size: \d+$/m.exec(pushed.stdout)?.[1];
    expect(world.test.call('ecr', 'DescribeImages', { repositoryName: 'app' }).imageDetails).toMatchObject([
      { imageDigest: digest, imageTags: ['2'] },
    ]);

    const again = await world.sh(`docker push ${registry}/app:2`, { cwd });
    expect(again.stdout).toMatch(/Layer already exists/);
    expect(again.stdout).not.toMatch(/Pushed/);

    const pulled = await world.sh(
      `docker rmi -f app:local ${registry}/app:2 && docker pull ${registry}/app:2 &&
       docker inspect --format '{{index .RepoDigests 0}} {{json .Config.Labels.team}}' ${registry}/app:2`,
      { cwd },
    );
    expect(pulled.exitCode).toBe(0);
    expect(pulled.stdout).toContain(`${registry}/app@${digest} "a"`);
  });

  it('takes the name that ECR has on AWS', async () => {
    const cwd = project('aws-name', { Dockerfile: 'FROM node:22-slim\nCOPY . /srv\n', 'index.js': '' });
    const name = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
    const context = { ...world.test.context, caller: { ...world.test.context.caller, region: 'eu-west-1' } };
    const { invokeNow } = await import('../../src/services/invoke.ts');
    invokeNow('ecr', 'CreateRepository', { repositoryName: 'web' }, context);
    const { exitCode, stdout } = await world.sh(
      `docker login -u AWS -p anything ${name} && docker build -t ${name}/web . && docker push ${name}/web`,
      { cwd },
    );
    expect([exitCode, stdout]).toMatchObject([0, /latest: digest: sha256:/]);
    expect(invokeNow('ecr', 'ListImages', { repositoryName: 'web' }, context)).toMatchObject({
      imageIds: [{ imageTag: 'latest' }],
    });
  });

  it('builds on an image of the registry', async () => {
    const cwd = project('derived', { Dockerfile: `FROM ${registry}/app:2\nLABEL derived=yes\n` });
    const { exitCode, stdout } = await world.sh(
      `docker rmi -f ${registry}/app:2 >/dev/null; docker build -t derived . && docker inspect derived`,
      { cwd },
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        RepoTags: ['derived:latest'],
        Config: { Labels: { team: 'a', derived: 'yes' }, Cmd: ['node', 'index.js'] },
      },
    ]);
  });

  it('says where a Dockerfile cannot be built, and what to do', async () => {
    const cwd = project('apk', { Dockerfile: 'FROM node:22-alpine\nRUN apk add curl\n' });
    const { exitCode, stderr } = await world.sh('docker build -t x .', { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${path.join(cwd, 'Dockerfile')}:2`);
    expect(stderr).toMatch(/ERROR: failed to build: failed to solve: apk needs the files of node:22-alpine/);
    expect(stderr).toMatch(/hint: /);
  });

  it('builds the same image twice at the same time', async () => {
    const files = {
      Dockerfile: 'FROM node:22-alpine\nCOPY a.txt /\nRUN sleep 0.2 && echo b > /b.txt\n',
      'a.txt': 'a',
    };
    const cwd = project('twice', files);
    const runs = await Promise.all([1, 2, 3].map(() => world.sh('docker build -q .', { cwd })));
    expect(runs.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1);
  });

  it.each([
    ['docker run app', 1, /does not do "docker run".*runs no containers/],
    [
      'NEARGATE_BUILD_PRIVILEGED=0 docker build .',
      1,
      /Cannot connect to the Docker daemon[^]*privileged_mode/,
    ],
    ['docker compose up', 1, /does not do "docker compose"/],
    ['docker build --secret id=x .', 1, /does not know --secret/],
    ['docker build --unheard-of .', 125, /unknown flag: --unheard-of/],
    ['docker tag unheard-of x', 1, /No such image: unheard-of:latest/],
    ['docker push docker.io/x/y:1', 1, /does not exist locally/],
    ['docker pull redis:7', 1, /does not talk to docker.io/],
  ])('%s: explains', async (script, exitCode, text) => {
    const run = await world.sh(script);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toMatch(text);
  });
});

/** Docker Desktop's engine is on another machine, whose localhost is not ours. */
const hasEngine = (() => {
  if (process.platform !== 'linux') return false;
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore', timeout: 5_000 });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasEngine)('the installed docker, with its engine', () => {
  it('logs in, pushes and pulls when a build asks for it', async () => {
    const cwd = project('engine', { Dockerfile: 'FROM scratch\nCOPY file /\n', file: 'content' });
    const image = `${registry}/team/web:engine`;
    const { exitCode, stderr } = await world.sh(
      `aws ecr get-login-password | docker login --username AWS --password-stdin ${registry} &&
       docker build -t ${image} . && docker push ${image} && docker rmi ${image} && docker pull ${image}; status=$?
       docker rmi ${image}; exit $status`,
      { cwd, environment: { NEARGATE_DOCKER: 'engine' } },
    );
    expect([exitCode, stderr]).toEqual([0, expect.anything()]);
    expect(world.test.call('ecr', 'ListImages', { repositoryName: 'team/web' }).imageIds).toMatchObject([
      { imageTag: 'engine' },
    ]);
  });
});

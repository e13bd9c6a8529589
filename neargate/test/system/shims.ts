import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { silentLogger } from '../../src/core/logger.ts';
import { type ShimEnvironment, shimEnvironment } from '../../src/drivers/build/shims/shim-environment.ts';
import { ImageStore } from '../../src/drivers/registry/image-store.ts';
import { chooseRootfs } from '../../src/drivers/rootfs/select.ts';
import { awsDoor } from '../../src/gateway/aws-door.ts';
import { type Gateway, startGateway } from '../../src/gateway/http-server.ts';
import { registryDoor } from '../../src/gateway/registry-door.ts';
import { readRegistryToken } from '../../src/services/ecr/authorization-token.ts';
import { invokeNow } from '../../src/services/invoke.ts';
import { createTestContext, type TestContext } from '../../src/services/test-context.ts';

export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A gateway over a control plane in memory, and the shims of builds as real processes. */
export interface ShimWorld {
  readonly directory: string;
  readonly test: TestContext;
  readonly gateway: Gateway;
  readonly shims: ShimEnvironment;
  /** Runs a command line in `sh`, with the shims in front of PATH. */
  sh(script: string, options?: { cwd?: string; environment?: Record<string, string> }): Promise<Run>;
  stop(): Promise<void>;
}

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

export async function shimWorld(): Promise<ShimWorld> {
  const directory = mkdtempSync(path.join(tmpdir(), 'neargate shims '));
  // Beside the real builds, so that packages are found.
  const bundle = path.join(root, 'dist', `.shims-${process.pid}-${path.basename(directory).slice(-6)}`);
  const modules = await bundleShims(bundle);
  const test = await createTestContext();
  const blobDirectory = path.join(directory, 'blobs');
  const unpackDirectory = path.join(directory, 'images');
  const address = { url: test.context.gatewayUrl };
  const invoke = async (
    service: Parameters<typeof invokeNow>[0],
    operation: string,
    input: unknown,
    caller: TestContext['context']['caller'],
  ) => invokeNow(service, operation, input, { ...test.context, gatewayUrl: address.url, caller });
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    log: silentLogger,
    doors: [
      registryDoor({
        contextOf: (scope) => {
          const [accountId = '', region = ''] = scope.split('/');
          return { ...test.context, caller: { ...test.context.caller, accountId, region } };
        },
        invoke,
        blobs: new ImageStore({ blobDirectory, unpackDirectory }),
        readToken: (password) => readRegistryToken(test.context.store, password),
        isStrict: false,
        uploadDirectory: path.join(directory, 'uploads'),
        defaultRegistry: { accountId: '123456789012', region: 'us-east-1' },
        environment: test.context,
        log: silentLogger,
      }),
      awsDoor({ invoke, defaultAccountId: '123456789012', defaultRegion: 'us-east-1', log: silentLogger }),
    ],
  });
  address.url = gateway.url;
  const rootfs = await chooseRootfs(directory);
  const shims = shimEnvironment({
    gatewayUrl: gateway.url,
    stateDirectory: directory,
    blobDirectory,
    unpackDirectory,
    cacheDirectory: path.join(directory, 'build cache'),
    rootfs,
    modules,
  });
  const home = path.join(directory, 'home');
  mkdirSync(home);
  return {
    directory,
    test,
    gateway,
    shims,
    sh: (script, { cwd = directory, environment = {} } = {}) =>
      run(script, cwd, {
        ...shims.environment,
        PATH: `${shims.binDirectory}:${process.env['PATH'] ?? ''}`,
        HOME: home,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_DEFAULT_REGION: 'us-east-1',
        NEARGATE_AWS: 'shim',
        ...environment,
      }),
    async stop() {
      await gateway.stop();
      rmSync(directory, { recursive: true, force: true });
      rmSync(bundle, { recursive: true, force: true });
    },
  };
}

async function bundleShims(outdir: string): Promise<{ docker: string; aws: string }> {
  await build({
    entryPoints: {
      'docker-shim': path.join(root, 'src/drivers/build/shims/docker/main.ts'),
      'aws-shim': path.join(root, 'src/drivers/build/shims/aws/main.ts'),
    },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  await cp(path.join(root, 'src/wire/schemas'), path.join(outdir, 'schemas'), { recursive: true });
  return { docker: path.join(outdir, 'docker-shim.js'), aws: path.join(outdir, 'aws-shim.js') };
}

function run(script: string, cwd: string, env: Record<string, string>): Promise<Run> {
  const child = spawn('sh', ['-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

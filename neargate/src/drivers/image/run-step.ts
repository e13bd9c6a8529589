import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import type { Rootfs, RootfsView } from '../rootfs/rootfs.ts';
import { defaultSearchPath, searchPathWithHostNode } from '../rootfs/search-path.ts';
import { spawnInRootfs } from '../rootfs/spawn.ts';
import { OutputLines } from '../task/output-lines.ts';
import { makeCacheFolder, type CacheMount } from './cache-mounts.ts';
import type { LayerContent } from './layer-archive.ts';
import type { CachedLayer, LayerCache } from './layer-cache.ts';
import { LayerWriter } from './layer-writer.ts';
import { stepTree } from './step-tree.ts';
import { moveChanges, snapshotTree } from './tree-diff.ts';
import { removeTree } from '../rootfs/remove-tree.ts';

export interface RunStep {
  readonly key: string;
  readonly command: readonly string[];
  readonly layers: readonly LayerContent[];
  readonly hostBase: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly user: string;
  readonly cacheMounts: readonly CacheMount[];
}

export interface RunContext {
  readonly rootfs: Rootfs;
  readonly cache: LayerCache;
  /** Shared by all builds on this machine. */
  readonly npmCacheDirectory: string;
  /** The environment of Neargate: the proxy and certificate settings by which this machine reaches registries. */
  readonly hostEnvironment: Readonly<Record<string, string | undefined>>;
  readonly onOutput: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** The command of a RUN instruction ended with a failure. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
}

/**
 * Executes a command in the files of `layers` and keeps what it changed as a new layer.
 * @throws RunFailed with BuildKit's words when the command fails; RootfsError when it cannot be executed here
 */
export async function runStep(step: RunStep, context: RunContext): Promise<CachedLayer> {
  const { files, work, folder } = context.cache.begin();
  try {
    const tree = await stepTree(step.layers, path.join(work, 'tree'), context.rootfs);
    const mountPoints = new LayerWriter(tree.directory, tree.contents);
    for (const mount of step.cacheMounts) {
      makeCacheFolder(mount);
      mountPoints.makeFolder(mount.target);
    }
    const view: RootfsView = {
      layers: tree.layers,
      writableDirectory: tree.directory,
      workDirectory: path.join(work, 'mounts'),
      hostBase: step.hostBase,
      binds: [...step.cacheMounts, ...plumbing(context).binds],
    };
    mkdirSync(view.workDirectory);
    const plan = await context.rootfs.enter(view, {
      command: step.command,
      environment: {
        ...plumbing(context).environment,
        ...step.environment,
        PATH: searchPathWithHostNode(context.rootfs, view, step.environment['PATH'] ?? defaultSearchPath),
      },
      workingDirectory: step.workingDirectory,
      user: step.user,
      keepsUserNumber: true,
    });
    // After the mount points have been made and before anything runs.
    const before = snapshotTree(tree.directory);
    for (const note of plan.notes) context.onOutput(`note: ${note}`);
    await execute(step.command, plan, context);
    const changes = await tree.changesSince(before, view);
    const writer = new LayerWriter(files, tree.contents);
    await moveChanges(
      changes,
      (relative) => tree.isOld(relative, before),
      tree.directory,
      files,
      async (relative) => writer.makeFolder(`/${relative}`),
    );
    return context.cache.commit(step.key, folder, { whiteouts: changes.deleted, owners: writer.owners });
  } catch (error) {
    removeTree(folder);
    throw error;
  }
}

async function execute(
  command: readonly string[],
  plan: Awaited<ReturnType<Rootfs['enter']>>,
  context: RunContext,
): Promise<void> {
  const lines = { stdout: new OutputLines(context.onOutput), stderr: new OutputLines(context.onOutput) };
  context.signal?.throwIfAborted();
  const program = await spawnInRootfs(plan, (stream, chunk) => lines[stream].write(chunk));
  const killGroup = () => {
    try {
      process.kill(-program.pid, 'SIGKILL');
    } catch {
      // All of the group have ended.
    }
  };
  context.signal?.addEventListener('abort', killGroup, { once: true });
  try {
    await program.exited;
    killGroup();
    await program.closed;
  } finally {
    context.signal?.removeEventListener('abort', killGroup);
  }
  lines.stdout.end();
  lines.stderr.end();
  context.signal?.throwIfAborted();
  const { exitCode, signalCode } = program.child;
  if (exitCode === 0) return;
  const ending = signalCode === null ? `exit code: ${String(exitCode)}` : `signal: ${signalCode}`;
  throw new RunFailed(`process "${command.join(' ')}" did not complete successfully: ${ending}`);
}

/** What lets the package manager in a build reach its registry as this machine's own does. None of it ends in the image. */
function plumbing(context: RunContext): { binds: RootfsView['binds']; environment: Record<string, string> } {
  const { hostEnvironment: host } = context;
  const inside = context.rootfs.name === 'namespace';
  const binds: { source: string; target: string }[] = [];
  // What npm would ask its registry for beside the packages themselves: nothing of it changes what is installed.
  const environment: Record<string, string> = {
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_prefer_offline: 'true',
  };
  const show = (name: string, source: string | undefined, target: string) => {
    if (source === undefined || !existsSync(source)) return;
    if (inside) binds.push({ source, target });
    environment[name] = inside ? target : source;
  };
  mkdirSync(context.npmCacheDirectory, { recursive: true });
  show('npm_config_cache', context.npmCacheDirectory, '/.neargate/npm-cache');
  const home = host['HOME'];
  show(
    'npm_config_userconfig',
    host['npm_config_userconfig'] ?? (home && path.join(home, '.npmrc')),
    '/.neargate/npmrc',
  );
  show('NODE_EXTRA_CA_CERTS', host['NODE_EXTRA_CA_CERTS'], '/.neargate/ca-certificates.pem');
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'FTP_PROXY']) {
    for (const spelling of [name, name.toLowerCase()]) {
      const value = host[spelling];
      if (value !== undefined) environment[spelling] = value;
    }
  }
  return { binds, environment };
}

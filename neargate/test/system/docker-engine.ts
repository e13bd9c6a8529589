import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real Docker engine with its own client. */
export interface DockerEngine {
  /** Runs `docker` with these arguments. */
  docker(
    args: readonly string[],
    input?: string | Buffer,
  ): { exitCode: number | null; stdout: string; stderr: string };
  stop(): Promise<void>;
}

const startsWithinMs = 30_000;

/**
 * The engine that answers on this machine, or one of our own where `dockerd` is installed and may be started; undefined where there is
 * neither. One of our own stores images by copying and has no network: what is needed to push and pull.
 */
export async function dockerEngine(): Promise<DockerEngine | undefined> {
  const folder = mkdtempSync(path.join(tmpdir(), 'neargate-docker-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const installed = engineAt(folder, {});
  if (answers(installed)) return { docker: installed, stop: async () => remove() };
  if (process.getuid?.() !== 0 || spawnSync('dockerd', ['--version']).status !== 0) {
    remove();
    return undefined;
  }
  const socket = `unix://${folder}/docker.sock`;
  const place = (name: string) => path.join(folder, name);
  const daemon = spawn(
    'dockerd',
    [
      '--storage-driver=vfs',
      '--iptables=false',
      '--ip6tables=false',
      '--bridge=none',
      `--data-root=${place('data')}`,
      `--exec-root=${place('exec')}`,
      `--pidfile=${place('pid')}`,
      `--host=${socket}`,
    ],
    { stdio: 'ignore' },
  );
  const stop = async () => {
    daemon.kill('SIGTERM');
    if (daemon.exitCode === null) await once(daemon, 'exit');
    remove();
  };
  const docker = engineAt(folder, { DOCKER_HOST: socket });
  const endMs = Date.now() + startsWithinMs;
  while (!answers(docker)) {
    if (Date.now() > endMs || daemon.exitCode !== null) {
      await stop();
      return undefined;
    }
    await sleep(200);
  }
  return { docker, stop };
}

function engineAt(folder: string, environment: Readonly<Record<string, string>>): DockerEngine['docker'] {
  return (args, input) => {
    const { status, stdout, stderr } = spawnSync('docker', args, {
      encoding: 'utf8',
      env: { ...process.env, DOCKER_CONFIG: path.join(folder, 'config'), ...environment },
      ...(input === undefined ? {} : { input }),
    });
    return { exitCode: status, stdout, stderr };
  };
}

function answers(docker: DockerEngine['docker']): boolean {
  return docker(['version', '--format', '{{.Server.Version}}']).exitCode === 0;
}

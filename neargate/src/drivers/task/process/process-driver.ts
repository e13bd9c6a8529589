import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

import type { Clock } from '../../../core/clock.ts';
import { hasHostBase } from '../../image/image-config.ts';
import { RootfsError, type Rootfs, type RootfsView } from '../../rootfs/rootfs.ts';
import { defaultSearchPath, searchPathWithHostNode } from '../../rootfs/search-path.ts';
import { spawnInRootfs } from '../../rootfs/spawn.ts';
import {
  ContainerStartError,
  type ContainerSpec,
  type ContainerUsage,
  type ExitResult,
  type Fingerprint,
  type TaskDriver,
} from '../driver.ts';
import { containerCommand, containerEnvironment, followsNodePreload } from './command.ts';
import type { ControlGroup, ControlGroups } from './control-group.ts';
import { etcHostsOf, nodePreloadEnvironment, nodePreloadFile } from './node-preload.ts';
import { identifyProcess, isSameProcess } from './process-identity.ts';
import { OutputLines } from './output-lines.ts';
import { findPortConflict, type PortUse } from './port-conflict.ts';
import { killGroup, killLeftovers, RunningContainer } from './running-container.ts';
import { removeTree } from '../../rootfs/remove-tree.ts';

/** Names a container's first process for good. Plain JSON. */
export interface ProcessHandle {
  readonly containerId: string;
  readonly pid: number;
  readonly startTime: string;
  readonly tmpDir: string;
}

export interface ProcessDriverOptions {
  readonly rootfs: Rootfs;
  readonly clock: Clock;
  /** Where limits can be enforced; absent, they are stated only. */
  readonly controlGroups?: ControlGroups;
  readonly network: 'own-address' | 'port-map';
  /** Stated: tasks start at the machine's full speed, whatever CPU their definition asks for. */
  readonly cpuLimit?: 'enforced' | 'stated';
}

/**
 * Runs each container as a process group of this machine, in the image's root file system. It cannot take a container
 * over after a restart: its output pipes end with the process that made them, so `recover` ends what is left of it.
 */
export class ProcessTaskDriver implements TaskDriver<ProcessHandle> {
  readonly name = 'process';
  readonly capabilities: TaskDriver<ProcessHandle>['capabilities'];
  readonly #options: ProcessDriverOptions;
  readonly #containersById = new Map<string, RunningContainer>();
  readonly #portUses = new Map<string, PortUse>();

  constructor(options: ProcessDriverOptions) {
    this.#options = options;
    const limits = options.controlGroups === undefined ? 'stated' : 'enforced';
    this.capabilities = {
      exec: false,
      network: options.network,
      cpuLimit: options.cpuLimit === 'stated' ? 'stated' : limits,
      memoryLimit: limits,
    };
  }

  async fingerprint(): Promise<Fingerprint> {
    const { cpuLimit, memoryLimit } = this.capabilities;
    return {
      healthy: true,
      notes: [
        ...this.#options.rootfs.notes,
        ...(cpuLimit === 'stated' ? ['CPU limits are stated, not enforced.'] : []),
        ...(memoryLimit === 'stated' ? ['Memory limits are stated, not enforced.'] : []),
        'Only Node programs get an address of their own; others that listen on 0.0.0.0 use this machine’s ports.',
      ],
    };
  }

  async start(spec: ContainerSpec): Promise<ProcessHandle> {
    const containerId = containerIdOf(spec);
    const view = this.#viewOf(spec);
    for (const directory of [view.writableDirectory, view.workDirectory])
      mkdirSync(directory, { recursive: true });
    const command = containerCommand(spec.image.config.config, {
      ...(spec.entryPoint === undefined ? {} : { entryPoint: spec.entryPoint }),
      ...(spec.command === undefined ? {} : { command: spec.command }),
    });
    const environment = this.#environmentOf(spec, view, containerId);
    const workingDirectory = (spec.workingDirectory ?? spec.image.config.config.WorkingDir) || '/';
    const executable = this.#findExecutable(
      view,
      command,
      environment['PATH'] ?? defaultSearchPath,
      workingDirectory,
    );
    const portUse: PortUse = {
      taskArn: spec.taskArn,
      ports: spec.containerPorts,
      ownAddress: followsNodePreload(executable) !== 'no',
    };
    const conflict = findPortConflict(portUse, [...this.#portUses.values()]);
    if (conflict !== undefined) {
      throw new ContainerStartError(`CannotStartContainerError: ${path.basename(executable)}: ${conflict}`, {
        remedy: 'Run one task of it at a time, or use the docker driver.',
      });
    }
    const group = this.#createControlGroup(containerId, spec);
    this.#portUses.set(containerId, portUse);
    const release = () => {
      this.#portUses.delete(containerId);
      group?.remove();
    };
    try {
      const plan = await this.#options.rootfs.enter(view, {
        command,
        environment,
        workingDirectory,
        user: spec.user ?? spec.image.config.config.User ?? '',
        ...(group === undefined ? {} : { prelude: group.enterScript }),
      });
      const lines = {
        stdout: new OutputLines((line) => spec.onOutput('stdout', line)),
        stderr: new OutputLines((line) => spec.onOutput('stderr', line)),
      };
      const program = await spawnInRootfs(plan, (stream, chunk) => lines[stream].write(chunk));
      const startTime = identifyProcess(program.pid)?.startTime ?? 'ended at once';
      const container = new RunningContainer(program, markerOf(containerId), group, lines, release);
      this.#containersById.set(containerId, container);
      return { containerId, pid: program.pid, startTime, tmpDir: spec.tmpDir };
    } catch (error) {
      await killLeftovers(markerOf(containerId));
      release();
      if (!(error instanceof RootfsError)) throw error;
      throw new ContainerStartError(`CannotStartContainerError: ${error.message}`, {
        remedy: error.remedy,
        cause: error,
      });
    }
  }

  /** Always false: see the class. Kills what is left of the container, wherever its processes have moved. */
  async recover(handle: ProcessHandle): Promise<boolean> {
    if (isSameProcess(handle)) await killGroup(handle.pid);
    await killLeftovers(markerOf(handle.containerId));
    return false;
  }

  async wait(handle: ProcessHandle, signal: AbortSignal): Promise<ExitResult> {
    const container = this.#containersById.get(handle.containerId);
    if (container === undefined)
      throw new Error(`no container ${handle.containerId} was started by this process`);
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      container.ended.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  async stop(handle: ProcessHandle, options: { signal: NodeJS.Signals; timeoutMs: number }): Promise<void> {
    const container = this.#containersById.get(handle.containerId);
    if (container === undefined) await this.recover(handle);
    else await container.stop(this.#options.clock, options);
  }

  async destroy(handle: ProcessHandle): Promise<void> {
    await this.stop(handle, { signal: 'SIGKILL', timeoutMs: 0 });
    this.#containersById.delete(handle.containerId);
    removeTree(handle.tmpDir);
  }

  usage(handle: ProcessHandle): ContainerUsage | undefined {
    return this.#containersById.get(handle.containerId)?.usage();
  }

  #viewOf(spec: ContainerSpec): RootfsView {
    const ownAddress = spec.address.kind === 'own-address' ? spec.address.address : undefined;
    const hostsFile = spec.hostsFile !== undefined && existsSync(spec.hostsFile) ? spec.hostsFile : undefined;
    return {
      layers: spec.image.layers,
      writableDirectory: path.join(spec.tmpDir, 'files'),
      workDirectory: path.join(spec.tmpDir, 'work'),
      hostBase: hasHostBase(spec.image.config),
      binds: [
        { source: nodePreloadFile, target: '/.neargate/preload.cjs' },
        // The folder, not the file: a file that is replaced by a rename would stay the old one inside.
        ...(spec.hostsFile === undefined
          ? []
          : [{ source: path.dirname(spec.hostsFile), target: '/.neargate/network' }]),
      ],
      ...(hostsFile === undefined ? {} : { etcHosts: etcHostsOf(hostsFile, ownAddress) }),
    };
  }

  #environmentOf(spec: ContainerSpec, view: RootfsView, containerId: string): Record<string, string> {
    const inside = this.#options.rootfs.name === 'namespace';
    const own = containerEnvironment(spec.image.config.config, spec.environment);
    const hostsFilePath =
      spec.hostsFile === undefined || !inside
        ? spec.hostsFile
        : `/.neargate/network/${path.basename(spec.hostsFile)}`;
    return {
      ...own,
      PATH: searchPathWithHostNode(this.#options.rootfs, view, own['PATH'] ?? defaultSearchPath),
      ...nodePreloadEnvironment(
        inside ? '/.neargate/preload.cjs' : nodePreloadFile,
        spec.address,
        hostsFilePath,
        own['NODE_OPTIONS'],
      ),
      NEARGATE_CONTAINER: containerId,
    };
  }

  #findExecutable(
    view: RootfsView,
    command: readonly string[],
    searchPath: string,
    workingDirectory: string,
  ): string {
    const [name] = command;
    if (name === undefined || name === '') {
      throw new ContainerStartError('CannotStartContainerError: no command specified', {
        remedy: 'Give the Dockerfile a CMD or ENTRYPOINT, or the container definition a command.',
      });
    }
    const found = this.#options.rootfs.findExecutable(view, name, searchPath, workingDirectory);
    if (found !== undefined) return realpathSync(found);
    const reason = name.includes('/') ? 'no such file or directory' : 'executable file not found in $PATH';
    throw new ContainerStartError(`CannotStartContainerError: exec: "${name}": ${reason}`, {
      remedy: `Check the spelling of "${name}" and that the image contains it.`,
    });
  }

  #createControlGroup(containerId: string, spec: ContainerSpec): ControlGroup | undefined {
    const { cpuUnits, memoryMib } = spec.limits;
    const enforceCpu = this.capabilities.cpuLimit === 'enforced' && cpuUnits !== undefined && cpuUnits > 0;
    return this.#options.controlGroups?.create(containerId, {
      ...(enforceCpu ? { cpuUnits } : {}),
      ...(memoryMib === undefined ? {} : { memoryMib }),
    });
  }
}

/** The last part of a task's ARN is unique; the container's name makes it so within the task. */
function containerIdOf(spec: ContainerSpec): string {
  return `${spec.taskArn.slice(spec.taskArn.lastIndexOf('/') + 1)}-${spec.containerName}`;
}

function markerOf(containerId: string): string {
  return `NEARGATE_CONTAINER=${containerId}`;
}

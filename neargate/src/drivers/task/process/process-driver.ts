import { realpathSync } from 'node:fs';
import path from 'node:path';

import type { Clock } from '../../../core/clock.ts';
import { removeTree } from '../../rootfs/remove-tree.ts';
import { type Program, type Rootfs, RootfsError, type RootfsView } from '../../rootfs/rootfs.ts';
import { spawnInRootfs } from '../../rootfs/spawn.ts';
import {
  type ContainerSpec,
  ContainerStartError,
  type ContainerUsage,
  type ExecRequest,
  type ExecSession,
  type ExitResult,
  type Fingerprint,
  type StopOptions,
  type TaskDriver,
  type Ulimit,
} from '../driver.ts';
import { containerCommand, followsNodePreload, isNodeProgram } from '../command.ts';
import { containerVariables, markerOf } from './container-variables.ts';
import { containerView } from './container-view.ts';
import type { ControlGroup, ControlGroups } from './control-group.ts';
import { keepEtcHosts } from '../network/etc-hosts.ts';
import { startExecSession } from './exec-session.ts';
import { OutputLines } from '../output-lines.ts';
import { findPortConflict, type PortUse } from '../port-conflict.ts';
import { identifyProcess, isSameProcess } from './process-identity.ts';
import { canLimitResources, resourceLimitsScript } from './resource-limits.ts';
import { killGroup, killLeftovers, RunningContainer } from './running-container.ts';

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

/** What a command needs that is run in the container later. */
interface StartedContainer {
  readonly container: RunningContainer;
  readonly view: RootfsView;
  readonly surroundings: Omit<Program, 'command'>;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-resource-limits */
const defaultUlimits: readonly Ulimit[] = [{ name: 'nofile', softLimit: 65_535, hardLimit: 65_535 }];

/**
 * Runs each container as a process group of this machine, in the image's root file system. It cannot take a container
 * over after a restart: its output pipes end with the process that made them, so `recover` ends what is left of it.
 */
export class ProcessTaskDriver implements TaskDriver<ProcessHandle> {
  readonly name = 'process';
  readonly capabilities: TaskDriver<ProcessHandle>['capabilities'];
  readonly #options: ProcessDriverOptions;
  readonly #containersById = new Map<string, StartedContainer>();
  readonly #portUses = new Map<string, PortUse>();

  constructor(options: ProcessDriverOptions) {
    this.#options = options;
    const limits = options.controlGroups === undefined ? 'stated' : 'enforced';
    this.capabilities = {
      exec: true,
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
        ...(canLimitResources() ? [] : ['ulimits are stated, not enforced: prlimit is not installed.']),
        'Only Node programs get an address of their own; others that listen on 0.0.0.0 use this machine’s ports.',
        'What other programs than Node’s connect to is not judged, but for databases: their outbound rules are stated, not enforced.',
      ],
    };
  }

  async start(spec: ContainerSpec): Promise<ProcessHandle> {
    const { rootfs } = this.#options;
    const containerId = containerIdOf(spec);
    const view = containerView(spec);
    const command = containerCommand(spec.image.config.config, {
      ...(spec.entryPoint === undefined ? {} : { entryPoint: spec.entryPoint }),
      ...(spec.command === undefined ? {} : { command: spec.command }),
    });
    const variables = containerVariables(rootfs, spec, view, containerId);
    const workingDirectory = (spec.workingDirectory ?? spec.image.config.config.WorkingDir) || '/';
    const executable = this.#findExecutable(view, command, variables['PATH'] ?? '', workingDirectory);
    const environment = {
      ...(isNodeProgram(executable, command) ? spec.ownNames?.variables : spec.ownNames?.directVariables),
      ...variables,
    };
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
    const stopKeepingHosts =
      rootfs.name !== 'namespace' || view.etcHostsFile === undefined || spec.hostsFile === undefined
        ? undefined
        : keepEtcHosts(view.etcHostsFile, spec.hostsFile, spec.address);
    const release = () => {
      stopKeepingHosts?.();
      this.#portUses.delete(containerId);
      group?.remove();
    };
    const prelude = [
      ...(group === undefined ? [] : [group.enterScript]),
      resourceLimitsScript(spec.ulimits ?? [], defaultUlimits),
    ].join('\n');
    const user = spec.user ?? spec.image.config.config.User ?? '';
    try {
      const plan = await rootfs.enter(view, { command, environment, workingDirectory, user, prelude });
      const lines = {
        stdout: new OutputLines((line) => spec.onOutput('stdout', line)),
        stderr: new OutputLines((line) => spec.onOutput('stderr', line)),
      };
      const program = await spawnInRootfs(plan, (stream, chunk) => lines[stream].write(chunk));
      const startTime = identifyProcess(program.pid)?.startTime ?? 'ended at once';
      const container = new RunningContainer(program, markerOf(containerId), group, lines, release);
      this.#containersById.set(containerId, {
        container,
        view,
        surroundings: { environment, workingDirectory, user, prelude },
      });
      return { containerId, pid: program.pid, startTime, tmpDir: spec.tmpDir };
    } catch (error) {
      await killLeftovers(markerOf(containerId));
      release();
      throw asStartError(error);
    }
  }

  async exec(handle: ProcessHandle, request: ExecRequest): Promise<ExecSession> {
    const started = this.#containersById.get(handle.containerId);
    if (started === undefined || started.container.hasEnded) {
      throw new ContainerStartError('the container does not run');
    }
    const { container, view, surroundings } = started;
    const { environment, workingDirectory, user } = surroundings;
    this.#findExecutable(view, request.command, environment['PATH'] ?? '', workingDirectory);
    try {
      const plan = await this.#options.rootfs.join(view, container.pid, {
        ...surroundings,
        command: request.command,
        user: request.user ?? user,
      });
      return await startExecSession(plan, request);
    } catch (error) {
      throw asStartError(error);
    }
  }

  /** Always false: see the class. Kills what is left of the container, wherever its processes have moved. */
  async recover(handle: ProcessHandle): Promise<boolean> {
    if (isSameProcess(handle)) await killGroup(handle.pid);
    await killLeftovers(markerOf(handle.containerId));
    return false;
  }

  async wait(handle: ProcessHandle, signal: AbortSignal): Promise<ExitResult> {
    const container = this.#containersById.get(handle.containerId)?.container;
    if (container === undefined)
      throw new Error(`no container ${handle.containerId} was started by this process`);
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      container.ended.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  async stop(handle: ProcessHandle, options: StopOptions): Promise<void> {
    const container = this.#containersById.get(handle.containerId)?.container;
    if (container === undefined) await this.recover(handle);
    else await container.stop(this.#options.clock, options);
  }

  async destroy(handle: ProcessHandle): Promise<void> {
    await this.stop(handle, { signal: 'SIGKILL', timeoutMs: 0 });
    this.#containersById.delete(handle.containerId);
    removeTree(handle.tmpDir);
  }

  usage(handle: ProcessHandle): ContainerUsage | undefined {
    return this.#containersById.get(handle.containerId)?.container.usage();
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

function asStartError(error: unknown): unknown {
  if (!(error instanceof RootfsError)) return error;
  return new ContainerStartError(`CannotStartContainerError: ${error.message}`, {
    remedy: error.remedy,
    cause: error,
  });
}

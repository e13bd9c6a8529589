import { type ChildProcess, fork } from 'node:child_process';
import { UserError } from '../../core/user-error.ts';
import type { BuildResult, LocalImage } from './build.ts';
import { BuildError } from './build-error.ts';
import type {
  BuilderCommand,
  BuilderFailure,
  BuilderMessage,
  BuilderSetup,
  BuildOrder,
} from './builder-protocol.ts';

/** How long a process may take to end its builds before it is killed. */
const stopTimeoutMs = 2_000;
/** A process without work is not kept for longer; the next build starts another. */
const idleMs = 5_000;

export interface ImageBuilderOptions extends BuilderSetup {
  /** The built entry of the process. */
  readonly modulePath: string;
  /** Finds a base image in the local registry. */
  readonly resolveImage: (reference: string) => Promise<LocalImage | undefined>;
}

/** Builds images in a process of its own, which is there only while it has work. */
export interface ImageBuilder {
  /** Rejects with BuildError or UserError for all that the user can correct. */
  build(order: BuildOrder, onOutput: (line: string) => void): Promise<BuildResult>;
  /** Ends what is under way; its builds reject. */
  stop(): Promise<void>;
}

interface RunningBuild {
  readonly onOutput: (line: string) => void;
  readonly resolve: (result: BuildResult) => void;
  readonly reject: (error: Error) => void;
}

export function imageBuilder(options: ImageBuilderOptions): ImageBuilder {
  const builds = new Map<number, RunningBuild>();
  let nextBuildId = 1;
  let child: ChildProcess | undefined;
  let exited: Promise<void> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let isEnding = false;
  let isStopped = false;

  const send = (command: BuilderCommand) => {
    if (child?.connected === true) child.send(command, () => undefined);
  };
  const end = () => {
    isEnding = true;
    send({ kind: 'stop' });
  };
  const finish = (buildId: number): RunningBuild | undefined => {
    const build = builds.get(buildId);
    builds.delete(buildId);
    if (builds.size === 0) idle = setTimeout(end, idleMs).unref();
    return build;
  };
  const receive = (message: BuilderMessage) => {
    switch (message.kind) {
      case 'output':
        builds.get(message.buildId)?.onOutput(message.line);
        return;
      case 'resolve':
        options.resolveImage(message.reference).then(
          (image) => send({ kind: 'resolved', resolveId: message.resolveId, image }),
          () => send({ kind: 'resolved', resolveId: message.resolveId, image: undefined }),
        );
        return;
      case 'built':
        finish(message.buildId)?.resolve(message.result);
        return;
      case 'failed':
        finish(message.buildId)?.reject(errorOf(message.failure));
    }
  };
  const start = () => {
    const started = fork(options.modulePath, [], {
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 2, 2, 'ipc'],
      serialization: 'advanced',
    });
    child = started;
    isEnding = false;
    exited = new Promise((resolve) => {
      started.once('exit', (code, signal) => {
        child = undefined;
        const error = new Error(`the process that builds images ended with ${signal ?? `code ${code}`}`);
        for (const { reject } of builds.values()) reject(error);
        builds.clear();
        resolve();
      });
    });
    started.on('message', (message) => receive(message as BuilderMessage));
    const { cacheDirectory, blobDirectory, unpackDirectory, rootfs } = options;
    send({ kind: 'set-up', setup: { cacheDirectory, blobDirectory, unpackDirectory, rootfs } });
  };

  return {
    async build(order, onOutput) {
      clearTimeout(idle);
      // One that has been told to stop takes no more orders.
      if (child?.connected !== true || isEnding) await exited;
      if (isStopped) throw new Error('stopping');
      if (child === undefined) start();
      const buildId = nextBuildId++;
      return new Promise((resolve, reject) => {
        builds.set(buildId, { onOutput, resolve, reject });
        send({ kind: 'build', buildId, order });
      });
    },
    async stop() {
      isStopped = true;
      clearTimeout(idle);
      end();
      const timer = setTimeout(() => child?.kill('SIGKILL'), stopTimeoutMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

function errorOf(failure: BuilderFailure): Error {
  switch (failure.kind) {
    case 'build': {
      const { message, file, line, source, remedy } = failure;
      return new BuildError(message, { file, line, source }, remedy);
    }
    case 'user':
      return new UserError(failure.message, failure.remedy === undefined ? {} : { remedy: failure.remedy });
    case 'bug':
      return new Error(failure.stack);
  }
}

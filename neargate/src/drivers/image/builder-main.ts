// The process that builds images: copying, hashing and compressing thousands of files must not stall the control plane. It
// ends by itself when the control plane is gone, and with it whatever a RUN instruction has started.
import { UserError } from '../../core/user-error.ts';
import { ImageStore } from '../registry/image-store.ts';
import { rootfsOf } from '../rootfs/select.ts';
import { buildImage, type LocalImage } from './build.ts';
import { BuildError } from './build-error.ts';
import type {
  BuilderCommand,
  BuilderFailure,
  BuilderMessage,
  BuilderSetup,
  BuildOrder,
} from './builder-protocol.ts';

const stopping = new AbortController();
const running = new Set<Promise<void>>();
const resolving = new Map<number, (image: LocalImage | undefined) => void>();
let nextResolveId = 1;
let setup: BuilderSetup | undefined;

function send(message: BuilderMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

function resolveImage(reference: string): Promise<LocalImage | undefined> {
  const resolveId = nextResolveId++;
  return new Promise((resolve) => {
    resolving.set(resolveId, resolve);
    send({ kind: 'resolve', resolveId, reference });
  });
}

async function build(buildId: number, order: BuildOrder): Promise<void> {
  try {
    if (setup === undefined) throw new Error('not set up');
    const result = await buildImage({
      ...order,
      cacheDirectory: setup.cacheDirectory,
      rootfs: rootfsOf(setup.rootfs),
      sink: new ImageStore(setup),
      resolveImage,
      hostEnvironment: process.env,
      onOutput: (line) => send({ kind: 'output', buildId, line }),
      signal: stopping.signal,
    });
    send({ kind: 'built', buildId, result });
  } catch (error) {
    send({ kind: 'failed', buildId, failure: failureOf(error) });
  }
}

function failureOf(error: unknown): BuilderFailure {
  if (error instanceof BuildError) {
    const { message, file, line, instruction, remedy } = error;
    return { kind: 'build', message, file, line, source: instruction, remedy };
  }
  if (error instanceof UserError) return { kind: 'user', message: error.message, remedy: error.remedy };
  return { kind: 'bug', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

async function stop(): Promise<void> {
  stopping.abort(new Error('stopping'));
  await Promise.all(running);
  process.exit(0);
}

process.on('message', (command: BuilderCommand) => {
  switch (command.kind) {
    case 'set-up':
      ({ setup } = command);
      return;
    case 'build': {
      const work = build(command.buildId, command.order).finally(() => running.delete(work));
      running.add(work);
      return;
    }
    case 'resolved':
      resolving.get(command.resolveId)?.(command.image);
      resolving.delete(command.resolveId);
      return;
    case 'stop':
      void stop();
  }
});
process.on('disconnect', () => void stop());
// Ctrl-C reaches the whole process group; the control plane decides when builds end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('SIGHUP', () => undefined);

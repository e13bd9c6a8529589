import { type ChildProcess, fork } from 'node:child_process';
import type {
  DeniedConnection,
  RelayCommand,
  RelayMessage,
  RelayResult,
  RelaySnapshot,
} from './relay-snapshot.ts';

export interface RelayProcess {
  readonly pid: number;
  apply(snapshot: RelaySnapshot): Promise<RelayResult>;
  stop(): Promise<void>;
}

export interface RelayProcessOptions {
  /** The built entry of the process. */
  readonly modulePath: string;
  readonly execArgv?: readonly string[];
  onDenied(connection: DeniedConnection): void;
  /** Called when the process ended without having been told to. */
  onExit(reason: string): void;
}

/** Starts the relay process and resolves once it takes snapshots. */
export async function startRelayProcess(options: RelayProcessOptions): Promise<RelayProcess> {
  const child = fork(options.modulePath, [], {
    execArgv: [...(options.execArgv ?? [])],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // The network is maps.
    serialization: 'advanced',
  });
  const waiting = new Map<
    number,
    { resolve: (result: RelayResult) => void; reject: (error: Error) => void }
  >();
  let nextRequestId = 1;
  let stopping = false;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      const reason = `the relay process ended with ${signal ?? `code ${code}`}`;
      for (const { reject } of waiting.values()) reject(new Error(reason));
      waiting.clear();
      if (!stopping) options.onExit(reason);
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: RelayMessage) => {
      switch (message.kind) {
        case 'ready':
          resolve();
          return;
        case 'applied':
          waiting.get(message.requestId)?.resolve(message.result);
          waiting.delete(message.requestId);
          return;
        case 'denied':
          options.onDenied(message.connection);
      }
    });
    void exited.then(() => reject(new Error('the relay process ended before it was ready')));
  });
  return {
    pid: child.pid ?? -1,
    apply(snapshot) {
      const requestId = nextRequestId++;
      return new Promise((resolve, reject) => {
        waiting.set(requestId, { resolve, reject });
        send(child, { kind: 'apply', requestId, snapshot });
      });
    },
    async stop() {
      stopping = true;
      if (child.connected) send(child, { kind: 'stop' });
      await exited;
    },
  };
}

function send(child: ChildProcess, command: RelayCommand): void {
  child.send(command);
}

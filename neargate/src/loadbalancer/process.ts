import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import type { ApplyResult, DataPlaneCommand, DataPlaneMessage } from './messages.ts';
import type { DataPlaneReport } from './reports.ts';
import type { RoutingSnapshot } from './snapshot.ts';

/** How long the child may take to say that it runs, and how long to stop before it is killed. */
const readyTimeoutMs = 10_000;
const stopTimeoutMs = 5_000;
/** What a request allocates dies with it: small young generations are as fast and keep some 20 MB less resident (bench). */
const smallHeap = ['--max-semi-space-size=4'];

export interface LoadBalancerProcessOptions {
  /** The file of main.ts, as Node can run it. */
  readonly modulePath: string;
  /** Node options for the child; the parent's own are not inherited. */
  readonly execArgv?: readonly string[];
  /** What the child writes to stdout and stderr, line by line. */
  readonly log: (line: string) => void;
}

/** The control plane's handle on the load balancer's process. */
export interface LoadBalancerProcess {
  readonly pid: number;
  /** Rejects when the process is gone before it has answered. */
  apply(snapshot: RoutingSnapshot): Promise<ApplyResult>;
  onReport(listener: (report: DataPlaneReport) => void): void;
  /** Called once when the process ends; `expected` when `stop` was called before. */
  onExit(listener: (exit: LoadBalancerExit) => void): void;
  /** Lets requests in flight finish for a moment, and kills the process when it does not end. Resolves when it has. */
  stop(): Promise<void>;
}

export interface LoadBalancerExit {
  readonly expected: boolean;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Starts the load balancer's process and resolves when it can take a snapshot. */
export async function startLoadBalancerProcess(
  options: LoadBalancerProcessOptions,
): Promise<LoadBalancerProcess> {
  const child = fork(options.modulePath, [], {
    execArgv: [...smallHeap, ...(options.execArgv ?? [])],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  forwardLines(child, options.log);
  const handle = new ForkedLoadBalancer(child);
  await handle.ready();
  return handle;
}

interface Waiter {
  readonly resolve: (result: ApplyResult) => void;
  readonly reject: (error: Error) => void;
}

class ForkedLoadBalancer implements LoadBalancerProcess {
  private readonly child: ChildProcess;
  private readonly waiters = new Map<number, Waiter>();
  private readonly reportListeners: ((report: DataPlaneReport) => void)[] = [];
  private readonly exitListeners: ((exit: LoadBalancerExit) => void)[] = [];
  private readonly exited: Promise<void>;
  private exit: LoadBalancerExit | undefined;
  private isStopping = false;
  private nextRequestId = 1;
  private onReady: (() => void) | undefined;

  constructor(child: ChildProcess) {
    this.child = child;
    child.on('message', (message) => this.receive(message as DataPlaneMessage));
    this.exited = new Promise((resolve) => {
      const gone = (exitCode: number | null, signal: NodeJS.Signals | null) => {
        if (this.exit !== undefined) return;
        this.exit = { expected: this.isStopping, exitCode, signal };
        this.rejectWaiters();
        for (const listener of this.exitListeners) listener(this.exit);
        resolve();
      };
      child.on('exit', gone);
      // A process that could not be started has no exit.
      child.on('error', () => {
        if (child.pid === undefined) gone(null, null);
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  async ready(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const ready = new Promise<true>((resolve) => {
      this.onReady = () => resolve(true);
    });
    const tooLate = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), readyTimeoutMs);
    });
    const isReady = await Promise.race([ready, tooLate, this.exited.then(() => false)]);
    clearTimeout(timer);
    if (isReady) return;
    const how = this.exit === undefined ? `said nothing for ${readyTimeoutMs} ms` : describeExit(this.exit);
    this.child.kill('SIGKILL');
    throw new Error(`The load balancer's process did not start: it ${how}.`);
  }

  apply(snapshot: RoutingSnapshot): Promise<ApplyResult> {
    return new Promise((resolve, reject) => {
      if (this.exit !== undefined || !this.child.connected) {
        reject(new Error("The load balancer's process is not running."));
        return;
      }
      const requestId = this.nextRequestId++;
      this.waiters.set(requestId, { resolve, reject });
      this.send({ kind: 'apply', requestId, snapshot });
    });
  }

  onReport(listener: (report: DataPlaneReport) => void): void {
    this.reportListeners.push(listener);
  }

  onExit(listener: (exit: LoadBalancerExit) => void): void {
    if (this.exit === undefined) this.exitListeners.push(listener);
    else listener(this.exit);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.exit !== undefined) return;
    this.send({ kind: 'stop' });
    const timer = setTimeout(() => this.child.kill('SIGKILL'), stopTimeoutMs);
    await this.exited;
    clearTimeout(timer);
  }

  private send(command: DataPlaneCommand): void {
    // A channel that breaks here ends in 'exit', which answers everything that waits.
    if (this.child.connected) this.child.send(command, () => {});
  }

  private receive(message: DataPlaneMessage): void {
    switch (message.kind) {
      case 'ready':
        this.onReady?.();
        break;
      case 'applied':
        this.take(message.requestId)?.resolve(message.result);
        break;
      case 'apply-failed':
        this.take(message.requestId)?.reject(new Error(message.message));
        break;
      case 'report':
        for (const listener of this.reportListeners) listener(message.report);
        break;
    }
  }

  private take(requestId: number): Waiter | undefined {
    const waiter = this.waiters.get(requestId);
    this.waiters.delete(requestId);
    return waiter;
  }

  private rejectWaiters(): void {
    for (const { reject } of this.waiters.values()) {
      reject(new Error("The load balancer's process ended before it had applied the snapshot."));
    }
    this.waiters.clear();
  }
}

function describeExit({ exitCode, signal }: LoadBalancerExit): string {
  if (signal !== null) return `was ended by ${signal}`;
  return exitCode === null ? 'could not be started' : `exited with code ${exitCode}`;
}

function forwardLines(child: ChildProcess, log: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) log(line);
    });
    stream?.on('end', () => {
      if (rest !== '') log(rest);
    });
  }
}

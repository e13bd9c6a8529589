import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gitRepositoryReconciler } from '../../controllers/git-repository/git-repository-reconciler.ts';
import type { Reconciler } from '../../controllers/reconciler.ts';
import { randomIds } from '../../core/ids.ts';
import { silentLogger } from '../../core/logger.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { gitRepositories } from '../../drivers/git/git-repositories.ts';
import { gitDoor } from '../../gateway/git-door.ts';
import { type Gateway, startGateway } from '../../gateway/http-server.ts';
import type { OperationName, ServiceName } from '../../services/catalog.ts';
import type { OperationContext } from '../../services/context.ts';
import { eventsTables } from '../../services/events/store.ts';
import { type InputOf, invokeNow, type OutputOf } from '../../services/invoke.ts';
import { createTestContext } from '../../services/test-context.ts';
import { openStore, type Store } from '../../store/store.ts';
import { gitAccess } from './git-access.ts';

export const testScope = '123456789012/us-east-1';

/** A control plane on disk with the git door on a free port, and a home for git clients. */
export interface GitWorld {
  readonly directory: string;
  readonly gitRoot: string;
  readonly url: string;
  readonly store: Store;
  readonly context: OperationContext;
  readonly reconciler: Reconciler;
  /** Runs a client's git to its end. Rejects with its error output. */
  git(cwd: string, ...args: readonly string[]): Promise<string>;
  /** A new working tree with one commit on `main` and `local` as its remote. */
  workingTree(name: string, files?: Readonly<Record<string, string>>): Promise<string>;
  call<Service extends ServiceName, Name extends OperationName<Service>>(
    service: Service,
    operationName: Name,
    input: InputOf<Service, Name>,
  ): OutputOf<Service, Name>;
  /** The details of all CodeCommit events so far, oldest first. */
  events(): readonly Readonly<Record<string, unknown>>[];
  stop(): Promise<void>;
}

export async function startGitWorld(
  options: {
    directory?: string;
    beforeRecord?: () => void;
    authorization?: OperationContext['authorization'];
  } = {},
): Promise<GitWorld> {
  const directory = options.directory ?? mkdtempSync(path.join(tmpdir(), 'neargate git '));
  const gitRoot = path.join(directory, 'state', 'git');
  const home = path.join(directory, 'home');
  mkdirSync(home, { recursive: true });
  const store = await openStore({ directory: path.join(directory, 'state', 'store') });
  const test = await createTestContext();
  const context: OperationContext = {
    ...test.context,
    clock: new VirtualClock(),
    ids: randomIds,
    store,
    git: gitRepositories(gitRoot),
    ...(options.authorization === undefined ? {} : { authorization: options.authorization }),
  };
  const contextOf = (scope: string): OperationContext => {
    const [accountId = '', region = ''] = scope.split('/');
    const principalArn = `arn:aws:iam::${accountId}:root`;
    return { ...context, caller: { partition: 'aws', accountId, region, principalArn } };
  };
  const settings = { accountId: '123456789012', region: 'us-east-1' };
  const find = gitAccess(
    { store, contextOf, settings, gatewayUrl: 'http://localhost:4566' } as Parameters<typeof gitAccess>[0],
    gitRoot,
  );
  const gateway: Gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    log: silentLogger,
    doors: [
      gitDoor({
        findRepository(name, caller) {
          const found = find(name, caller);
          if (!found.found || options.beforeRecord === undefined) return found;
          return {
            ...found,
            async recordPush() {
              options.beforeRecord?.();
              await found.recordPush();
            },
          };
        },
        log: silentLogger,
      }),
    ],
  });
  const url = `http://127.0.0.1:${gateway.port}`;
  const git = (cwd: string, ...args: readonly string[]) => runClient(home, cwd, args);
  return {
    directory,
    gitRoot,
    url,
    store,
    context,
    reconciler: gitRepositoryReconciler({ store, log: silentLogger, root: gitRoot, contextOf }),
    git,
    async workingTree(name, files = { 'README.md': 'hello\n' }) {
      const folder = path.join(directory, name);
      mkdirSync(folder, { recursive: true });
      await git(folder, 'init', '-q', '-b', 'main');
      writeFiles(folder, files);
      await git(folder, 'add', '-A');
      await git(folder, 'commit', '-q', '-m', 'first');
      await git(folder, 'remote', 'add', 'local', `${url}/v1/repos/shop`);
      return folder;
    },
    call: (service, operationName, input) =>
      invokeNow(service, operationName, input, context) as OutputOf<typeof service, typeof operationName>,
    events: () =>
      [...eventsTables(store, testScope).acceptedEvents.values()].map(
        ({ event }) => event.detail as Record<string, unknown>,
      ),
    async stop() {
      await gateway.stop();
      await store.close();
      if (options.directory === undefined)
        rmSync(directory, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
    },
  };
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
}

/** The environment of a client whose home holds no configuration. */
export function clientEnvironment(home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ann',
    GIT_AUTHOR_EMAIL: 'ann@example.com',
    GIT_COMMITTER_NAME: 'Ann',
    GIT_COMMITTER_EMAIL: 'ann@example.com',
    GIT_TERMINAL_PROMPT: '0',
  };
}

async function runClient(home: string, cwd: string, args: readonly string[]): Promise<string> {
  const child = spawn('git', args, { cwd, env: clientEnvironment(home), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const exitCode = await new Promise((resolve) => child.once('close', resolve));
  if (exitCode !== 0) throw new Error(errors);
  return output.trim();
}

import { mkdirSync } from 'node:fs';
import { type Clock, systemClock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { type IdSource, randomIds } from '../core/ids.ts';
import { type Timing, timing } from '../core/timing.ts';
import { gitRepositories } from '../drivers/git/git-repositories.ts';
import { fileBlobStore } from '../services/blobs.ts';
import { fileMetricArchive } from '../services/cloudwatch/file-metric-archive.ts';
import { memoryMetricStore } from '../services/cloudwatch/memory-metric-store.ts';
import type { Caller, OperationContext } from '../services/context.ts';
import { createInvoke, type Invoke, invokeNow } from '../services/invoke.ts';
import { ec2WithDefaults } from '../services/ec2/default-network.ts';
import { type AccessDenial, RecentDenials } from '../services/iam/authorization/denials.ts';
import { fileLogStore } from '../services/logs/file-log-store.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Part } from './lifecycle.ts';
import { type LogFeed, logFeed } from './log-feed.ts';
import type { Settings } from './settings.ts';
import { stateLayout } from './state-layout.ts';
import { readWebIdentityKeys } from './web-identity-keys.ts';

/** The AWS control plane on a state directory: tables and the operations over them. Nothing of it runs by itself. */
export interface ControlPlane {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timing: Timing;
  readonly store: Store;
  readonly logs: LogFeed;
  readonly metrics: OperationContext['metrics'];
  readonly invoke: Invoke;
  /** What policies did not allow, or would not have allowed. */
  readonly denials: RecentDenials;
  readonly blobDirectory: string;
  /** Where the gateway answers, or would. */
  readonly gatewayUrl: string;
  /** The account itself, in a region of its own or the default one. */
  accountCaller(region?: string): Caller;
  /** What an operation gets that Neargate itself calls, in the account and region of a table's scope. */
  contextOf(scope: string): OperationContext;
  /** An operation at once and in memory, as a controller that acts for AWS needs it. Throws AwsError. */
  invokeNow(
    scope: string,
    service: Parameters<typeof invokeNow>[0],
    operationName: string,
    input: unknown,
  ): unknown;
  /** Tells where the gateway really answers, when its port was any free one. */
  listensAt(gatewayUrl: string): void;
}

/** Opens the state directory, whose lock the caller holds, and makes the default region's default network. */
export async function openControlPlane(settings: Settings, log: Logger): Promise<Part<ControlPlane>> {
  const layout = stateLayout(settings.stateDirectory);
  mkdirSync(settings.stateDirectory, { recursive: true });
  const store = await openStore({
    directory: layout.store,
    onCompactionFailure: (error) => log.error('the journal cannot be compacted', { error }),
  });
  const stopFlushing = flushSoonAfterChanges(store, log);
  let gatewayUrl = plannedGatewayUrl(settings);
  const denials = new RecentDenials();
  const environment = {
    store,
    clock: systemClock,
    ids: randomIds,
    blobs: fileBlobStore(layout.blobs),
    logs: logFeed(fileLogStore(layout.logs)),
    metrics: memoryMetricStore(fileMetricArchive(layout.metrics, systemClock)),
    git: gitRepositories(layout.git),
    authorization: {
      isEnforced: settings.security.enforcesPolicies,
      note: (denial: AccessDenial) => denials.add(denial),
    },
    webIdentityKeys: readWebIdentityKeys(settings.oidcKeysFile, settings.security.verifiesSignatures),
    get gatewayUrl() {
      return gatewayUrl;
    },
  };
  const accountCaller = (region = settings.region): Caller => ({
    accountId: settings.accountId,
    region,
    partition: 'aws',
    principalArn: `arn:aws:iam::${settings.accountId}:root`,
  });
  const contextOf = (scope: string): OperationContext => {
    const [accountId = '', region = ''] = scope.split('/');
    const caller: Caller = {
      accountId,
      region,
      partition: 'aws',
      principalArn: `arn:aws:iam::${accountId}:root`,
    };
    return { ...environment, caller };
  };
  store.transact(() => ec2WithDefaults({ ...environment, caller: accountCaller() }));
  return {
    value: {
      settings,
      clock: environment.clock,
      ids: environment.ids,
      timing: timing(settings.timing),
      store,
      logs: environment.logs,
      metrics: environment.metrics,
      invoke: createInvoke(environment),
      denials,
      blobDirectory: layout.blobs,
      get gatewayUrl() {
        return gatewayUrl;
      },
      accountCaller,
      contextOf,
      invokeNow: (scope, service, operationName, input) =>
        invokeNow(service, operationName, input, contextOf(scope)),
      listensAt: (url) => {
        gatewayUrl = url;
      },
    },
    stop: () => {
      stopFlushing();
      environment.metrics.close();
      return store.close();
    },
  };
}

/** What operations write is on disk before they are answered; what controllers observe follows in the same turn. */
function flushSoonAfterChanges(store: Store, log: Logger): () => void {
  let isScheduled = false;
  let isOver = false;
  const unsubscribe = store.subscribe(() => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      if (isOver) return;
      store.flush().catch((error: unknown) => log.error('the journal cannot be written', { error }));
    });
  });
  return () => {
    isOver = true;
    unsubscribe();
  };
}

/** What the gateway's address is going to be: it is in repository URIs, which must be the same whether it listens or not. */
function plannedGatewayUrl({ host, gatewayPort }: Settings): string {
  const name = host === '127.0.0.1' || host === '::1' || host === '0.0.0.0' ? 'localhost' : host;
  return `http://${name}:${gatewayPort}`;
}

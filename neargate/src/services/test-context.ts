import { VirtualClock } from '../core/virtual-clock.ts';
import { seededIds } from '../core/ids.ts';
import { openStore, type Store } from '../store/store.ts';
import { type BlobStore, sha256Digest } from './blobs.ts';
import type { InvocableName, InvocableOperation } from './catalog.ts';
import { memoryMetricStore } from './cloudwatch/memory-metric-store.ts';
import { memoryGit } from './codecommit/memory-git.ts';
import type { OperationContext } from './context.ts';
import { type InputOf, invokeNow, type OutputOf } from './invoke.ts';
import { memoryLogStore } from './logs/memory-log-store.ts';

export interface TestContext {
  readonly context: OperationContext;
  readonly clock: VirtualClock;
  /** Invokes an operation as `context.caller`, typed by AWS's own types. */
  readonly call: <Service extends InvocableName, Name extends InvocableOperation<Service>>(
    service: Service,
    operationName: Name,
    input: InputOf<Service, Name>,
  ) => OutputOf<Service, Name>;
}

/** An empty account in memory, or what a given store holds, with a virtual clock and seeded identifiers. */
export async function createTestContext(store?: Store): Promise<TestContext> {
  const clock = new VirtualClock();
  const context: OperationContext = {
    caller: {
      accountId: '123456789012',
      region: 'us-east-1',
      partition: 'aws',
      principalArn: 'arn:aws:iam::123456789012:root',
    },
    store: store ?? (await openStore()),
    clock,
    ids: seededIds(1),
    blobs: memoryBlobStore(),
    logs: memoryLogStore(),
    metrics: memoryMetricStore(),
    git: memoryGit(),
    gatewayUrl: 'http://localhost:4566',
  };
  return {
    context,
    clock,
    call: (service, operationName, input) =>
      invokeNow(service, operationName, input, context) as OutputOf<typeof service, typeof operationName>,
  };
}

function memoryBlobStore(): BlobStore {
  const blobs = new Map<string, Buffer>();
  return {
    put(content) {
      const digest = sha256Digest(content);
      blobs.set(digest, Buffer.from(content));
      return digest;
    },
    get: (digest) => blobs.get(digest),
    has: (digest) => blobs.has(digest),
    pathOf(digest) {
      throw new Error(`blob ${digest} is in memory and has no file`);
    },
  };
}

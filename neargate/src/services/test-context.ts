import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seededIds } from '../core/ids.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { openStore } from '../store/store.ts';
import { fileBlobStore } from './blobs.ts';
import type { ServiceName } from './catalog.ts';
import type { OperationContext } from './context.ts';
import { invokeNow } from './invoke.ts';

/** A context for tests: a store in memory, a virtual clock, seeded ids, blobs in a temporary folder. */
export interface TestContext extends OperationContext {
  readonly clock: VirtualClock;
}

export async function testContext(): Promise<TestContext> {
  return {
    caller: {
      accountId: '123456789012',
      region: 'us-east-1',
      partition: 'aws',
      principalArn: 'arn:aws:iam::123456789012:root',
    },
    store: await openStore(),
    clock: new VirtualClock(),
    ids: seededIds(1),
    blobs: fileBlobStore(mkdtempSync(path.join(tmpdir(), 'neargate-test-'))),
    gatewayUrl: 'http://localhost:4566',
  };
}

/** Calls an operation as a client would, for tests that name the output's type themselves. */
export function call<Output>(
  context: OperationContext,
  service: ServiceName,
  operationName: string,
  input: unknown = {},
): Output {
  return invokeNow(service, operationName, input, context) as Output;
}

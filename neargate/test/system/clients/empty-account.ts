import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { silentLogger } from '../../../src/core/logger.ts';
import { type AwsDoorOptions, awsDoor } from '../../../src/gateway/aws-door.ts';
import { type Gateway, startGateway } from '../../../src/gateway/http-server.ts';
import { catalog, type ServiceName } from '../../../src/services/catalog.ts';
import { createInvoke } from '../../../src/services/invoke.ts';
import { createTestContext } from '../../../src/services/test-context.ts';
import { clientEnvironment } from './client.ts';

/** AWS's API of an account in memory that has nothing yet. `onCall` is told of calls before they are done. */
export async function emptyAccount(
  onCall: (service: ServiceName, operation: string, input: unknown) => void = () => {},
): Promise<Gateway> {
  const { context } = await createTestContext();
  const invoke = createInvoke(context) as AwsDoorOptions['invoke'];
  const door = awsDoor({
    invoke(service, operation, input, caller) {
      onCall(service, operation, input);
      return invoke(service, operation, input, caller);
    },
    defaultAccountId: '123456789012',
    defaultRegion: 'us-east-1',
    log: silentLogger,
  });
  return startGateway({ host: '127.0.0.1', port: 0, doors: [door], log: silentLogger });
}

/** The operations that are served, by the names of services that clients know. */
export function servedOperations(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(catalog).map(([name, { operations }]) => [name, Object.keys(operations)]),
  );
}

/**
 * Runs a Python program of this folder that calls `gateway` by boto3: a request in JSON goes in, a report comes out.
 * Undefined where boto3 is not installed.
 */
export async function reportOfBoto3<Report>(
  program: string,
  { port }: Gateway,
  request: object,
): Promise<Report | undefined> {
  const output = await outputOfBoto3(program, request, `http://127.0.0.1:${port}`);
  return output === undefined ? undefined : (JSON.parse(output) as Report);
}

/** What a Python program prints that needs boto3, or only the models that it carries. */
export async function outputOfBoto3(
  program: string,
  request: object,
  endpoint = 'http://127.0.0.1:1',
): Promise<string | undefined> {
  const env = clientEnvironment(endpoint, tmpdir());
  if (spawnSync('python3', ['-c', 'import boto3'], { env }).status !== 0) return undefined;
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn('python3', [path], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(request));
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return output;
}

import { Agent, request as httpRequest } from 'node:http';
import { silentLogger } from '../../src/core/logger.ts';
import { type AwsDoorOptions, awsDoor } from '../../src/gateway/aws-door.ts';
import { startGateway } from '../../src/gateway/http-server.ts';
import { createInvoke } from '../../src/services/invoke.ts';
import { createTestContext } from '../../src/services/test-context.ts';
import { type FuzzRequest, fuzzRequest } from './requests.ts';

/** Far longer than any call takes. */
const hangMs = 30_000;
const atOnce = 8;

/** An input that was not answered as it should have been. */
export interface Finding {
  readonly seed: number;
  readonly problem: string;
  readonly request: string;
}

/**
 * Sends the requests of `count` seeds from `first` on to a gateway of its own, with signatures verified for every second of them. S3 says 501
 * for what is not implemented, which SDKs do not retry; any other 5xx, a hang or a lost connection is a finding.
 */
export async function fuzzGateway(first: number, count: number): Promise<readonly Finding[]> {
  const { context } = await createTestContext();
  const errors: unknown[] = [];
  const log = { ...silentLogger, error: (_text: string, facts?: object) => errors.push(facts) };
  const door = (authentication?: AwsDoorOptions['authentication']) =>
    startGateway({
      host: '127.0.0.1',
      port: 0,
      doors: [
        awsDoor({
          invoke: createInvoke(context) as AwsDoorOptions['invoke'],
          defaultAccountId: '123456789012',
          defaultRegion: 'us-east-1',
          ...(authentication === undefined ? {} : { authentication }),
          log,
        }),
      ],
      log,
    });
  const lax = await door();
  const strict = await door({
    now: () => Date.now(),
    credentialsOf: () => ({ secretAccessKey: 'x', isActive: true }),
  });
  const agent = new Agent({ keepAlive: true });
  const findings: Finding[] = [];
  let next = first;
  const work = async () => {
    while (next < first + count) {
      const seed = next++;
      const request = fuzzRequest(seed);
      const problem = await problemOf(agent, seed % 2 === 0 ? lax.port : strict.port, request);
      if (problem === undefined) continue;
      const cause = errors.at(-1) as { error?: Error } | undefined;
      findings.push({
        seed,
        problem: `${problem} ${cause?.error?.stack?.split('\n').slice(0, 3).join(' ') ?? ''}`,
        request: `${request.method} ${request.path.slice(0, 120)} ${JSON.stringify(request.headers).slice(0, 200)} ${request.body.toString('latin1').slice(0, 200)}`,
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  agent.destroy();
  await Promise.all([lax.stop(), strict.stop()]);
  return findings;
}

function problemOf(
  agent: Agent,
  port: number,
  { method, path, headers, body }: FuzzRequest,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = httpRequest(
      {
        agent,
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: { ...headers, 'content-length': String(body.length) },
      },
      (response) => {
        response.resume();
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          resolve(status >= 500 && status !== 501 ? `answered ${status}` : undefined);
        });
      },
    );
    request.setTimeout(hangMs, () => request.destroy(new Error(`no answer within ${hangMs} ms`)));
    request.on('error', (error) => resolve(error.message));
    request.end(body);
  });
}

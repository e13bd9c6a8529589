import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../core/logger.ts';
import { createInvoke } from '../services/invoke.ts';
import { createTestContext } from '../services/test-context.ts';
import { type AwsDoorOptions, awsDoor } from './aws-door.ts';
import { type Gateway, startGateway } from './http-server.ts';

// Names that point elsewhere are refused in git-door.test.ts and registry-door.test.ts too, other hosts in host-check.test.ts.
describe('the gateway', () => {
  const logged: string[] = [];
  let gateway: Gateway;
  let isBroken = false;

  beforeAll(async () => {
    const { context } = await createTestContext();
    const invoke = createInvoke(context) as AwsDoorOptions['invoke'];
    const note = (text: string, facts?: object) =>
      logged.push(
        text,
        JSON.stringify(facts),
        String((facts as { error?: Error } | undefined)?.error?.stack),
      );
    const log = { ...silentLogger, debug: note, info: note, warn: note, error: note };
    gateway = await startGateway({
      host: '127.0.0.1',
      port: 0,
      doors: [
        awsDoor({
          invoke: async (...call) => {
            if (isBroken) throw new Error('a mistake of ours');
            return invoke(...call);
          },
          defaultAccountId: '123456789012',
          defaultRegion: 'us-east-1',
          log,
        }),
      ],
      log,
    });
  });
  afterAll(() => gateway.stop());

  const call = (target: string, body: string | Uint8Array<ArrayBuffer>) =>
    fetch(gateway.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': target,
        authorization:
          'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0',
      },
      body,
    });

  it('takes no body without bounds', async () => {
    const response = await call('secretsmanager.CreateSecret', new Uint8Array(17 * 1024 * 1024));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Neargate takes request bodies of at most 16 MiB.');
  });

  it.each(['/..%2f..%2fetc', '/%2e%2e', '/a%00b'])('makes no bucket of %s', async (path) => {
    const response = await fetch(gateway.url + path, { method: 'PUT' });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
  });

  it('writes no secret into its log, not even when it fails', async () => {
    const secret = JSON.stringify({
      Name: 'a',
      SecretString: 'hunter2-hunter2',
      ClientRequestToken: 'x'.repeat(32),
    });
    expect((await call('secretsmanager.CreateSecret', secret)).status).toBe(200);
    isBroken = true;
    expect((await call('secretsmanager.PutSecretValue', secret)).status).toBe(500);
    isBroken = false;
    expect(logged.join('\n')).toContain('a mistake of ours');
    expect(logged.join('\n')).not.toContain('hunter2');
  });
});

import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { timing } from '../../core/timing.ts';
import type { AccessDenial } from '../../services/iam/authorization/denials.ts';
import { snsTables } from '../../services/sns/store.ts';
import { createTestContext } from '../../services/test-context.ts';
import { startReconcilers } from '../reconciler.ts';
import { messageSigner } from './message-signer.ts';
import { notificationControllers } from './notification-controllers.ts';
import { postByHttp } from './post-message.ts';

const scope = '123456789012/us-east-1';
export const queueArnOf = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`;

/** What an endpoint was sent. */
export interface Received {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** An account whose topics deliver, with policies enforced or not. Test support. */
export async function createNotificationWorld({ isEnforced = false } = {}) {
  const test = await createTestContext();
  const denials: AccessDenial[] = [];
  const context = {
    ...test.context,
    authorization: { isEnforced, note: (denial: AccessDenial) => void denials.push(denial) },
  };
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const signer = messageSigner(keys.publicKey, keys.privateKey);
  const { store, clock } = context;
  const environment = {
    store,
    clock,
    timing: timing('aws'),
    contextOf: () => context,
    signer: async () => signer,
    post: postByHttp,
    log: silentLogger,
  };
  const running = startReconcilers(notificationControllers(environment), environment);
  onTestFinished(() => running.stop());
  const { call } = test;
  const queue = (QueueName: string, Attributes: Record<string, string> = {}) =>
    call('sqs', 'CreateQueue', { QueueName, Attributes }).QueueUrl ?? '';
  return {
    ...test,
    context,
    denials,
    publicKey: keys.publicKey,
    queue,
    topic: (Name: string, Attributes: Record<string, string> = {}) =>
      call('sns', 'CreateTopic', { Name, Attributes }).TopicArn ?? '',
    messages: (QueueUrl: string) =>
      call('sqs', 'ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }).Messages ?? [],
    notifications: () => [...snsTables(store, scope).notifications.values()],
    metric: (metricName: string, topicName: string) =>
      context.metrics
        .read(
          scope,
          { namespace: 'AWS/SNS', metricName, dimensions: [{ name: 'TopicName', value: topicName }] },
          { startMs: 0, endMs: clock.now() + 60_000, periodMs: 60_000 },
        )
        .reduce((total, { sum }) => total + sum, 0),
  };
}

/** A real HTTP server that answers with the statuses in turn, and with the last one ever after. */
export async function endpoint(...statuses: number[]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(statuses[Math.min(received.length, statuses.length) - 1] ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}

import { createVerify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  NotFoundException,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, eventually, NeargateProcess, type Project } from './neargate-process.ts';

const patienceMs = 120_000;
const queueArn = 'arn:aws:sqs:us-east-1:123456789012:inbox';

type Envelope = Readonly<Record<string, string>>;

// The cases follow one another on one system: starting it is what takes the time.
describe('messages between topics, queues, rules and alarms', { timeout: patienceMs }, () => {
  let project: Project;
  let up: NeargateProcess;
  let sns: SNSClient;
  let sqs: SQSClient;
  let events: EventBridgeClient;
  let cloudwatch: CloudWatchClient;
  let QueueUrl: string | undefined;
  let TopicArn: string | undefined;

  const receive = async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    return JSON.parse(Messages[0]?.Body ?? '{}') as Envelope;
  };

  beforeAll(async () => {
    project = await createProject();
    writeFileSync(
      path.join(project.terraform, 'main.tf'),
      'resource "aws_cloudwatch_log_group" "app" {\n  name = "app"\n}\n',
    );
    up = new NeargateProcess(project, ['up', '--dir', project.terraform]);
    const settings = {
      endpoint: `http://localhost:${project.gatewayPort}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    };
    sns = new SNSClient(settings);
    sqs = new SQSClient(settings);
    events = new EventBridgeClient(settings);
    cloudwatch = new CloudWatchClient(settings);
    await up.says(/Ready/);
    ({ QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'inbox' })));
    ({ TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'alerts' })));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn }));
  }, patienceMs);
  afterAll(async () => {
    await up.stop();
    project.remove();
  });

  it('a message reaches the queue, signed by the certificate that the gateway serves', async () => {
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'test' } };
    await sns.send(new PublishCommand({ TopicArn, Message: 'hello', MessageAttributes }));
    const envelope = await receive();
    expect(envelope).toMatchObject({ Type: 'Notification', Message: 'hello', TopicArn });
    const response = await fetch(envelope['SigningCertURL'] ?? '');
    expect(response.status).toBe(200);
    const signed = ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'];
    const text = signed.map((name) => `${name}\n${envelope[name]}\n`).join('');
    const isSigned = createVerify('RSA-SHA1')
      .update(text)
      .verify(await response.text(), envelope['Signature'] ?? '', 'base64');
    expect(isSigned).toBe(true);
  });

  it('an alarm reaches the queue through its topic', async () => {
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'busy',
        Namespace: 'App',
        MetricName: 'Load',
        Statistic: 'Average',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [TopicArn ?? ''],
      }),
    );
    await cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: 'busy', StateValue: 'ALARM', StateReason: 'by hand' }),
    );
    const envelope = await receive();
    expect(envelope['Subject']).toBe('ALARM: "busy" in US East (N. Virginia)');
    expect(JSON.parse(envelope['Message'] ?? '{}')).toMatchObject({
      AlarmName: 'busy',
      NewStateValue: 'ALARM',
      NewStateReason: 'by hand',
    });
  });

  it('an event reaches the queue through its rule', async () => {
    await events.send(new PutRuleCommand({ Name: 'orders', EventPattern: '{"source":["shop"]}' }));
    await events.send(new PutTargetsCommand({ Rule: 'orders', Targets: [{ Id: 'q', Arn: queueArn }] }));
    await events.send(
      new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'Order', Detail: '{"id":7}' }] }),
    );
    expect(await receive()).toMatchObject({ source: 'shop', 'detail-type': 'Order', detail: { id: 7 } });
  });

  it('an HTTP endpoint confirms by visiting the URL that it is sent, and gets the message', async () => {
    const received: Envelope[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Envelope);
        response.end();
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    try {
      const Endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint }));
      const confirmation = await eventually(async () => received[0]);
      expect(confirmation['Type']).toBe('SubscriptionConfirmation');
      const confirmed = await fetch(confirmation['SubscribeURL'] ?? '');
      expect(await confirmed.text()).toContain(`<SubscriptionArn>${TopicArn}:`);
      await sns.send(new PublishCommand({ TopicArn, Message: 'by http' }));
      const message = await eventually(async () => received[1]);
      expect(message).toMatchObject({ Type: 'Notification', Message: 'by http' });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('a topic that is not there is the SDK error for it', async () => {
    const unknown = new GetTopicAttributesCommand({ TopicArn: `${TopicArn}x` });
    await expect(sns.send(unknown)).rejects.toBeInstanceOf(NotFoundException);
  });
});

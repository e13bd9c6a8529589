import { request as httpRequest } from 'node:http';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { createInvoke } from '../../services/invoke.ts';
import { issuedCredentials } from '../../services/sts/credentials.ts';
import { createTestContext } from '../../services/test-context.ts';
import { type AwsDoorOptions, awsDoor } from '../aws-door.ts';
import { type Gateway, startGateway } from '../http-server.ts';

const root = { accessKeyId: 'neargate', secretAccessKey: 'root-secret' };
/** Added to this machine's clock, which the SDK signs with. */
let skewMs = 0;
let gateway: Gateway;

beforeAll(async () => {
  const { context } = await createTestContext();
  const issued = (accessKeyId: string) => issuedCredentials(context.store, accessKeyId);
  const invoke = createInvoke({
    ...context,
    clock: { ...context.clock, now: () => Date.now() + skewMs } as never,
  });
  gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    doors: [
      awsDoor({
        invoke: invoke as AwsDoorOptions['invoke'],
        defaultAccountId: '123456789012',
        defaultRegion: 'us-east-1',
        principalOf: issued,
        authentication: {
          now: () => Date.now() + skewMs,
          credentialsOf: (id) =>
            id === root.accessKeyId ? { secretAccessKey: root.secretAccessKey, isActive: true } : issued(id),
        },
        log: silentLogger,
      }),
    ],
    log: silentLogger,
  });
});

afterAll(() => gateway.stop());

function configuration(credentials: object = root) {
  return {
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${gateway.port}`,
    maxAttempts: 1,
    credentials: credentials as typeof root,
  };
}

function at<Result>(milliseconds: number, work: () => Promise<Result>): Promise<Result> {
  skewMs = milliseconds;
  return work().finally(() => {
    skewMs = 0;
  });
}

/** What a request that was signed by the SDK and then changed is answered. */
function send(path: string, method: string, headers: Record<string, string>, body = '') {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: gateway.port, path, method, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

describe('strict authentication', () => {
  it('takes the root key, and who made keys for whom', async () => {
    const identity = await new STSClient(configuration()).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe('arn:aws:iam::123456789012:root');
    const iam = new IAMClient(configuration());
    await iam.send(new CreateUserCommand({ UserName: 'ann' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
    const key = { accessKeyId: AccessKey?.AccessKeyId, secretAccessKey: AccessKey?.SecretAccessKey };
    const own = await new STSClient(configuration(key)).send(new GetCallerIdentityCommand({}));
    expect(own.Arn).toBe('arn:aws:iam::123456789012:user/ann');
    const change = { UserName: 'ann', AccessKeyId: key.accessKeyId, Status: 'Inactive' as const };
    await iam.send(new UpdateAccessKeyCommand(change));
    await expect(
      new STSClient(configuration(key)).send(new GetCallerIdentityCommand({})),
    ).rejects.toMatchObject({ name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } });
  });

  it('takes temporary credentials with their token until they end', async () => {
    const { Credentials } = await new STSClient(configuration()).send(
      new GetSessionTokenCommand({ DurationSeconds: 900 }),
    );
    const session = {
      accessKeyId: Credentials?.AccessKeyId,
      secretAccessKey: Credentials?.SecretAccessKey,
      sessionToken: Credentials?.SessionToken,
    };
    const ask = (credentials: object) =>
      new STSClient(configuration(credentials)).send(new GetCallerIdentityCommand({}));
    expect((await ask(session)).Account).toBe('123456789012');
    await expect(ask({ ...session, sessionToken: 'other' })).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
    await expect(at(901_000, () => ask(session))).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  it.each([
    [
      'query',
      'SignatureDoesNotMatch',
      () =>
        new STSClient(configuration({ ...root, secretAccessKey: 'x' })).send(
          new GetCallerIdentityCommand({}),
        ),
    ],
    [
      'json',
      'InvalidSignatureException',
      () =>
        new CloudWatchLogsClient(configuration({ ...root, secretAccessKey: 'x' })).send(
          new DescribeLogGroupsCommand({}),
        ),
    ],
    [
      'ec2',
      'AuthFailure',
      () => new EC2Client(configuration({ ...root, secretAccessKey: 'x' })).send(new DescribeVpcsCommand({})),
    ],
    [
      'S3',
      'SignatureDoesNotMatch',
      () =>
        new S3Client({ ...configuration({ ...root, secretAccessKey: 'x' }), forcePathStyle: true }).send(
          new CreateBucketCommand({ Bucket: 'wrong-key' }),
        ),
    ],
  ])('refuses a wrong secret in %s as %s', async (_protocol, code, call) => {
    await expect(call()).rejects.toMatchObject({ name: code });
  });

  it.each([
    [
      'query',
      'InvalidClientTokenId',
      () =>
        new STSClient(configuration({ ...root, accessKeyId: 'AKIANOBODY' })).send(
          new GetCallerIdentityCommand({}),
        ),
    ],
    [
      'json',
      'UnrecognizedClientException',
      () =>
        new CloudWatchLogsClient(configuration({ ...root, accessKeyId: 'AKIANOBODY' })).send(
          new DescribeLogGroupsCommand({}),
        ),
    ],
    [
      'ec2',
      'AuthFailure',
      () =>
        new EC2Client(configuration({ ...root, accessKeyId: 'AKIANOBODY' })).send(
          new DescribeVpcsCommand({}),
        ),
    ],
    [
      'S3',
      'InvalidAccessKeyId',
      () =>
        new S3Client({ ...configuration({ ...root, accessKeyId: 'AKIANOBODY' }), forcePathStyle: true }).send(
          new CreateBucketCommand({ Bucket: 'no-key' }),
        ),
    ],
  ])('refuses an unknown key in %s as %s', async (_protocol, code, call) => {
    await expect(call()).rejects.toMatchObject({ name: code });
  });

  it('refuses clocks that are off by more than five minutes, for S3 fifteen', async () => {
    const sts = () => new STSClient(configuration()).send(new GetCallerIdentityCommand({}));
    const s3 = (name: string) =>
      new S3Client({ ...configuration(), forcePathStyle: true }).send(
        new CreateBucketCommand({ Bucket: name }),
      );
    expect((await at(290_000, sts)).Account).toBe('123456789012');
    await expect(at(310_000, sts)).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      message: expect.stringMatching(
        /^Signature expired: \d{8}T\d{6}Z is now earlier than .* - 5 min\.\)$/,
      ) as string,
    });
    await expect(at(-310_000, sts)).rejects.toMatchObject({
      message: expect.stringContaining('Signature not yet current') as string,
    });
    await at(310_000, () => s3('fresh-enough'));
    await expect(at(910_000, () => s3('too-old'))).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' });
  });

  it('takes keys of S3 with every character, and streams whose chunks carry a checksum', async () => {
    const s3 = new S3Client({ ...configuration(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'signed' }));
    const Key = "a b/ü+(1)'*!/~x..//y&=%25";
    await s3.send(
      new PutObjectCommand({ Bucket: 'signed', Key, Body: 'hello', ChecksumAlgorithm: 'SHA256' }),
    );
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'signed', Key }));
    expect(await Body?.transformToString()).toBe('hello');
  });

  it('refuses what is not signed, malformed or signed by an older scheme', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const ask = 'Action=GetCallerIdentity&Version=2011-06-15';
    expect(await send('/', 'POST', form, ask)).toMatchObject({
      status: 403,
      text: expect.stringContaining('<Code>MissingAuthenticationToken</Code>') as string,
    });
    const authorization =
      'AWS4-HMAC-SHA256 Credential=neargate/20261126/us-east-1/sts/aws4_request, SignedHeaders=host';
    expect(await send('/', 'POST', { ...form, authorization }, ask)).toMatchObject({
      status: 400,
      text: expect.stringContaining("Authorization header requires 'Signature' parameter.") as string,
    });
    expect(await send('/bucket/key', 'GET', { authorization: 'AWS neargate:abc=' })).toMatchObject({
      status: 400,
      text: expect.stringContaining('<Code>InvalidRequest</Code>') as string,
    });
    expect(await send('/bucket/key', 'GET', {})).toMatchObject({
      status: 403,
      text: expect.stringContaining('<Code>AccessDenied</Code>') as string,
    });
  });
});

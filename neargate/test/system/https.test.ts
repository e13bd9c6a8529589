import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { get, type RequestOptions } from 'node:https';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatusDocument } from '../../src/gateway/admin-protocol.ts';
import { createTestAuthority } from '../../src/core/testing/certificates.ts';
import {
  createProject,
  eventually,
  neargate,
  NeargateProcess,
  processesOf,
  type Project,
} from './neargate-process.ts';

const patienceMs = 240_000;
const overlay = fileURLToPath(new URL('../fixtures/https', import.meta.url));
const referenceSystem = fileURLToPath(new URL('../../../terraform', import.meta.url));
const bucket = 'logs-of-the-load-balancer';

// The cases follow one another on one system: starting it is what takes the time.
describe('a load balancer that serves HTTPS', { timeout: patienceMs }, () => {
  let project: Project;
  let up: NeargateProcess;
  let ready: string;
  let authorityPem: string;
  let https: URL;
  let http: URL;
  let settings: {
    endpoint: string;
    region: string;
    forcePathStyle: boolean;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };

  /** A GET to the HTTPS listener under this name, as DNS would lead there. */
  const ask = (servername: string, options: RequestOptions = {}) =>
    new Promise<{ status: number | undefined; body: string; names: string | undefined }>(
      (resolve, reject) => {
        const request = get(
          {
            host: https.hostname,
            port: https.port,
            path: '/web',
            servername,
            headers: { host: servername },
            ca: authorityPem,
            agent: false,
            ...options,
          },
          (response) => {
            const names = (response.socket as TLSSocket).getPeerCertificate().subjectaltname;
            let body = '';
            response.setEncoding('utf8').on('data', (text: string) => (body += text));
            response.on('end', () => resolve({ status: response.statusCode, body, names }));
          },
        );
        request.on('error', reject);
      },
    );

  beforeAll(async () => {
    project = await createProject();
    cpSync(overlay, project.directory, { recursive: true });
    up = new NeargateProcess(project, ['up']);
    ready = await up.says(/Ready after/);
    settings = {
      endpoint: `http://localhost:${project.gatewayPort}`,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    const status = JSON.parse((await neargate(project, 'status', '--json')).output) as StatusDocument;
    const urlOf = (port: number) =>
      status.loadBalancers[0]?.listeners.find((listener) => listener.port === port)?.url ?? '';
    https = new URL(urlOf(443));
    http = new URL(urlOf(80));
    const printed = await neargate(project, 'certificate', 'authority');
    expect(printed.exitCode).toBe(0);
    authorityPem = readFileSync(printed.output.trim(), 'utf8');
  }, patienceMs);

  afterAll(async () => {
    await up.stop();
    expect(processesOf(project)).toEqual([]);
    project.remove();
  });

  it('tells its https URL', () => {
    expect(https.protocol).toBe('https:');
    expect(ready).toContain(https.origin);
  });

  it('shows the certificate of the name asked for, which the local authority vouches for', async () => {
    const shop = await ask('shop.example.com');
    expect(shop).toMatchObject({ status: 200, names: 'DNS:shop.example.com' });
    expect(JSON.parse(shop.body)).toMatchObject({ region: 'us-east-1' });
    expect(await ask('v1.api.example.com')).toMatchObject({
      status: 200,
      names: expect.stringContaining('DNS:*.api.example.com') as string,
    });
    await expect(ask('shop.example.com', { ca: [] })).rejects.toThrow();
    await expect(ask('elsewhere.example.com')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('speaks HTTP/2 with clients that offer it', async () => {
    const session = connectHttp2(https.origin, { ca: authorityPem, servername: 'shop.example.com' });
    const stream = session.request({ ':path': '/web?by=h2' });
    const status = await new Promise((resolve, reject) => {
      stream.once('response', (headers) => resolve(headers[':status']));
      session.once('error', reject);
    });
    expect(status).toBe(200);
    expect(session.alpnProtocol).toBe('h2');
    stream.resume();
    await new Promise((resolve) => {
      stream.once('close', resolve);
    });
    session.close();
  });

  it('is where plain HTTP leads to, followed as a browser follows it', async () => {
    const redirected = await fetch(new URL('/web?by=redirect', http), { redirect: 'manual' });
    expect(redirected.status).toBe(301);
    const location = new URL(redirected.headers.get('location') ?? '');
    expect(location.href).toBe(new URL('/web?by=redirect', https).href);
    const followed = await ask('shop.example.com', {
      host: location.hostname,
      port: location.port,
      path: location.pathname,
    });
    expect(followed.status).toBe(200);
  });

  it('writes what it served into its access and connection logs', async () => {
    const s3 = new S3Client(settings);
    const lines = async (): Promise<readonly string[]> => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
      const files = Contents.map(({ Key = '' }) => Key).filter((key) => key.endsWith('.log.gz'));
      const texts = await Promise.all(
        files.map(async (Key) => {
          const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
          return gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString();
        }),
      );
      return texts.join('').split('\n');
    };
    const line = (pattern: RegExp) =>
      eventually(async () => (await lines()).find((each) => pattern.test(each)));
    const cipher = 'TLS_AES_128_GCM_SHA256';
    await line(
      new RegExp(
        `^https \\S+ app/web/\\S+ 127\\.\\S+ 10\\.7\\.\\S+:3000 \\S+ \\S+ \\S+ 200 200 \\d+ \\d+ "GET https://shop\\.example\\.com:443/web HTTP/1\\.1" "-" ${cipher} TLSv1\\.3 .*"shop\\.example\\.com" "arn:aws:acm:`,
      ),
    );
    await line(/^h2 .* 200 200 .* "GET https:\/\/\S+:443\/web\?by=h2 HTTP\/2\.0" /);
    await line(/^http .* 301 - .* "redirect" "https:\/\/\S+\/web\?by=redirect" /);
    await line(new RegExp(`^\\S+Z 127\\.\\S+ \\d+ 443 TLSv1\\.3 ${cipher} \\S+ "-" - - Success TID_`));
    await line(/^\S+Z 127\.\S+ \d+ 80 - - - "-" - - - TID_/);
  });

  it('shows an imported certificate after the next apply', async () => {
    const company = await createTestAuthority('Company');
    const issued = await company.issue({ names: ['shop.example.com'] });
    const { CertificateArn = '' } = await new ACMClient(settings).send(
      new ImportCertificateCommand({
        Certificate: Buffer.from(issued.certificatePem),
        PrivateKey: Buffer.from(issued.privateKeyPem),
      }),
    );
    const applied = await neargate(project, 'apply', '-var', `certificate_arn=${CertificateArn}`);
    expect(applied, applied.output).toMatchObject({ exitCode: 0 });
    const answer = await eventually(() => ask('shop.example.com', { ca: company.certificatePem }));
    expect(answer.status).toBe(200);
  });
});

describe('the reference system with a certificate', { timeout: patienceMs }, () => {
  it('plans and applies an HTTPS listener and a redirect, and says its URL', async () => {
    const project = await createProject();
    const authority = await createTestAuthority('Company');
    const { certificatePem, privateKeyPem } = await authority.issue({ names: ['shop.example.com'] });
    const importing = path.join(project.directory, 'importing');
    mkdirSync(importing);
    writeFileSync(path.join(importing, 'certificate.pem'), certificatePem);
    writeFileSync(path.join(importing, 'key.pem'), privateKeyPem);
    writeFileSync(
      path.join(importing, 'main.tf'),
      `resource "aws_acm_certificate" "shop" {
        certificate_body = file("certificate.pem")
        private_key      = file("key.pem")
      }
      output "arn" {
        value = aws_acm_certificate.shop.arn
      }`,
    );
    const imported = await neargate(project, 'apply', '--dir', importing);
    expect(imported, imported.output).toMatchObject({ exitCode: 0 });
    const { output: arn } = await neargate(project, 'output', '--dir', importing, '-raw', 'arn');
    const reference = ['--dir', referenceSystem, '-var', `certificate_arn=${arn.trim()}`];
    const planned = await neargate(project, 'plan', ...reference);
    expect(planned, planned.output).toMatchObject({ exitCode: 0 });
    expect(planned.output).toContain('module.load_balancer.aws_lb_listener.https[0] will be created');
    const applied = await neargate(project, 'apply', ...reference);
    expect(applied, applied.output).toMatchObject({ exitCode: 0 });
    const url = await neargate(project, 'output', '--dir', referenceSystem, '-raw', 'alb_url');
    expect(url.output).toMatch(/^https:\/\//);
    const again = await neargate(project, 'plan', ...reference);
    expect(again.output).toContain('No changes.');
    project.remove();
  });
});

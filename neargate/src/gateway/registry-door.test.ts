import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../core/logger.ts';
import { ImageStore } from '../drivers/registry/image-store.ts';
import { invokeNow } from '../services/invoke.ts';
import { readRegistryToken } from '../services/ecr/authorization-token.ts';
import { createTestContext, type TestContext } from '../services/test-context.ts';
import { type Gateway, startGateway } from './http-server.ts';
import { registryDoor } from './registry-door.ts';

const mediaType = 'application/vnd.oci.image.manifest.v1+json';

let test: TestContext;
let gateway: Gateway;
let directory: string;
const auth = `Basic ${Buffer.from('AWS:anything').toString('base64')}`;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'registry-door-'));
  test = await createTestContext();
  gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    log: silentLogger,
    doors: [
      registryDoor({
        contextOf: () => test.context,
        invoke: async (service, operation, input, caller) =>
          invokeNow(service, operation, input, { ...test.context, caller }),
        blobs: new ImageStore({
          blobDirectory: path.join(directory, 'blobs'),
          unpackDirectory: path.join(directory, 'images'),
        }),
        readToken: (password) => readRegistryToken(test.context.store, password),
        isStrict: false,
        uploadDirectory: path.join(directory, 'uploads'),
        defaultRegistry: { accountId: '123456789012', region: 'us-east-1' },
        environment: test.context,
        log: silentLogger,
      }),
    ],
  });
  for (const repositoryName of ['app', 'team/other'])
    test.call('ecr', 'CreateRepository', { repositoryName });
});

afterAll(async () => {
  await gateway.stop();
  rmSync(directory, { recursive: true, force: true });
});

function call(method: string, target: string, init: RequestInit & { duplex?: 'half' } = {}) {
  const headers = { authorization: auth, ...(init.headers as Record<string, string> | undefined) };
  return fetch(new URL(target, `http://127.0.0.1:${gateway.port}`), { method, ...init, headers });
}

const digestOf = (content: string | Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`;

async function pushBlob(content: string, repository = 'app'): Promise<string> {
  const digest = digestOf(content);
  const response = await call('POST', `/v2/${repository}/blobs/uploads/?digest=${digest}`, { body: content });
  expect(response.status).toBe(201);
  return digest;
}

async function pushImage(tag: string, content: string): Promise<Response> {
  const config = {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: await pushBlob('{}'),
    size: 2,
  };
  const layer = {
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    digest: await pushBlob(content),
    size: content.length,
  };
  const body = JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [layer] });
  return call('PUT', `/v2/app/manifests/${tag}`, { body, headers: { 'content-type': mediaType } });
}

describe('authentication', () => {
  it('asks for Basic credentials and takes any password', async () => {
    const refused = await call('GET', '/v2/', { headers: { authorization: '' } });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    const accepted = await call('GET', '/v2/');
    expect(accepted.status).toBe(200);
    expect(accepted.headers.get('docker-distribution-api-version')).toBe('registry/2.0');
  });

  it("refuses ECR's own token once it has expired", async () => {
    const [data] = test.call('ecr', 'GetAuthorizationToken', {}).authorizationData ?? [];
    const authorization = `Basic ${data?.authorizationToken ?? ''}`;
    expect((await call('GET', '/v2/', { headers: { authorization } })).status).toBe(200);
    await test.clock.advance(12 * 60 * 60 * 1000 + 1);
    const late = await call('GET', '/v2/', { headers: { authorization } });
    expect(await late.json()).toMatchObject({ errors: [{ code: 'DENIED', message: /has expired/ }] });
  });
});

describe('blobs', () => {
  it('takes a blob in chunks, in order only', async () => {
    const begun = await call('POST', '/v2/app/blobs/uploads/');
    expect(begun.status).toBe(202);
    const location = begun.headers.get('location') ?? '';
    const first = await call('PATCH', location, { body: 'hello ', headers: { 'content-range': '0-5' } });
    expect([first.status, first.headers.get('range')]).toEqual([202, '0-5']);
    const again = await call('PATCH', location, { body: 'hello ', headers: { 'content-range': '0-5' } });
    expect([again.status, again.headers.get('range')]).toEqual([416, '0-5']);
    expect((await call('GET', location)).headers.get('range')).toBe('0-5');
    const digest = digestOf('hello world');
    const done = await call('PUT', `${location}?digest=${digest}`, { body: 'world' });
    expect([done.status, done.headers.get('docker-content-digest')]).toEqual([201, digest]);
    const head = await call('HEAD', `/v2/app/blobs/${digest}`);
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '11']);
  });

  it('gives ranges', async () => {
    const digest = await pushBlob('0123456789');
    const get = (range: string) => call('GET', `/v2/app/blobs/${digest}`, { headers: { range } });
    const middle = await get('bytes=2-4');
    expect([middle.status, middle.headers.get('content-range'), await middle.text()]).toEqual([
      206,
      'bytes 2-4/10',
      '234',
    ]);
    expect(await (await get('bytes=-3')).text()).toBe('789');
    expect((await get('bytes=10-')).status).toBe(416);
  });

  it('refuses a body of another digest and keeps nothing of it', async () => {
    const digest = digestOf('promised');
    const response = await call('POST', `/v2/app/blobs/uploads/?digest=${digest}`, { body: 'delivered' });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { errors: [{ code: 'DIGEST_INVALID' }] },
    ]);
    expect((await call('HEAD', `/v2/app/blobs/${digest}`)).status).toBe(404);
    expect(readdirSync(path.join(directory, 'uploads'))).toEqual([]);
  });

  it('leaves nothing of an upload whose client goes away', async () => {
    const begun = await call('POST', '/v2/app/blobs/uploads/');
    const location = begun.headers.get('location') ?? '';
    await new Promise<void>((resolve, reject) => {
      const socket = connect(gateway.port, '127.0.0.1', () => {
        const head = `PATCH ${location} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${auth}\r\nContent-Length: 1000000\r\n\r\n`;
        socket.write(`${head}only the beginning`, () => setTimeout(() => socket.destroy(), 50));
      });
      socket.on('close', () => resolve()).on('error', reject);
    });
    await expect.poll(() => readdirSync(path.join(directory, 'uploads'))).toEqual([]);
    expect((await call('GET', location)).status).toBe(404);
  });

  it('mounts a blob of another repository instead of taking it again', async () => {
    const digest = await pushBlob('shared', 'team/other');
    const target = `/v2/app/blobs/uploads/?mount=${digest}&from=team/other`;
    expect((await call('POST', target)).status).toBe(201);
    expect((await call('HEAD', `/v2/app/blobs/${digest}`)).status).toBe(200);
    const absent = `/v2/app/blobs/uploads/?mount=${digestOf('absent')}&from=team/other`;
    expect((await call('POST', absent)).status).toBe(202);
  });
});

describe('manifests', () => {
  it('become images of ECR, by tag and by digest', async () => {
    const put = await pushImage('v1', 'layer one');
    expect(put.status).toBe(201);
    const digest = put.headers.get('docker-content-digest') ?? '';
    expect(test.call('ecr', 'DescribeImages', { repositoryName: 'app' }).imageDetails).toMatchObject([
      { imageDigest: digest, imageTags: ['v1'], imageSizeInBytes: 11, imageManifestMediaType: mediaType },
    ]);
    for (const reference of ['v1', digest]) {
      const got = await call('GET', `/v2/app/manifests/${reference}`);
      expect([got.status, got.headers.get('content-type')]).toEqual([200, mediaType]);
      expect(digestOf(await got.text())).toBe(digest);
    }
    expect((await pushImage('v1', 'layer one')).status).toBe(201);
    expect(await (await call('GET', '/v2/app/tags/list')).json()).toEqual({ name: 'app', tags: ['v1'] });
    expect(await (await call('GET', '/v2/_catalog?n=1')).json()).toEqual({ repositories: ['app'] });
  });

  it('are refused when a layer is not there, the repository is not, or the tag may not move', async () => {
    const config = { mediaType, digest: digestOf('nowhere'), size: 7 };
    const body = JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] });
    const missing = await call('PUT', '/v2/app/manifests/v2', { body });
    expect(await missing.json()).toMatchObject({ errors: [{ code: 'MANIFEST_BLOB_UNKNOWN' }] });
    const nowhere = await call('POST', '/v2/nowhere/blobs/uploads/');
    expect([nowhere.status, await nowhere.json()]).toEqual([
      404,
      {
        errors: [
          {
            code: 'NAME_UNKNOWN',
            message:
              "The repository with name 'nowhere' does not exist in the registry with id '123456789012'",
          },
        ],
      },
    ]);
    test.call('ecr', 'PutImageTagMutability', { repositoryName: 'app', imageTagMutability: 'IMMUTABLE' });
    await pushImage('fixed', 'one');
    const moved = await pushImage('fixed', 'two');
    expect(await moved.json()).toMatchObject({ errors: [{ code: 'TAG_INVALID', message: /is immutable/ }] });
    expect((await call('GET', '/v2/app/manifests/unheard-of')).status).toBe(404);
  });

  it('go away by digest', async () => {
    const put = await pushImage('gone', 'to be deleted');
    const digest = put.headers.get('docker-content-digest') ?? '';
    expect((await call('DELETE', `/v2/app/manifests/${digest}`)).status).toBe(202);
    expect((await call('HEAD', '/v2/app/manifests/gone')).status).toBe(404);
  });
});

describe('host names', () => {
  it.each(['123456789012.dkr.ecr.us-east-1.localhost', '123456789012.dkr.ecr.us-east-1.amazonaws.com'])(
    'serves %s',
    async (host) => {
      // fetch does not let a Host header be given.
      const status = await new Promise((resolve, reject) => {
        const headers = { host: `${host}:${gateway.port}`, authorization: auth };
        httpRequest(
          { host: '127.0.0.1', port: gateway.port, path: '/v2/app/tags/list', headers },
          (response) => {
            response.resume();
            resolve(response.statusCode);
          },
        )
          .on('error', reject)
          .end();
      });
      expect(status).toBe(200);
    },
  );
});

import { X509Certificate } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { revokedCertificates } from '../../core/revocation-list.ts';
import type { ConnectionLogReport, DataPlaneReport, MetricsReport } from '../reports.ts';
import type { TestAuthority, TestCertificate } from '../../core/testing/certificates.ts';
import { createTestAuthority } from '../../core/testing/certificates.ts';
import type { SceneOptions } from '../testing/scene.ts';
import { FakeTarget, Scene } from '../testing/scene.ts';
import type { HandshakeOptions } from '../testing/tls-scene.ts';
import { getOver, handshake, httpsListener } from '../testing/tls-scene.ts';

const echo = (request: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${request.length}\r\n\r\n${request}`;

let authority: TestAuthority;
let stranger: TestAuthority;
let shop: TestCertificate;
let wildcard: TestCertificate;
let shopRsa: TestCertificate;
let client: TestCertificate;
beforeAll(async () => {
  [authority, stranger] = await Promise.all([createTestAuthority(), createTestAuthority('Stranger')]);
  [shop, wildcard, shopRsa, client] = await Promise.all([
    authority.issue({ names: ['shop.test'] }),
    authority.issue({ names: ['*.shops.test', 'shops.test'] }),
    authority.issue({ names: ['shop.test'], keyType: 'rsa' }),
    authority.issue({ names: ['client'] }),
  ]);
});

const scenes: Scene[] = [];
afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.close();
});

async function start(options: SceneOptions): Promise<Scene> {
  const scene = await Scene.start(options, await FakeTarget.answering(echo));
  scenes.push(scene);
  return scene;
}

async function shownSerial(scene: Scene, options: Omit<HandshakeOptions, 'authority'>): Promise<string> {
  const socket = await handshake(scene.port, { authority, ...options });
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

const serialOf = ({ certificatePem }: TestCertificate) => new X509Certificate(certificatePem).serialNumber;

describe('an HTTPS listener', () => {
  it('tells the target that the client came by https', async () => {
    const scene = await start({ listener: httpsListener({ shop }) });
    const received = await getOver(await handshake(scene.port, { authority, serverName: 'shop.test' }));
    expect(received).toContain('X-Forwarded-Proto: https\r\nX-Forwarded-Port: 443\r\n');
    expect(received).not.toContain('X-Amzn-Tls');
  });

  it('shows the certificate of the name asked for, and the default one otherwise', async () => {
    const scene = await start({ listener: httpsListener({ wildcard, shop }) });
    expect(await shownSerial(scene, { serverName: 'www.shops.test' })).toBe(serialOf(wildcard));
    expect(await shownSerial(scene, {})).toBe(serialOf(wildcard));
    const other = await start({ listener: httpsListener({ shop, wildcard }) });
    expect(await shownSerial(other, { serverName: 'shops.test' })).toBe(serialOf(wildcard));
    await expect(handshake(other.port, { authority, serverName: 'a.b.shops.test' })).rejects.toThrow(
      /altnames/,
    );
  });

  it('offers an elliptic curve and an RSA certificate of one name together: the client chooses', async () => {
    const scene = await start({ listener: httpsListener({ shopRsa, shop }) });
    const name = { serverName: 'shop.test', maxVersion: 'TLSv1.2' } as const;
    expect(await shownSerial(scene, name)).toBe(serialOf(shop));
    expect(await shownSerial(scene, { ...name, ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' })).toBe(
      serialOf(shopRsa),
    );
  });

  it('speaks only the protocols and ciphers of its policy', async () => {
    const scene = await start({ listener: httpsListener({ shop }, { protocols: ['TLSv1.3'] }) });
    const wrong = handshake(scene.port, { authority, serverName: 'shop.test', maxVersion: 'TLSv1.2' });
    await expect(wrong).rejects.toThrow(/alert protocol version/);
    const report = await scene.report(
      (each): each is MetricsReport =>
        each.kind === 'metrics' &&
        each.series.some(({ counts }) => (counts['ClientTLSNegotiationErrorCount'] ?? 0) > 0),
    );
    expect(report.series[0]?.counts['NewConnectionCount']).toBeUndefined();
  });

  it('speaks TLS 1.0 where its policy says so', async () => {
    const scene = await start({
      listener: httpsListener(
        { shop },
        { protocols: ['TLSv1', 'TLSv1.1', 'TLSv1.2'], ciphers: ['ECDHE-ECDSA-AES128-SHA'] },
      ),
    });
    const socket = await handshake(scene.port, {
      authority,
      serverName: 'shop.test',
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1',
      ciphers: 'ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0',
    });
    expect(socket.getProtocol()).toBe('TLSv1');
    socket.destroy();
  });

  it('takes a new certificate without giving up its socket or its connections', async () => {
    const scene = await start({ listener: httpsListener({ shop }) });
    const open = await handshake(scene.port, { authority, serverName: 'shop.test' });
    const { port } = scene;
    await scene.apply({ targets: scene.targetConfigs }, httpsListener({ shopRsa }));
    expect(scene.port).toBe(port);
    expect(await shownSerial(scene, { serverName: 'shop.test' })).toBe(serialOf(shopRsa));
    await expect(getOver(open)).resolves.toContain('200 OK');
  });

  it('says that a certificate and its key do not belong together', async () => {
    const broken = { certificatePem: shop.certificatePem, privateKeyPem: client.privateKeyPem };
    const scene = await start({});
    const { listeners } = await scene.apply({}, { arn: 'listener/2', ...httpsListener({ broken }) });
    expect(listeners[0]).toMatchObject({ state: 'failed', code: 'ERR_NEARGATE_CERTIFICATE' });
  });

  it("adds the connection's version and cipher when asked to, by the names configured, whatever the client says", async () => {
    const listener = httpsListener({ shop });
    const scene = await start({ listener, attributes: { tlsFields: true } });
    const socket = await handshake(scene.port, { authority, serverName: 'shop.test', maxVersion: 'TLSv1.2' });
    const received = await getOver(socket, 'x-amzn-tls-version: SSLv3\r\n');
    expect(received).not.toContain('SSLv3');
    expect(received).toContain(
      'X-Amzn-Tls-Version: TLSv1.2\r\nX-Amzn-Tls-Cipher-Suite: ECDHE-ECDSA-AES128-GCM-SHA256\r\n',
    );
  });
});

describe('mutual TLS', () => {
  const verify = (ignoreClientCertificateExpiry = false, revoked: readonly string[] = []) =>
    httpsListener(
      { shop },
      {
        mutualAuthentication: {
          mode: 'verify',
          caCertificatesPem: [authority.certificatePem],
          revoked,
          ignoreClientCertificateExpiry,
        },
      },
    );

  it('passes the whole chain on in passthrough mode, and clients without a certificate too', async () => {
    const scene = await start({
      listener: httpsListener({ shop }, { mutualAuthentication: { mode: 'passthrough' } }),
    });
    const unknown = await stranger.issue({ names: ['who'] });
    const received = await getOver(
      await handshake(scene.port, { authority, serverName: 'shop.test', client: unknown }),
    );
    const field = /X-Amzn-Mtls-Clientcert: (\S+)\r\n/.exec(received)?.[1] ?? '';
    expect(new X509Certificate(decodeURIComponent(field)).serialNumber).toBe(serialOf(unknown));
    const without = await handshake(scene.port, { authority, serverName: 'shop.test' });
    expect(await getOver(without, 'X-Amzn-Mtls-Clientcert: forged\r\n')).not.toContain('Clientcert');
  });

  it('lets in whom the trust store vouches for, and tells the target who that is', async () => {
    const scene = await start({ listener: verify() });
    const received = await getOver(
      await handshake(scene.port, { authority, serverName: 'shop.test', client }),
    );
    expect(received).toContain(`X-Amzn-Mtls-Clientcert-Serial-Number: ${serialOf(client)}\r\n`);
    expect(received).toContain('X-Amzn-Mtls-Clientcert-Subject: O=Test,CN=client\r\n');
    expect(received).toContain('X-Amzn-Mtls-Clientcert-Issuer: CN=Test authority\r\n');
    expect(received).toMatch(
      /X-Amzn-Mtls-Clientcert-Validity: NotBefore=[\d-]+T[\d:]+Z;NotAfter=[\d-]+T[\d:]+Z\r\n/,
    );
    expect(received).toMatch(/X-Amzn-Mtls-Clientcert-Leaf: -----BEGIN%20CERTIFICATE-----%0A/);
  });

  it('turns away strangers, clients without a certificate and expired ones, and logs why', async () => {
    const scene = await start({ listener: verify(), attributes: { connectionLogs: true } });
    const expired = await authority.issue({ names: ['old'], validDays: -1 });
    const unknown = await stranger.issue({ names: ['who'] });
    for (const shown of [unknown, expired, undefined]) {
      const options = {
        authority,
        serverName: 'shop.test',
        ...(shown === undefined ? {} : { client: shown }),
      };
      const answered = await handshake(scene.port, options)
        .then(getOver, () => '')
        .catch(() => '');
      expect(answered).toBe('');
    }
    await expect(
      getOver(await handshake(scene.port, { authority, serverName: 'shop.test', client })),
    ).resolves.toContain('200 OK');
    const isLog = (report: DataPlaneReport): report is ConnectionLogReport =>
      report.kind === 'connection-log';
    const logged = () => scene.reports.filter(isLog).flatMap(({ records }) => records);
    await scene.report((report): report is ConnectionLogReport => isLog(report) && logged().length === 4);
    expect(
      logged().map(({ tlsVerifyStatus, clientCertificate }) => [tlsVerifyStatus, clientCertificate?.subject]),
    ).toEqual([
      ['Failed:ClientCertUntrusted', 'O=Test,CN=who'],
      ['Failed:ClientCertExpired', 'O=Test,CN=old'],
      ['Failed:UnmappedConnectionError', undefined],
      ['Success', 'O=Test,CN=client'],
    ]);
    expect(logged()[3]).toMatchObject({
      listenerPort: 443,
      tlsProtocol: 'TLSv1.3',
      tlsCipher: 'TLS_AES_128_GCM_SHA256',
      traceId: expect.stringMatching(/^TID_[0-9a-f]{32}$/),
    });
  });

  it('turns away whom a revocation list names', async () => {
    const revoked = revokedCertificates(await authority.revocationListOf(client));
    const scene = await start({ listener: verify(false, revoked), attributes: { connectionLogs: true } });
    const answered = await handshake(scene.port, { authority, serverName: 'shop.test', client })
      .then(getOver)
      .catch(() => '');
    expect(answered).toBe('');
    const other = await authority.issue({ names: ['other'] });
    await expect(
      getOver(await handshake(scene.port, { authority, serverName: 'shop.test', client: other })),
    ).resolves.toContain('200 OK');
    const { records } = await scene.report(
      (report): report is ConnectionLogReport => report.kind === 'connection-log',
    );
    expect(records[0]).toMatchObject({ tlsVerifyStatus: 'Failed:ClientCertCrlHit' });
  });

  it('forgives expiry when told to', async () => {
    const scene = await start({ listener: verify(true) });
    const expired = await authority.issue({ names: ['old'], validDays: -1 });
    const socket = await handshake(scene.port, { authority, serverName: 'shop.test', client: expired });
    await expect(getOver(socket)).resolves.toContain('200 OK');
  });
});

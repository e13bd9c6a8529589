import { beforeEach, describe, expect, it } from 'vitest';
import { createTestAuthority } from '../../core/testing/certificates.ts';
import { createTestContext, type TestContext } from '../test-context.ts';

let world: TestContext;
let LoadBalancerArn: string | undefined;
beforeEach(async () => {
  world = await createTestContext();
  const subnets = world.call('ec2', 'DescribeSubnets', {}).Subnets ?? [];
  LoadBalancerArn = world.call('elbv2', 'CreateLoadBalancer', {
    Name: 'web',
    Subnets: subnets.slice(0, 2).map(({ SubnetId }) => SubnetId ?? ''),
  }).LoadBalancers?.[0]?.LoadBalancerArn;
});

const listen = (CertificateArn: string | undefined, SslPolicy?: string) =>
  world.call('elbv2', 'CreateListener', {
    LoadBalancerArn,
    Protocol: 'HTTPS',
    Port: 443,
    SslPolicy,
    Certificates: CertificateArn === undefined ? undefined : [{ CertificateArn }],
    DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }],
  }).Listeners?.[0];

async function imported(): Promise<string | undefined> {
  const { certificatePem, privateKeyPem } = await (
    await createTestAuthority()
  ).issue({ names: ['shop.example.com'] });
  return world.call('acm', 'ImportCertificate', {
    Certificate: Buffer.from(certificatePem),
    PrivateKey: Buffer.from(privateKeyPem),
  }).CertificateArn;
}

const refused = (code: string, ...words: readonly string[]) =>
  expect.objectContaining({ code, message: expect.stringContaining(words.join(' ')) as string });

describe('an HTTPS listener', () => {
  it('needs a certificate that exists and is issued', async () => {
    expect(() => listen(undefined)).toThrow(refused('ValidationError', 'A certificate must be specified'));
    const unknown = 'arn:aws:acm:us-east-1:123456789012:certificate/0';
    expect(() => listen(unknown)).toThrow(refused('CertificateNotFound', `Certificate '${unknown}'`));
    const pending = world.call('acm', 'RequestCertificate', { DomainName: 'example.com' }).CertificateArn;
    expect(() => listen(pending)).toThrow(refused('UnsupportedCertificate', `The certificate '${pending}'`));
    const CertificateArn = await imported();
    expect(listen(CertificateArn)).toMatchObject({
      Certificates: [{ CertificateArn }],
      SslPolicy: 'ELBSecurityPolicy-2016-08',
      MutualAuthentication: { Mode: 'off' },
    });
  });

  it('has further certificates, of which the default one cannot be taken away', async () => {
    const [first, second] = await Promise.all([imported(), imported()]);
    const ListenerArn = listen(first)?.ListenerArn;
    const change = { ListenerArn, Certificates: [{ CertificateArn: second }] };
    world.call('elbv2', 'AddListenerCertificates', change);
    const listed = () =>
      world.call('elbv2', 'DescribeListenerCertificates', { ListenerArn }).Certificates ?? [];
    expect(listed()).toEqual([
      { CertificateArn: first, IsDefault: true },
      { CertificateArn: second, IsDefault: false },
    ]);
    expect(() =>
      world.call('elbv2', 'RemoveListenerCertificates', {
        ListenerArn,
        Certificates: [{ CertificateArn: first }],
      }),
    ).toThrow(refused('OperationNotPermitted'));
    world.call('elbv2', 'RemoveListenerCertificates', change);
    expect(listed()).toHaveLength(1);
  });

  it('takes only security policies that there are', async () => {
    const CertificateArn = await imported();
    expect(() => listen(CertificateArn, 'ELBSecurityPolicy-none')).toThrow(refused('SSLPolicyNotFound'));
    const name = 'ELBSecurityPolicy-TLS13-1-2-2021-06';
    expect(listen(CertificateArn, name)?.SslPolicy).toBe(name);
  });
});

describe('DescribeSSLPolicies', () => {
  it('lists protocols and ciphers in the order of their preference, page by page', () => {
    const { SslPolicies } = world.call('elbv2', 'DescribeSSLPolicies', {
      Names: ['ELBSecurityPolicy-TLS13-1-3-2021-06'],
    });
    expect(SslPolicies).toEqual([
      {
        Name: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
        SslProtocols: ['TLSv1.3'],
        Ciphers: [
          { Name: 'TLS_AES_128_GCM_SHA256', Priority: 1 },
          { Name: 'TLS_AES_256_GCM_SHA384', Priority: 2 },
          { Name: 'TLS_CHACHA20_POLY1305_SHA256', Priority: 3 },
        ],
        SupportedLoadBalancerTypes: ['application', 'network'],
      },
    ]);
    const all = world.call('elbv2', 'DescribeSSLPolicies', {}).SslPolicies ?? [];
    expect(all.map(({ Name }) => Name)).toContain('ELBSecurityPolicy-2016-08');
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = world.call('elbv2', 'DescribeSSLPolicies', { PageSize: 10, Marker });
      names.push(...(page.SslPolicies ?? []).map(({ Name }) => Name));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(names).toHaveLength(all.length);
    expect(new Set(names)).toEqual(new Set(all.map(({ Name }) => Name)));
  });

  it('knows no others', () => {
    expect(() => world.call('elbv2', 'DescribeSSLPolicies', { Names: ['none'] })).toThrow(
      refused('SSLPolicyNotFound', "SSL policy 'none' not found"),
    );
  });
});

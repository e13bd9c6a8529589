import { beforeEach, describe, expect, it } from 'vitest';
import { createTestAuthority, type TestAuthority } from '../../core/testing/certificates.ts';
import { createTestContext, type TestContext } from '../test-context.ts';

const Bucket = 'trust';
let world: TestContext;
let authority: TestAuthority;
beforeEach(async () => {
  [world, authority] = await Promise.all([createTestContext(), createTestAuthority()]);
  world.call('s3', 'CreateBucket', { Bucket });
  put('ca.pem', authority.certificatePem);
});

const put = (Key: string, text: string | Buffer) =>
  world.call('s3', 'PutObject', { Bucket, Key, Body: Buffer.from(text) as never });
const create = (Name = 'company', key = 'ca.pem') =>
  world.call('elbv2', 'CreateTrustStore', {
    Name,
    CaCertificatesBundleS3Bucket: Bucket,
    CaCertificatesBundleS3Key: key,
  }).TrustStores?.[0];

async function verifyingListener(TrustStoreArn: string | undefined): Promise<string> {
  const subnets = world.call('ec2', 'DescribeSubnets', {}).Subnets ?? [];
  const issued = await authority.issue({ names: ['shop.example.com'] });
  const { CertificateArn } = world.call('acm', 'ImportCertificate', {
    Certificate: Buffer.from(issued.certificatePem),
    PrivateKey: Buffer.from(issued.privateKeyPem),
  });
  const { LoadBalancers } = world.call('elbv2', 'CreateLoadBalancer', {
    Name: 'web',
    Subnets: subnets.slice(0, 2).map(({ SubnetId }) => SubnetId ?? ''),
  });
  const { Listeners } = world.call('elbv2', 'CreateListener', {
    LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
    Protocol: 'HTTPS',
    Port: 443,
    Certificates: [{ CertificateArn }],
    DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }],
    MutualAuthentication: { Mode: 'verify', TrustStoreArn },
  });
  return Listeners?.[0]?.ListenerArn ?? '';
}

describe('a trust store', () => {
  it('is made of the certificates of a bundle in S3', async () => {
    const created = create();
    expect(created).toMatchObject({
      Name: 'company',
      Status: 'ACTIVE',
      NumberOfCaCertificates: 1,
      TotalRevokedEntries: 0,
      TrustStoreArn: expect.stringMatching(
        /^arn:aws:elasticloadbalancing:us-east-1:123456789012:truststore\/company\/[0-9a-f]{16}$/,
      ) as string,
    });
    const other = await createTestAuthority('Other');
    put('two.pem', `${authority.certificatePem}\n${other.certificatePem}`);
    const modified = world.call('elbv2', 'ModifyTrustStore', {
      TrustStoreArn: created?.TrustStoreArn,
      CaCertificatesBundleS3Bucket: Bucket,
      CaCertificatesBundleS3Key: 'two.pem',
    });
    expect(modified.TrustStores).toMatchObject([{ NumberOfCaCertificates: 2 }]);
    expect(world.call('elbv2', 'DescribeTrustStores', { Names: ['company'] })).toEqual(modified);
  });

  it('is refused when its bundle is not there or not one, and when its name is taken', async () => {
    expect(() => create('a', 'gone.pem')).toThrow(
      expect.objectContaining({ code: 'CaCertificatesBundleNotFound' }),
    );
    const leaf = await authority.issue({ names: ['a'] });
    put('leaf.pem', leaf.certificatePem);
    for (const [key, text] of [
      ['text.pem', 'nothing'],
      ['broken.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
      ['leaf.pem', leaf.certificatePem],
    ] as const) {
      put(key, text);
      expect(() => create('a', key)).toThrow(
        expect.objectContaining({ code: 'InvalidCaCertificatesBundle' }),
      );
    }
    create();
    expect(() => create()).toThrow(expect.objectContaining({ code: 'DuplicateTrustStoreName' }));
    expect(() => create('-a')).toThrow(expect.objectContaining({ code: 'ValidationError' }));
  });

  it('cannot go while a listener verifies clients by it', async () => {
    const TrustStoreArn = create()?.TrustStoreArn;
    const ListenerArn = await verifyingListener(TrustStoreArn);
    expect(world.call('elbv2', 'DescribeListeners', { ListenerArns: [ListenerArn] }).Listeners).toMatchObject(
      [
        {
          MutualAuthentication: {
            Mode: 'verify',
            TrustStoreArn,
            TrustStoreAssociationStatus: 'active',
            IgnoreClientCertificateExpiry: false,
          },
        },
      ],
    );
    expect(
      world.call('elbv2', 'DescribeTrustStoreAssociations', { TrustStoreArn }).TrustStoreAssociations,
    ).toEqual([{ ResourceArn: ListenerArn }]);
    const remove = () => world.call('elbv2', 'DeleteTrustStore', { TrustStoreArn });
    expect(remove).toThrow(expect.objectContaining({ code: 'TrustStoreInUse' }));
    world.call('elbv2', 'ModifyListener', { ListenerArn, MutualAuthentication: { Mode: 'off' } });
    remove();
    expect(remove).toThrow(expect.objectContaining({ code: 'TrustStoreNotFound' }));
  });

  it('has revocation lists, which are read', async () => {
    const TrustStoreArn = create()?.TrustStoreArn;
    const [first, second] = await Promise.all([
      authority.issue({ names: ['a'] }),
      authority.issue({ names: ['b'] }),
    ]);
    put('list.pem', await authority.revocationListOf(first, second));
    put('empty.pem', await authority.revocationListOf());
    const added = world.call('elbv2', 'AddTrustStoreRevocations', {
      TrustStoreArn,
      RevocationContents: [
        { S3Bucket: Bucket, S3Key: 'list.pem', RevocationType: 'CRL' },
        { S3Bucket: Bucket, S3Key: 'empty.pem' },
      ],
    });
    expect(added.TrustStoreRevocations).toEqual([
      { TrustStoreArn, RevocationId: 1, RevocationType: 'CRL', NumberOfRevokedEntries: 2 },
      { TrustStoreArn, RevocationId: 2, RevocationType: 'CRL', NumberOfRevokedEntries: 0 },
    ]);
    expect(world.call('elbv2', 'DescribeTrustStores', {}).TrustStores).toMatchObject([
      { TotalRevokedEntries: 2 },
    ]);
    world.call('elbv2', 'RemoveTrustStoreRevocations', { TrustStoreArn, RevocationIds: [1] });
    expect(
      world.call('elbv2', 'DescribeTrustStoreRevocations', { TrustStoreArn }).TrustStoreRevocations,
    ).toMatchObject([{ RevocationId: 2 }]);
    const add = (S3Key: string) =>
      world.call('elbv2', 'AddTrustStoreRevocations', {
        TrustStoreArn,
        RevocationContents: [{ S3Bucket: Bucket, S3Key }],
      });
    expect(() => add('ca.pem')).toThrow(expect.objectContaining({ code: 'InvalidRevocationContent' }));
    expect(() => add('gone.pem')).toThrow(expect.objectContaining({ code: 'RevocationContentNotFound' }));
    expect(() =>
      world.call('elbv2', 'RemoveTrustStoreRevocations', { TrustStoreArn, RevocationIds: [1] }),
    ).toThrow(expect.objectContaining({ code: 'RevocationIdNotFound' }));
  });
});

it('mutual TLS of mode verify needs a trust store that exists', async () => {
  await expect(verifyingListener(undefined)).rejects.toMatchObject({ code: 'ValidationError' });
  await createTestContext().then((fresh) => (world = fresh));
  await expect(verifyingListener('arn:aws:x')).rejects.toMatchObject({ code: 'TrustStoreNotFound' });
});

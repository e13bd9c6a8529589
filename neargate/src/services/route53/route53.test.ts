import type { Change, RRType } from '@aws-sdk/client-route-53';
import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

async function world() {
  const test = await createTestContext();
  const { call } = test;
  const zone = (Name = 'example.com', more: object = {}) =>
    call('route53', 'CreateHostedZone', { Name, CallerReference: test.context.ids.uuid(), ...more });
  const { Vpcs = [] } = call('ec2', 'DescribeVpcs', {});
  const VPC = { VPCId: Vpcs[0]?.VpcId, VPCRegion: 'us-east-1' as const };
  const change = (HostedZoneId: string | undefined, ...Changes: Change[]) =>
    call('route53', 'ChangeResourceRecordSets', { HostedZoneId, ChangeBatch: { Changes } });
  const names = (HostedZoneId: string | undefined, more: object = {}) => {
    const { ResourceRecordSets = [] } = call('route53', 'ListResourceRecordSets', { HostedZoneId, ...more });
    return ResourceRecordSets.map(({ Name, Type }) => `${Name} ${Type}`);
  };
  return { ...test, zone, VPC, change, names };
}

const set = (Name: string, Type: RRType, ...values: string[]) => ({
  Name,
  Type,
  TTL: 60,
  ResourceRecords: values.map((Value) => ({ Value })),
});
const create = (ResourceRecordSet: Change['ResourceRecordSet']): Change => ({
  Action: 'CREATE',
  ResourceRecordSet,
});
const remove = (ResourceRecordSet: Change['ResourceRecordSet']): Change => ({
  Action: 'DELETE',
  ResourceRecordSet,
});

describe('a hosted zone', () => {
  it('has four name servers, NS and SOA records, and a change that is under way', async () => {
    const { call, zone, names } = await world();
    const { HostedZone, DelegationSet, ChangeInfo, Location } = zone('Example.com');
    expect(HostedZone).toMatchObject({
      Id: expect.stringMatching(/^\/hostedzone\/Z[A-Z0-9]{20}$/) as string,
      Name: 'example.com.',
      Config: { PrivateZone: false },
      ResourceRecordSetCount: 2,
    });
    expect(DelegationSet?.NameServers).toHaveLength(4);
    expect(Location).toContain(HostedZone?.Id);
    expect(ChangeInfo?.Status).toBe('PENDING');
    const change = call('route53', 'GetChange', { Id: ChangeInfo?.Id });
    expect(change.ChangeInfo).toMatchObject({ Id: ChangeInfo?.Id, Status: 'PENDING' });
    expect(names(HostedZone?.Id)).toEqual(['example.com. NS', 'example.com. SOA']);
  });

  it('of a VPC is private, and a VPC has one of a name', async () => {
    const { call, zone, VPC } = await world();
    const { HostedZone } = zone('internal', { VPC });
    const found = call('route53', 'GetHostedZone', { Id: HostedZone?.Id });
    expect(found).toMatchObject({ HostedZone: { Config: { PrivateZone: true } }, VPCs: [VPC] });
    expect(found.DelegationSet).toBeUndefined();
    expect(() => zone('internal.', { VPC })).toThrow(
      expect.objectContaining({ code: 'ConflictingDomainExists' }),
    );
    expect(() => zone('other', { VPC: { ...VPC, VPCId: 'vpc-1' } })).toThrow(
      expect.objectContaining({ code: 'InvalidVPCId' }),
    );
    const { HostedZoneSummaries } = call('route53', 'ListHostedZonesByVPC', VPC);
    expect(HostedZoneSummaries).toMatchObject([{ Name: 'internal.' }]);
    const which = { HostedZoneId: HostedZone?.Id, VPC };
    expect(() => call('route53', 'DisassociateVPCFromHostedZone', which)).toThrow(
      expect.objectContaining({ code: 'LastVPCAssociation' }),
    );
    const { Vpc } = call('ec2', 'CreateVpc', { CidrBlock: '10.9.0.0/16' });
    const second = { VPCId: Vpc?.VpcId, VPCRegion: 'us-east-1' as const };
    call('route53', 'AssociateVPCWithHostedZone', { ...which, VPC: second });
    call('route53', 'DisassociateVPCFromHostedZone', which);
    expect(call('route53', 'GetHostedZone', { Id: HostedZone?.Id }).VPCs).toEqual([second]);
    const publicZone = zone('example.com').HostedZone?.Id;
    expect(() => call('route53', 'AssociateVPCWithHostedZone', { HostedZoneId: publicZone, VPC })).toThrow(
      expect.objectContaining({ code: 'PublicZoneVPCAssociation' }),
    );
  });

  it('is not made with a delegation set that is not there', async () => {
    const { zone } = await world();
    expect(() => zone('example.com', { DelegationSetId: 'N1' })).toThrow(
      expect.objectContaining({ code: 'NoSuchDelegationSet' }) as Error,
    );
  });

  it('is deleted when only its own records are left', async () => {
    const { call, zone, change } = await world();
    const Id = zone().HostedZone?.Id;
    const a = set('example.com', 'A', '10.0.0.1');
    change(Id, create(a));
    expect(() => call('route53', 'DeleteHostedZone', { Id })).toThrow(
      expect.objectContaining({ code: 'HostedZoneNotEmpty' }),
    );
    change(Id, remove(a));
    call('route53', 'DeleteHostedZone', { Id });
    expect(() => call('route53', 'GetHostedZone', { Id })).toThrow(
      expect.objectContaining({ code: 'NoSuchHostedZone', status: 404 }),
    );
  });

  it('is listed by pages, by name and as private', async () => {
    const { call, zone, VPC } = await world();
    for (const name of ['b.com', 'a.org', 'a.com']) zone(name);
    zone('internal', { VPC });
    const first = call('route53', 'ListHostedZones', { MaxItems: 2 });
    expect(first).toMatchObject({ IsTruncated: true, MaxItems: 2 });
    const second = call('route53', 'ListHostedZones', { Marker: first.NextMarker });
    expect(second.HostedZones?.map(({ Name }) => Name)).toEqual(['a.com.', 'internal.']);
    const byName = call('route53', 'ListHostedZonesByName', { DNSName: 'b.com' });
    expect(byName.HostedZones?.map(({ Name }) => Name)).toEqual(['b.com.', 'internal.', 'a.org.']);
    const own = call('route53', 'ListHostedZones', { HostedZoneType: 'PrivateHostedZone' });
    expect(own.HostedZones?.map(({ Name }) => Name)).toEqual(['internal.']);
    expect(call('route53', 'GetHostedZoneCount', {}).HostedZoneCount).toBe(4);
  });

  it('takes tags, a comment and features', async () => {
    const { call, zone } = await world();
    const Id = zone().HostedZone?.Id?.replace('/hostedzone/', '');
    const which = { ResourceType: 'hostedzone' as const, ResourceId: Id };
    const AddTags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ];
    call('route53', 'ChangeTagsForResource', { ...which, AddTags });
    call('route53', 'ChangeTagsForResource', { ...which, RemoveTagKeys: ['a'] });
    const { ResourceTagSet } = call('route53', 'ListTagsForResource', which);
    expect(ResourceTagSet).toEqual({ ...which, Tags: [{ Key: 'b', Value: '2' }] });
    const { HostedZone } = call('route53', 'UpdateHostedZoneComment', { Id, Comment: 'c' });
    expect(HostedZone?.Config?.Comment).toBe('c');
    expect(call('route53', 'GetDNSSEC', { HostedZoneId: Id }).Status?.ServeSignature).toBe('NOT_SIGNING');
  });
});

describe('a batch of changes', () => {
  it('is made as a whole, and listed by labels from the last', async () => {
    const { zone, change, names } = await world();
    const Id = zone().HostedZone?.Id;
    change(
      Id,
      create(set('www.example.com', 'A', '10.0.0.1', '10.0.0.2')),
      create(set('*.b.example.com', 'CNAME', 'www.example.com')),
      create(set('a.example.com.', 'TXT', '"v=spf1"')),
    );
    expect(names(Id)).toEqual([
      'example.com. NS',
      'example.com. SOA',
      'a.example.com. TXT',
      String.raw`\052.b.example.com. CNAME`,
      'www.example.com. A',
    ]);
    expect(names(Id, { StartRecordName: 'www.example.com', StartRecordType: 'A', MaxItems: 1 })).toEqual([
      'www.example.com. A',
    ]);
    expect(() =>
      change(
        Id,
        remove(set('a.example.com', 'TXT', '"v=spf1"')),
        create(set('www.example.com', 'A', '1.1.1.1')),
      ),
    ).toThrow(
      "[Tried to create resource record set [name='www.example.com.', type='A'] but it already exists]",
    );
    expect(names(Id)).toHaveLength(5);
  });

  it('is listed with the dot at the end of reversed names, which comes after a hyphen', async () => {
    const { zone, change, names } = await world();
    const Id = zone().HostedZone?.Id;
    const all = ['a.example.com', 'x.a.example.com', 'a-b.example.com', 'x.a-b.example.com'];
    change(Id, ...all.map((name) => create(set(name, 'A', '10.0.0.1'))));
    expect(names(Id, { StartRecordName: 'a-b.example.com' })).toEqual([
      'a-b.example.com. A',
      'x.a-b.example.com. A',
      'a.example.com. A',
      'x.a.example.com. A',
    ]);
  });

  it('replaces and removes what is there exactly', async () => {
    const { call, zone, change } = await world();
    const Id = zone().HostedZone?.Id;
    change(Id, { Action: 'UPSERT', ResourceRecordSet: set('www.example.com', 'A', '10.0.0.1') });
    change(Id, { Action: 'UPSERT', ResourceRecordSet: set('WWW.example.com', 'A', '10.0.0.2') });
    const answer = call('route53', 'TestDNSAnswer', {
      HostedZoneId: Id,
      RecordName: 'www.example.com',
      RecordType: 'A',
    });
    expect(answer).toMatchObject({ ResponseCode: 'NOERROR', RecordData: ['10.0.0.2'] });
    expect(() => change(Id, remove(set('www.example.com', 'A', '10.0.0.1')))).toThrow(
      'but the values provided do not match the current values',
    );
    change(Id, remove(set('www.example.com', 'A', '10.0.0.2')));
    expect(() => change(Id, remove(set('www.example.com', 'A', '10.0.0.2')))).toThrow('but it was not found');
  });

  const alias = {
    HostedZoneId: 'Z35SXDOTRQ7X7K',
    DNSName: 'web.us-east-1.elb.amazonaws.com',
    EvaluateTargetHealth: false,
  };
  it.each([
    ['a name of another zone', set('example.org', 'A', '1.1.1.1'), 'is not permitted in zone example.com.'],
    ['a CNAME at the apex', set('example.com', 'CNAME', 'a.b'), 'is not permitted at apex'],
    ['a CNAME beside others', set('www.example.com', 'CNAME', 'a.b'), 'conflicts with other records'],
    ['no address', set('a.example.com', 'A', 'ten'), 'Value is not a valid IPv4 address'],
    ['an unquoted text', set('a.example.com', 'TXT', 'text'), 'enclosed in quotation marks'],
    ['a value twice', set('a.example.com', 'A', '1.1.1.1', '1.1.1.1'), 'Duplicate Resource Record'],
    ['no values', { Name: 'a.example.com', Type: 'A' as const, TTL: 60 }, 'but found none'],
    [
      'alias and values',
      { ...set('a.example.com', 'A', '1.1.1.1'), AliasTarget: alias },
      'but found more than one',
    ],
    [
      'an identifier without a policy',
      { ...set('a.example.com', 'A', '1.1.1.1'), SetIdentifier: 'x' },
      'routing policy',
    ],
    [
      'a weight without an identifier',
      { ...set('a.example.com', 'A', '1.1.1.1'), Weight: 1 },
      "Missing field 'SetIdentifier'",
    ],
    [
      'a weight beside a simple record',
      { ...set('www.example.com', 'A', '1.1.1.1'), Weight: 1, SetIdentifier: 'x' },
      'another routing policy',
    ],
    [
      'an alias to nothing of the zone',
      { Name: 'a.example.com', Type: 'A' as const, AliasTarget: { ...alias, DNSName: 'b.example.com' } },
      'but that target was not found',
    ],
  ])('is refused for %s', async (_what, recordSet, message) => {
    const { zone, change } = await world();
    const Id = zone().HostedZone?.Id;
    change(Id, create(set('www.example.com', 'A', '10.0.0.1')));
    expect(() => change(Id, create(recordSet))).toThrow(
      expect.objectContaining({
        code: 'InvalidChangeBatch',
        message: expect.stringContaining(message) as string,
      }),
    );
  });

  it('does not take a zone its own records', async () => {
    const { call, zone, change } = await world();
    const Id = zone().HostedZone?.Id;
    const [ns] = call('route53', 'ListResourceRecordSets', { HostedZoneId: Id }).ResourceRecordSets ?? [];
    expect(() => change(Id, remove(ns))).toThrow('must contain at least one NS record');
  });
});

describe('an alias', () => {
  it('names the zone that its target lies in', async () => {
    const { call, zone, change, VPC } = await world();
    const own = zone().HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
    const { Subnets: subnets = [] } = call('ec2', 'DescribeSubnets', {});
    const { LoadBalancers = [] } = call('elbv2', 'CreateLoadBalancer', {
      Name: 'web',
      Scheme: 'internal',
      Subnets: subnets.slice(0, 2).map(({ SubnetId }) => SubnetId ?? ''),
    });
    expect(LoadBalancers[0]?.VpcId).toBe(VPC.VPCId);
    const DNSName = LoadBalancers[0]?.DNSName ?? '';
    const to = (HostedZoneId: string) =>
      change(
        own,
        create({
          Name: 'example.com',
          Type: 'A',
          AliasTarget: { HostedZoneId, DNSName, EvaluateTargetHealth: true },
        }),
      );
    const target = `Tried to create an alias that targets ${DNSName.toLowerCase()}., type A in zone`;
    expect(() => to(own)).toThrow(
      `[${target} ${own}, but the alias target name does not lie within the target zone, ${target} ${own}, but that target was not found]`,
    );
    expect(() => to('Z2FDTNDATAQYW2')).toThrow(
      `[${target} Z2FDTNDATAQYW2, but the alias target name does not lie within the target zone]`,
    );
    to(LoadBalancers[0]?.CanonicalHostedZoneId ?? '');
    const answer = call('route53', 'TestDNSAnswer', {
      HostedZoneId: own,
      RecordName: 'example.com',
      RecordType: 'A',
    });
    expect(answer).toMatchObject({ ResponseCode: 'NOERROR', RecordData: [] });
  });

  it('is deleted only with the policy that it has', async () => {
    const { zone, change } = await world();
    const Id = zone().HostedZone?.Id;
    const weighted = (Weight: number) => ({
      ...set('a.example.com', 'A', '10.0.0.1'),
      SetIdentifier: 'x',
      Weight,
    });
    change(Id, create(weighted(1)));
    expect(() => change(Id, remove(weighted(2)))).toThrow('do not match the current values');
    change(Id, remove(weighted(1)));
  });
});

describe('the zone of a namespace of Cloud Map', () => {
  it('holds what its instances say, and is changed by Cloud Map alone', async () => {
    const { call, zone, change, names, VPC } = await world();
    const { OperationId } = call('servicediscovery', 'CreatePrivateDnsNamespace', {
      Name: 'internal',
      Vpc: VPC.VPCId,
      Properties: { DnsProperties: { SOA: { TTL: 20 } } },
    });
    const NamespaceId = call('servicediscovery', 'GetOperation', { OperationId }).Operation?.Targets
      ?.NAMESPACE;
    const { Namespace } = call('servicediscovery', 'GetNamespace', { Id: NamespaceId });
    const Id = Namespace?.Properties?.DnsProperties?.HostedZoneId;
    const { HostedZones } = call('route53', 'ListHostedZonesByName', { DNSName: 'internal' });
    expect(HostedZones).toMatchObject([
      {
        Id: `/hostedzone/${Id}`,
        Config: { PrivateZone: true },
        LinkedService: { ServicePrincipal: 'servicediscovery.amazonaws.com' },
      },
    ]);
    expect(call('route53', 'ListHostedZonesByVPC', VPC).HostedZoneSummaries).toMatchObject([
      { Owner: { OwningService: 'servicediscovery.amazonaws.com' } },
    ]);
    const { Service } = call('servicediscovery', 'CreateService', {
      Name: 'api',
      NamespaceId,
      DnsConfig: {
        DnsRecords: [
          { Type: 'A', TTL: 10 },
          { Type: 'SRV', TTL: 10 },
        ],
      },
    });
    const ServiceId = Service?.Id;
    call('servicediscovery', 'RegisterInstance', {
      ServiceId,
      InstanceId: 'one',
      Attributes: { AWS_INSTANCE_IPV4: '10.0.0.1', AWS_INSTANCE_PORT: '3001' },
    });
    expect(names(Id)).toEqual([
      'internal. NS',
      'internal. SOA',
      'api.internal. A',
      'api.internal. SRV',
      'one.api.internal. A',
    ]);
    const [, soa, a, srv] =
      call('route53', 'ListResourceRecordSets', { HostedZoneId: Id }).ResourceRecordSets ?? [];
    expect(soa?.TTL).toBe(20);
    expect(a).toMatchObject({
      SetIdentifier: 'one',
      MultiValueAnswer: true,
      ResourceRecords: [{ Value: '10.0.0.1' }],
    });
    expect(srv).toMatchObject({ ResourceRecords: [{ Value: '1 1 3001 one.api.internal.' }] });
    expect(call('route53', 'GetHostedZone', { Id }).HostedZone?.ResourceRecordSetCount).toBe(5);
    const denied = expect.objectContaining({
      code: 'AccessDenied',
      message: `The resource hostedzone/${Id} can only be managed through AWS Cloud Map (${Namespace?.Arn})`,
    }) as Error;
    expect(() => change(Id, create(set('a.internal', 'A', '10.0.0.1')))).toThrow(denied);
    expect(() => call('route53', 'DeleteHostedZone', { Id })).toThrow(denied);
    expect(() => zone('internal', { VPC })).toThrow(
      expect.objectContaining({ code: 'ConflictingDomainExists' }) as Error,
    );
    call('servicediscovery', 'DeregisterInstance', { ServiceId, InstanceId: 'one' });
    call('servicediscovery', 'DeleteService', { Id: ServiceId });
    call('servicediscovery', 'DeleteNamespace', { Id: NamespaceId });
    expect(call('route53', 'GetHostedZoneCount', {}).HostedZoneCount).toBe(0);
  });

  it('is not made where the VPC has a zone of the name', async () => {
    const { call, zone, VPC } = await world();
    zone('internal', { VPC });
    const { OperationId } = call('servicediscovery', 'CreatePrivateDnsNamespace', {
      Name: 'internal',
      Vpc: VPC.VPCId,
    });
    expect(call('servicediscovery', 'GetOperation', { OperationId }).Operation).toMatchObject({
      Status: 'FAIL',
      ErrorCode: 'CANNOT_CREATE_HOSTED_ZONE',
      ErrorMessage: expect.stringContaining('ConflictingDomainExists') as string,
    });
  });
});

describe('a health check', () => {
  it('is kept, changed by version and deleted', async () => {
    const { call } = await world();
    const HealthCheckConfig = { Type: 'HTTPS' as const, FullyQualifiedDomainName: 'example.com', Port: 443 };
    const { HealthCheck } = call('route53', 'CreateHealthCheck', { CallerReference: 'a', HealthCheckConfig });
    expect(HealthCheck?.HealthCheckConfig).toMatchObject({ RequestInterval: 30, FailureThreshold: 3 });
    const HealthCheckId = HealthCheck?.Id;
    call('route53', 'UpdateHealthCheck', { HealthCheckId, HealthCheckVersion: 1, Port: 8443 });
    expect(() => call('route53', 'UpdateHealthCheck', { HealthCheckId, HealthCheckVersion: 1 })).toThrow(
      expect.objectContaining({ code: 'HealthCheckVersionMismatch' }),
    );
    expect(call('route53', 'ListHealthChecks', {}).HealthChecks).toMatchObject([
      { HealthCheckConfig: { Port: 8443 }, HealthCheckVersion: 2 },
    ]);
    call('route53', 'DeleteHealthCheck', { HealthCheckId });
    expect(() => call('route53', 'GetHealthCheck', { HealthCheckId })).toThrow(
      expect.objectContaining({ code: 'NoSuchHealthCheck' }),
    );
  });
});

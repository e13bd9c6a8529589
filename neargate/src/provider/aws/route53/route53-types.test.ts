import { beforeEach, describe, expect, it } from 'vitest';
import { requiredText } from '../../arguments.ts';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const vpc = (cidr: string) => world.call('ec2', 'CreateVpc', { CidrBlock: cidr }).Vpc?.VpcId ?? '';
const recordSets = (HostedZoneId: string) =>
  (world.call('route53', 'ListResourceRecordSets', { HostedZoneId }).ResourceRecordSets ?? []).filter(
    ({ Type }) => Type !== 'NS' && Type !== 'SOA',
  );

describe('aws_route53_zone', () => {
  it('is a zone that the API knows, and plans nothing once it is there', async () => {
    const resource = world.resource('aws_route53_zone');
    const body = 'name = "Example.com."\ntags = { A = "1" }';
    const created = await resource.apply(body);
    const id = requiredText(created, 'id');
    expect(created).toMatchObject({
      zone_id: id,
      arn: `arn:aws:route53:::hostedzone/${id}`,
      comment: 'Managed by Terraform',
      primary_name_server: (created['name_servers'] as string[]).find((name) => name.endsWith('.com')),
    });
    expect(created['name_servers']).toHaveLength(4);
    expect((await resource.plan(body)).action).toBe('no-op');
    await resource.apply('name = "example.com"\ncomment = "c"\ntags = { B = "2" }');
    expect(resource.state).toMatchObject({ id, comment: 'c', tags_all: { B: '2' } });
    world.call('route53', 'UpdateHostedZoneComment', { Id: id, Comment: 'other' });
    expect((await resource.plan('name = "example.com"\ncomment = "c"\ntags = { B = "2" }')).action).toBe(
      'update',
    );
    expect((await resource.plan('name = "example.org"')).action).toBe('replace');
    await resource.destroy();
    expect(world.call('route53', 'ListHostedZones', {}).HostedZones).toEqual([]);
  });

  it('of VPCs is private, and follows its list of them', async () => {
    const resource = world.resource('aws_route53_zone');
    const [first, second] = [vpc('10.1.0.0/16'), vpc('10.2.0.0/16')];
    const body = (...ids: string[]) =>
      `name = "internal"\n${ids.map((id) => `vpc {\n vpc_id = "${id}"\n}`).join('\n')}`;
    const created = await resource.apply(body(first));
    expect(created).toMatchObject({ vpc: [{ vpc_id: first, vpc_region: 'us-east-1' }] });
    await resource.apply(body(first, second));
    expect((await resource.plan(body(second, first))).action).toBe('no-op');
    await resource.apply(body(second));
    const Id = requiredText(created, 'id');
    expect(world.call('route53', 'GetHostedZone', { Id }).VPCs).toEqual([
      { VPCId: second, VPCRegion: 'us-east-1' },
    ]);
    expect((await resource.plan(body(second))).diagnostics).toEqual([]);
  });

  it('that is public says that it is only stored', async () => {
    const { diagnostics } = await world.resource('aws_route53_zone').plan('name = "example.com"');
    expect(diagnostics).toMatchObject([{ severity: 'warning', summary: 'The zone is stored only' }]);
  });

  it('with records of others is only destroyed by force', async () => {
    const resource = world.resource('aws_route53_zone');
    const { id } = await resource.apply('name = "example.com"');
    world.call('route53', 'ChangeResourceRecordSets', {
      HostedZoneId: String(id as string),
      ChangeBatch: {
        Changes: [
          {
            Action: 'CREATE',
            ResourceRecordSet: {
              Name: 'a.example.com',
              Type: 'A',
              TTL: 60,
              ResourceRecords: [{ Value: '10.0.0.1' }],
            },
          },
        ],
      },
    });
    await expect(resource.destroy()).rejects.toMatchObject({ code: 'HostedZoneNotEmpty' });
    await resource.apply('name = "example.com"\nforce_destroy = true');
    await resource.destroy();
    expect(resource.state).toBeUndefined();
  });

  it('is found by its name, tags and VPC', async () => {
    const vpcId = vpc('10.1.0.0/16');
    const shop = await world.resource('aws_route53_zone').apply('name = "example.com"\ntags = { Env = "a" }');
    const inside = await world
      .resource('aws_route53_zone')
      .apply(`name = "example.com"\nvpc {\n vpc_id = "${vpcId}"\n}`);
    expect(await world.data('aws_route53_zone', 'name = "example.com."\ntags = { Env = "a" }')).toMatchObject(
      {
        zone_id: shop['id'],
        name: 'example.com',
        private_zone: false,
        resource_record_set_count: 2,
        name_servers: shop['name_servers'],
      },
    );
    for (const body of ['name = "example.com"\nprivate_zone = true', `vpc_id = "${vpcId}"`])
      expect(await world.data('aws_route53_zone', body)).toMatchObject({ zone_id: inside['id'] });
    world.call('servicediscovery', 'CreatePrivateDnsNamespace', { Name: 'ns.local', Vpc: vpcId });
    expect(await world.data('aws_route53_zone', `name = "ns.local"\nprivate_zone = true`)).toMatchObject({
      linked_service_principal: 'servicediscovery.amazonaws.com',
      private_zone: true,
    });
    await expect(world.data('aws_route53_zone', 'name = "other.com"')).rejects.toThrow(
      'no matching Route 53 Hosted Zone found',
    );
    await expect(world.data('aws_route53_zone', 'name = "other.com"')).rejects.toMatchObject({
      remedy: expect.stringContaining('aws route53 create-hosted-zone --name other.com') as string,
    });
  });
});

describe('aws_route53_zone_association', () => {
  it('adds a VPC to a zone, and takes it away', async () => {
    const [first, second] = [vpc('10.1.0.0/16'), vpc('10.2.0.0/16')];
    const { id } = await world
      .resource('aws_route53_zone')
      .apply(`name = "internal"\nvpc {\n vpc_id = "${first}"\n}`);
    const resource = world.resource('aws_route53_zone_association');
    const body = `zone_id = "${String(id as string)}"\nvpc_id = "${second}"`;
    expect(await resource.apply(body)).toMatchObject({
      id: `${String(id as string)}:${second}:us-east-1`,
      owning_account: '123456789012',
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    await resource.destroy();
    expect((await resource.plan(body)).action).toBe('create');
  });
});

describe('aws_route53_record', () => {
  let zoneId = '';

  beforeEach(async () => {
    zoneId = requiredText(await world.resource('aws_route53_zone').apply('name = "example.com"'), 'id');
  });

  it('is a record set, named below the zone, and changes in place', async () => {
    const resource = world.resource('aws_route53_record');
    const body = (more: string) => `zone_id = "${zoneId}"\nname = "www"\ntype = "A"\n${more}`;
    expect(await resource.apply(body('ttl = 60\nrecords = ["10.0.0.1"]'))).toMatchObject({
      id: `${zoneId}_www_A`,
      fqdn: 'www.example.com',
    });
    expect((await resource.plan(body('ttl = 60\nrecords = ["10.0.0.1"]'))).action).toBe('no-op');
    await resource.apply(body('ttl = 30\nrecords = ["10.0.0.2", "10.0.0.1"]'));
    expect(recordSets(zoneId)).toMatchObject([{ Name: 'www.example.com.', TTL: 30 }]);
    const alias = body(
      'alias {\n name = "dualstack.Web-1.us-east-1.elb.amazonaws.com"\n zone_id = "Z35SXDOTRQ7X7K"\n evaluate_target_health = true\n}',
    );
    await resource.apply(alias);
    expect((await resource.plan(alias)).action).toBe('no-op');
    const txt = `zone_id = "${zoneId}"\nname = "www"\ntype = "TXT"\nttl = 60\nrecords = ["v=spf1 -all"]`;
    await resource.apply(txt);
    expect(recordSets(zoneId)).toMatchObject([
      { Type: 'TXT', ResourceRecords: [{ Value: '"v=spf1 -all"' }] },
    ]);
    expect((await resource.plan(txt)).action).toBe('no-op');
    await resource.destroy();
    expect(recordSets(zoneId)).toEqual([]);
  });

  it('may be one of several by a policy, and a wildcard', async () => {
    const resource = world.resource('aws_route53_record');
    const body = (weight: number) =>
      `zone_id = "${zoneId}"\nname = "*.example.com"\ntype = "CNAME"\nttl = 60\nrecords = ["a.example.com"]\nset_identifier = "blue"\nweighted_routing_policy {\n weight = ${weight}\n}`;
    expect(await resource.apply(body(90))).toMatchObject({ id: `${zoneId}_*.example.com_CNAME_blue` });
    expect((await resource.plan(body(90))).action).toBe('no-op');
    await resource.apply(body(10));
    expect(recordSets(zoneId)).toMatchObject([{ Weight: 10, SetIdentifier: 'blue' }]);
    const moved = body(10).replace('"blue"', '"green"');
    await resource.apply(moved);
    expect(recordSets(zoneId)).toMatchObject([{ SetIdentifier: 'green' }]);
  });

  it('does not overwrite what is there unless it is told to', async () => {
    const body = `zone_id = "${zoneId}"\nname = "www"\ntype = "A"\nttl = 60\nrecords = ["10.0.0.1"]`;
    await world.resource('aws_route53_record').apply(body);
    const other = world.resource('aws_route53_record');
    await expect(other.apply(body)).rejects.toThrow('but it already exists');
    await other.apply(`${body}\nallow_overwrite = true`);
    expect((await other.plan(`${body}\nallow_overwrite = true`)).action).toBe('no-op');
  });

  it('is made anew when it or its zone is gone', async () => {
    const resource = world.resource('aws_route53_record');
    const body = `zone_id = "${zoneId}"\nname = "www"\ntype = "A"\nttl = 60\nrecords = ["10.0.0.1"]`;
    await resource.apply(body);
    const [ResourceRecordSet] = recordSets(zoneId);
    world.call('route53', 'ChangeResourceRecordSets', {
      HostedZoneId: zoneId,
      ChangeBatch: { Changes: [{ Action: 'DELETE', ResourceRecordSet }] },
    });
    expect((await resource.plan(body)).action).toBe('create');
  });
});

describe('aws_route53_health_check', () => {
  it('is kept and changed in place', async () => {
    const resource = world.resource('aws_route53_health_check');
    const body = (path: string) =>
      `type = "HTTPS"\nfqdn = "example.com"\nport = 443\nresource_path = "${path}"\nfailure_threshold = 5\nregions = ["us-east-1", "eu-west-1", "us-west-2"]\ntags = { A = "1" }`;
    const created = await resource.apply(body('/health'));
    expect(created).toMatchObject({ request_interval: 30, enable_sni: true, disabled: false });
    expect((await resource.plan(body('/health'))).action).toBe('no-op');
    expect(await resource.apply(body('/'))).toMatchObject({ id: created['id'], resource_path: '/' });
    await resource.destroy();
    expect(world.call('route53', 'GetHealthCheckCount', {}).HealthCheckCount).toBe(0);
  });
});

describe('the validation of a certificate by DNS', () => {
  it('puts its records into the zone', async () => {
    const certificate = await world
      .resource('aws_acm_certificate')
      .apply('domain_name = "example.com"\nvalidation_method = "DNS"');
    const { id } = await world.resource('aws_route53_zone').apply('name = "example.com"');
    const [option] = certificate['domain_validation_options'] as Record<string, string>[];
    const record = world.resource('aws_route53_record');
    const body = `allow_overwrite = true\nzone_id = "${String(id as string)}"\nname = "${option?.['resource_record_name']}"\ntype = "${option?.['resource_record_type']}"\nttl = 60\nrecords = ["${option?.['resource_record_value']}"]`;
    const made = await record.apply(body);
    expect(made['fqdn']).toBe(option?.['resource_record_name']?.replace(/\.$/, ''));
    expect((await record.plan(body)).action).toBe('no-op');
  });
});

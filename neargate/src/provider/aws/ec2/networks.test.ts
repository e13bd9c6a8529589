import { beforeEach, describe, expect, it } from 'vitest';
import type { PlainObject } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { createTestWorld, type TestWorld } from '../test-world.ts';

let world: TestWorld;
let vpc: PlainObject;

const vpcHcl = `
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  tags = { Name = "main" }
`;

beforeEach(async () => {
  world = await createTestWorld();
  vpc = await world.apply('aws_vpc', vpcHcl);
});

describe('aws_vpc', () => {
  it('knows the pieces that come with it', () => {
    expect(vpc).toMatchObject({
      cidr_block: '10.0.0.0/16',
      enable_dns_hostnames: true,
      enable_dns_support: true,
      instance_tenancy: 'default',
      region: 'us-east-1',
      tags_all: { Name: 'main' },
    });
    expect(vpc['arn']).toBe(`arn:aws:ec2:us-east-1:123456789012:vpc/${requiredText(vpc, 'id')}`);
    expect(vpc['main_route_table_id']).toMatch(/^rtb-/);
    expect(vpc['default_security_group_id']).toMatch(/^sg-/);
    expect(vpc['default_network_acl_id']).toMatch(/^acl-/);
  });

  it('changes attributes and tags in place', async () => {
    const changed = await world.apply(
      'aws_vpc',
      'cidr_block = "10.0.0.0/16"\nenable_dns_hostnames = false\ntags = { Owner = "me" }',
      vpc,
    );
    expect(changed).toMatchObject({
      id: vpc['id'],
      enable_dns_hostnames: false,
      tags_all: { Owner: 'me' },
    });
  });

  it('is replaced when its addresses change', () => {
    expect(world.plan('aws_vpc', vpcHcl.replace('10.0', '10.1'), vpc)).toMatchObject({
      action: 'replace',
      replaces: ['cidr_block'],
    });
  });

  it('is gone when it was deleted behind our back, and reports tags that were added', async () => {
    world.call('ec2', 'CreateTags', {
      Resources: [requiredText(vpc, 'id')],
      Tags: [{ Key: 'Extra', Value: '1' }],
    });
    const drifted = await world.refresh('aws_vpc', vpc);
    expect(drifted?.['tags']).toEqual({ Name: 'main', Extra: '1' });
    expect(world.plan('aws_vpc', vpcHcl, drifted).action).toBe('update');
    await world.destroy('aws_vpc', vpc);
    expect(await world.refresh('aws_vpc', vpc)).toBeUndefined();
  });

  it('cannot be deleted while something is in it', async () => {
    await world.apply('aws_subnet', `vpc_id = "${requiredText(vpc, 'id')}"\ncidr_block = "10.0.1.0/24"`);
    await expect(world.destroy('aws_vpc', vpc)).rejects.toMatchObject({
      code: 'DependencyViolation',
    });
  });

  it('finds wrong arguments before anything happens', () => {
    expect(world.findings('aws_vpc', 'cidr_block = "10.0.0.0/33"')[0]).toContain('valid IPv4 CIDR block');
    expect(world.findings('aws_vpc', 'cidr_blok = "10.0.0.0/16"')[0]).toContain('cidr_block');
    expect(world.findings('aws_vpc', 'cidr_block = "10.0.0.0/16"\ninstance_tenancy = "x"')[0]).toContain(
      'expected instance_tenancy to be one of',
    );
  });

  it('says what it does not have', async () => {
    await expect(
      world.apply('aws_vpc', 'cidr_block = "10.9.0.0/16"\nassign_generated_ipv6_cidr_block = true'),
    ).rejects.toMatchObject({ code: 'UnsupportedOperation' });
  });
});

describe('subnets and routes', () => {
  it('lead through gateways', async () => {
    const vpcId = requiredText(vpc, 'id');
    const gateway = await world.apply('aws_internet_gateway', `vpc_id = "${vpcId}"`);
    const subnet = await world.apply(
      'aws_subnet',
      `vpc_id = "${vpcId}"
       cidr_block = "10.0.1.0/24"
       availability_zone = "us-east-1a"
       map_public_ip_on_launch = true`,
    );
    expect(subnet).toMatchObject({
      availability_zone_id: 'use1-az1',
      map_public_ip_on_launch: true,
    });
    const address = await world.apply('aws_eip', 'domain = "vpc"\ntags = { Name = "nat" }');
    expect(address['public_dns']).toBe(
      `ec2-${requiredText(address, 'public_ip').replaceAll('.', '-')}.compute-1.amazonaws.com`,
    );
    const natHcl = `allocation_id = "${requiredText(address, 'id')}"\nsubnet_id = "${requiredText(subnet, 'id')}"`;
    const nat = await world.apply('aws_nat_gateway', natHcl);
    expect(nat).toMatchObject({ connectivity_type: 'public', public_ip: address['public_ip'] });

    const table = await world.apply('aws_route_table', `vpc_id = "${vpcId}"`);
    const tableId = requiredText(table, 'id');
    const routeHcl = `route_table_id = "${tableId}"\ndestination_cidr_block = "0.0.0.0/0"`;
    const route = await world.apply(
      'aws_route',
      `${routeHcl}\nnat_gateway_id = "${requiredText(nat, 'id')}"`,
    );
    expect(route).toMatchObject({ state: 'active', origin: 'CreateRoute', gateway_id: null });
    expect(route['id']).toMatch(new RegExp(`^r-${tableId}\\d+$`));
    await expect(
      world.apply('aws_route', `${routeHcl}\ngateway_id = "${requiredText(gateway, 'id')}"`),
    ).rejects.toMatchObject({ code: 'RouteAlreadyExists' });
    const turned = await world.apply(
      'aws_route',
      `${routeHcl}\ngateway_id = "${requiredText(gateway, 'id')}"`,
      route,
    );
    expect(turned).toMatchObject({
      id: route['id'],
      gateway_id: gateway['id'],
      nat_gateway_id: null,
    });

    const associationHcl = (id: string) =>
      `subnet_id = "${requiredText(subnet, 'id')}"\nroute_table_id = "${id}"`;
    const association = await world.apply('aws_route_table_association', associationHcl(tableId));
    const other = await world.apply('aws_route_table', `vpc_id = "${vpcId}"`);
    const moved = await world.apply(
      'aws_route_table_association',
      associationHcl(requiredText(other, 'id')),
      association,
    );
    expect(moved['id']).not.toBe(association['id']);

    // A route of its own does not count as a change of the table that has no routes written.
    const refreshed = await world.refresh('aws_route_table', table);
    expect(world.plan('aws_route_table', `vpc_id = "${vpcId}"`, refreshed).action).toBe('no-op');

    await world.destroy('aws_route_table_association', moved);
    await world.destroy('aws_route', turned);
    expect(await world.refresh('aws_route', turned)).toBeUndefined();
    await expect(world.destroy('aws_internet_gateway', gateway)).rejects.toMatchObject({
      code: 'DependencyViolation',
    });
    await world.destroy('aws_nat_gateway', nat);
    expect(await world.refresh('aws_nat_gateway', nat)).toBeUndefined();
    await world.destroy('aws_eip', address);
    await world.destroy('aws_internet_gateway', gateway);
    for (const each of [table, other]) await world.destroy('aws_route_table', each);
    await world.destroy('aws_subnet', subnet);
    await world.destroy('aws_vpc', vpc);
  });

  it('fails a NAT gateway whose VPC has no way out', async () => {
    const subnet = await world.apply(
      'aws_subnet',
      `vpc_id = "${requiredText(vpc, 'id')}"\ncidr_block = "10.0.1.0/24"`,
    );
    const address = await world.apply('aws_eip', '');
    await expect(
      world.apply(
        'aws_nat_gateway',
        `allocation_id = "${requiredText(address, 'id')}"\nsubnet_id = "${requiredText(subnet, 'id')}"`,
      ),
    ).rejects.toMatchObject({ code: 'Gateway.NotAttached' });
    // The failed gateway is there and must not be forgotten.
    const left = world.announced.at(-1) ?? {};
    expect(left).toMatchObject({ id: expect.stringMatching(/^nat-/) as string, subnet_id: subnet['id'] });
    await world.destroy('aws_nat_gateway', left);
    await world.destroy('aws_eip', address);
  });

  it('keeps routes that are written in the table', async () => {
    const vpcId = requiredText(vpc, 'id');
    const gateway = await world.apply('aws_internet_gateway', `vpc_id = "${vpcId}"`);
    const hcl = (routes: string) => `vpc_id = "${vpcId}"\n${routes}`;
    const block = (cidr: string) => `route {
      cidr_block = "${cidr}"
      gateway_id = "${requiredText(gateway, 'id')}"
    }`;
    const table = await world.apply('aws_route_table', hcl(block('0.0.0.0/0')));
    const changed = await world.apply('aws_route_table', hcl(block('192.168.0.0/16')), table);
    expect(changed['route']).toMatchObject([{ cidr_block: '192.168.0.0/16', gateway_id: gateway['id'] }]);
    world.call('ec2', 'DeleteRoute', {
      RouteTableId: requiredText(table, 'id'),
      DestinationCidrBlock: '192.168.0.0/16',
    });
    const drifted = await world.refresh('aws_route_table', changed);
    expect(drifted?.['route']).toEqual([]);
    expect(world.plan('aws_route_table', hcl(block('192.168.0.0/16')), drifted).action).toBe('update');
  });
});

describe('endpoints, flow logs and network ACLs', () => {
  it('makes a gateway endpoint a route, without a change of the table', async () => {
    const vpcId = requiredText(vpc, 'id');
    const table = await world.apply('aws_route_table', `vpc_id = "${vpcId}"`);
    const hcl = (tables: string, policy = '') => `
      vpc_id          = "${vpcId}"
      service_name    = "com.amazonaws.us-east-1.s3"
      route_table_ids = [${tables}]
      ${policy}`;
    const endpoint = await world.apply('aws_vpc_endpoint', hcl(`"${requiredText(table, 'id')}"`));
    expect(endpoint).toMatchObject({
      state: 'available',
      vpc_endpoint_type: 'Gateway',
      prefix_list_id: 'pl-63a5400a',
    });
    const refreshed = await world.refresh('aws_route_table', table);
    expect(refreshed?.['route']).toEqual([]);
    const policy = 'policy = "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[]}"';
    const changed = await world.apply('aws_vpc_endpoint', hcl('', policy), endpoint);
    expect(changed['policy']).toContain('2012-10-17');
    await world.destroy('aws_vpc_endpoint', changed);
    expect(await world.refresh('aws_vpc_endpoint', changed)).toBeUndefined();
  });

  it('gives an interface endpoint an interface in each subnet', async () => {
    const vpcId = requiredText(vpc, 'id');
    const subnets = [];
    for (const number of [1, 2]) {
      const subnet = await world.apply(
        'aws_subnet',
        `vpc_id = "${vpcId}"\ncidr_block = "10.0.${number}.0/24"`,
      );
      subnets.push(`"${requiredText(subnet, 'id')}"`);
    }
    const hcl = (ids: readonly string[]) => `
      vpc_id              = "${vpcId}"
      service_name        = "com.amazonaws.us-east-1.logs"
      vpc_endpoint_type   = "Interface"
      private_dns_enabled = true
      subnet_ids          = [${ids.join(', ')}]`;
    const endpoint = await world.apply('aws_vpc_endpoint', hcl(subnets));
    expect(endpoint['network_interface_ids']).toHaveLength(2);
    const smaller = await world.apply('aws_vpc_endpoint', hcl(subnets.slice(0, 1)), endpoint);
    expect(smaller['network_interface_ids']).toHaveLength(1);
  });

  it('stores a flow log', async () => {
    const log = await world.apply(
      'aws_flow_log',
      `vpc_id          = "${requiredText(vpc, 'id')}"
       traffic_type    = "ALL"
       iam_role_arn    = "arn:aws:iam::123456789012:role/flow"
       log_destination = "arn:aws:logs:us-east-1:123456789012:log-group:flow"`,
    );
    expect(log).toMatchObject({ max_aggregation_interval: 600, vpc_id: vpc['id'], eni_id: null });
    await world.destroy('aws_flow_log', log);
    expect(await world.refresh('aws_flow_log', log)).toBeUndefined();
  });

  it('puts network ACLs on subnets and gives the subnets back', async () => {
    const vpcId = requiredText(vpc, 'id');
    const subnet = await world.apply('aws_subnet', `vpc_id = "${vpcId}"\ncidr_block = "10.0.1.0/24"`);
    const hcl = (port: number) => `
      vpc_id     = "${vpcId}"
      subnet_ids = ["${requiredText(subnet, 'id')}"]
      ingress {
        protocol   = "tcp"
        rule_no    = 100
        action     = "allow"
        cidr_block = "10.0.0.0/8"
        from_port  = ${port}
        to_port    = ${port}
      }
      egress {
        protocol   = "-1"
        rule_no    = 100
        action     = "allow"
        cidr_block = "0.0.0.0/0"
        from_port  = 0
        to_port    = 0
      }`;
    const acl = await world.apply('aws_network_acl', hcl(80));
    const changed = await world.apply('aws_network_acl', hcl(81), acl);
    expect(changed['ingress']).toMatchObject([{ from_port: 81, protocol: 'tcp' }]);
    const ruleHcl = `
      network_acl_id = "${requiredText(acl, 'id')}"
      rule_number    = 200
      protocol       = "icmp"
      rule_action    = "deny"
      cidr_block     = "0.0.0.0/0"
      icmp_type      = 8
      icmp_code      = -1`;
    const rule = await world.apply('aws_network_acl_rule', ruleHcl);
    await world.destroy('aws_network_acl_rule', rule);
    expect(await world.refresh('aws_network_acl_rule', rule)).toBeUndefined();
    await world.destroy('aws_network_acl', changed);
    expect(await world.refresh('aws_network_acl', changed)).toBeUndefined();
    await world.destroy('aws_subnet', subnet);
  });
});

describe('look-ups of what AWS keeps', () => {
  it('find the prefix list of CloudFront by its name', async () => {
    const list = await world.data(
      'aws_ec2_managed_prefix_list',
      'name = "com.amazonaws.global.cloudfront.origin-facing"',
    );
    expect(list).toMatchObject({ id: 'pl-3b927c52', owner_id: 'AWS', address_family: 'IPv4' });
    expect(list['entries']).toContainEqual({ cidr: '120.52.22.96/27', description: '' });
    await expect(world.data('aws_ec2_managed_prefix_list', 'name = "none"')).rejects.toThrow(
      'no matching EC2 Managed Prefix List found',
    );
  });

  it('give one stand-in for an image of instances, which says what it is', async () => {
    const hcl = (name: string) =>
      `most_recent = true\nowners = ["amazon"]\nfilter {\nname = "name"\nvalues = ["${name}"]\n}`;
    const image = await world.data('aws_ami', hcl('amzn2-*'));
    expect(image['id']).toMatch(/^ami-[0-9a-f]{17}$/);
    expect(image['description']).toContain('no instances run here');
    expect((await world.data('aws_ami', hcl('amzn2-*')))['id']).toBe(image['id']);
    expect((await world.data('aws_ami', hcl('al2023-*')))['id']).not.toBe(image['id']);
  });
});

describe('aws_nat_gateway', () => {
  it('waits for the internet gateway that its configuration does not say it needs', async () => {
    const vpcId = requiredText(vpc, 'id');
    const subnet = await world.apply('aws_subnet', `vpc_id = "${vpcId}"\ncidr_block = "10.0.9.0/24"`);
    const address = await world.apply('aws_eip', 'domain = "vpc"');
    const made = world.apply(
      'aws_nat_gateway',
      `allocation_id = "${requiredText(address, 'id')}"\nsubnet_id = "${requiredText(subnet, 'id')}"`,
    );
    await world.apply('aws_internet_gateway', `vpc_id = "${vpcId}"`);
    expect(await made).toMatchObject({ connectivity_type: 'public' });
  });

  describe('with secondary addresses', () => {
    let subnetId: string;

    beforeEach(async () => {
      const vpcId = requiredText(vpc, 'id');
      await world.apply('aws_internet_gateway', `vpc_id = "${vpcId}"`);
      const subnet = await world.apply('aws_subnet', `vpc_id = "${vpcId}"\ncidr_block = "10.0.9.0/24"`);
      subnetId = requiredText(subnet, 'id');
    });

    const allocate = async () => requiredText(await world.apply('aws_eip', 'domain = "vpc"'), 'id');
    const shown = (gateway: PlainObject) =>
      world.call('ec2', 'DescribeNatGateways', { NatGatewayIds: [requiredText(gateway, 'id')] })
        .NatGateways?.[0]?.NatGatewayAddresses ?? [];

    it('associates and disassociates allocations in place', async () => {
      const [primary, first, second] = [await allocate(), await allocate(), await allocate()];
      const hcl = (ids: readonly string[]) => `
        allocation_id            = "${primary}"
        subnet_id                = "${subnetId}"
        secondary_allocation_ids = ${JSON.stringify(ids)}`;
      const created = await world.apply('aws_nat_gateway', hcl([first]));
      expect(created).toMatchObject({
        secondary_allocation_ids: [first],
        secondary_private_ip_address_count: 1,
      });
      expect(created['secondary_private_ip_addresses']).toEqual([shown(created)[1]?.PrivateIp]);
      const changed = await world.apply('aws_nat_gateway', hcl([second]), created);
      expect(changed).toMatchObject({ id: created['id'], secondary_allocation_ids: [second] });
      expect(shown(changed).map(({ AllocationId }) => AllocationId)).toEqual([primary, second]);
      const none = await world.apply('aws_nat_gateway', hcl([]), changed);
      expect(none).toMatchObject({ secondary_allocation_ids: [], secondary_private_ip_addresses: [] });
    });

    it('assigns private addresses by name in place, and by number at creation only', async () => {
      const hcl = (more: string) => `connectivity_type = "private"\nsubnet_id = "${subnetId}"\n${more}`;
      const counted = await world.apply('aws_nat_gateway', hcl('secondary_private_ip_address_count = 2'));
      expect(counted['secondary_private_ip_addresses']).toHaveLength(2);
      expect(
        world.plan('aws_nat_gateway', hcl('secondary_private_ip_address_count = 3'), counted),
      ).toMatchObject({ action: 'replace', replaces: ['secondary_private_ip_address_count'] });
      const named = await world.apply(
        'aws_nat_gateway',
        hcl('secondary_private_ip_addresses = ["10.0.9.40", "10.0.9.41"]'),
      );
      const moved = await world.apply(
        'aws_nat_gateway',
        hcl('secondary_private_ip_addresses = ["10.0.9.41", "10.0.9.42"]'),
        named,
      );
      expect(moved['id']).toBe(named['id']);
      expect(shown(moved).map(({ PrivateIp }) => PrivateIp)).toEqual([
        named['private_ip'],
        '10.0.9.41',
        '10.0.9.42',
      ]);
    });

    it('refuses what its kind does not have', () => {
      const plan = (more: string) => () =>
        world.plan('aws_nat_gateway', `subnet_id = "${subnetId}"\n${more}`);
      expect(plan('connectivity_type = "private"\nsecondary_allocation_ids = ["eipalloc-1"]')).toThrow(
        'secondary_allocation_ids is not supported with connectivity_type = "private"',
      );
      expect(plan('allocation_id = "eipalloc-1"\nsecondary_private_ip_address_count = 1')).toThrow(
        'secondary_private_ip_address_count is not supported with connectivity_type = "public"',
      );
    });
  });
});

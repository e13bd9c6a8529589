import { beforeEach, describe, expect, it } from 'vitest';
import type { PlainObject } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { createTestWorld, type TestWorld } from '../test-world.ts';

let world: TestWorld;
let vpc: PlainObject;
let vpcId: string;

beforeEach(async () => {
  world = await createTestWorld();
  vpc = await world.apply('aws_vpc', 'cidr_block = "10.0.0.0/16"');
  vpcId = requiredText(vpc, 'id');
});

describe('what every VPC has', () => {
  it('lends its main route table', async () => {
    const gateway = await world.apply('aws_internet_gateway', `vpc_id = "${vpcId}"`);
    const hcl = (route: string) =>
      `default_route_table_id = "${requiredText(vpc, 'default_route_table_id')}"\n${route}`;
    const route = `route {\n cidr_block = "0.0.0.0/0"\n gateway_id = "${requiredText(gateway, 'id')}"\n}`;
    const table = await world.apply('aws_default_route_table', hcl(route));
    expect(table).toMatchObject({ id: vpc['main_route_table_id'], vpc_id: vpcId });
    const emptied = await world.apply('aws_default_route_table', hcl('route = []'), table);
    expect(emptied['route']).toEqual([]);
    await world.destroy('aws_default_route_table', emptied);
    expect(await world.refresh('aws_default_route_table', emptied)).toBeDefined();
  });

  it('lends its network ACL, with all rules taken away', async () => {
    await world.apply('aws_subnet', `vpc_id = "${vpcId}"\ncidr_block = "10.0.1.0/24"`);
    const acl = await world.apply(
      'aws_default_network_acl',
      `default_network_acl_id = "${requiredText(vpc, 'default_network_acl_id')}"
       ingress {
         protocol   = -1
         rule_no    = 50
         action     = "allow"
         cidr_block = "10.0.0.0/16"
         from_port  = 0
         to_port    = 0
       }`,
    );
    expect(acl['egress']).toEqual([]);
    expect(acl['ingress']).toMatchObject([{ rule_no: 50, protocol: '-1' }]);
  });

  it('can have another main route table, more addresses and other DHCP options', async () => {
    const table = await world.apply('aws_route_table', `vpc_id = "${vpcId}"`);
    const main = await world.apply(
      'aws_main_route_table_association',
      `vpc_id = "${vpcId}"\nroute_table_id = "${requiredText(table, 'id')}"`,
    );
    expect(main['original_route_table_id']).toBe(vpc['main_route_table_id']);
    expect((await world.refresh('aws_vpc', vpc))?.['main_route_table_id']).toBe(table['id']);
    await world.destroy('aws_main_route_table_association', main);
    expect((await world.refresh('aws_vpc', vpc))?.['main_route_table_id']).toBe(vpc['main_route_table_id']);

    const block = await world.apply(
      'aws_vpc_ipv4_cidr_block_association',
      `vpc_id = "${vpcId}"\ncidr_block = "10.1.0.0/16"`,
    );
    await world.destroy('aws_vpc_ipv4_cidr_block_association', block);
    expect(await world.refresh('aws_vpc_ipv4_cidr_block_association', block)).toBeUndefined();

    const options = await world.apply(
      'aws_vpc_dhcp_options',
      'domain_name = "example.internal"\ndomain_name_servers = ["AmazonProvidedDNS"]\ntags = { Name = "o" }',
    );
    const joined = await world.apply(
      'aws_vpc_dhcp_options_association',
      `vpc_id = "${vpcId}"\ndhcp_options_id = "${requiredText(options, 'id')}"`,
    );
    expect((await world.refresh('aws_vpc', vpc))?.['dhcp_options_id']).toBe(options['id']);
    await world.destroy('aws_vpc_dhcp_options_association', joined);
    expect(await world.refresh('aws_vpc_dhcp_options_association', joined)).toBeUndefined();
    await world.destroy('aws_vpc_dhcp_options', options);
  });

  it('can route to an endpoint from one more table', async () => {
    const table = await world.apply('aws_route_table', `vpc_id = "${vpcId}"`);
    const endpoint = await world.apply(
      'aws_vpc_endpoint',
      `vpc_id = "${vpcId}"\nservice_name = "com.amazonaws.us-east-1.s3"`,
    );
    const joined = await world.apply(
      'aws_vpc_endpoint_route_table_association',
      `vpc_endpoint_id = "${requiredText(endpoint, 'id')}"\nroute_table_id = "${requiredText(table, 'id')}"`,
    );
    expect((await world.refresh('aws_vpc_endpoint', endpoint))?.['route_table_ids']).toEqual([table['id']]);
    await world.destroy('aws_vpc_endpoint_route_table_association', joined);
    expect(await world.refresh('aws_vpc_endpoint_route_table_association', joined)).toBeUndefined();
  });
});

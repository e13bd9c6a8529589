import { describe, expect, it } from 'vitest';
import { requiredText } from '../../arguments.ts';
import { createTestWorld } from '../test-world.ts';

describe('data sources', () => {
  it('know who and where they are', async () => {
    const world = await createTestWorld();
    expect(await world.data('aws_caller_identity', '')).toMatchObject({ account_id: '123456789012' });
    expect(await world.data('aws_region', '')).toMatchObject({
      region: 'us-east-1',
      name: 'us-east-1',
      description: 'US East (N. Virginia)',
    });
    expect(await world.data('aws_region', 'region = "eu-west-1"')).toMatchObject({ id: 'eu-west-1' });
    expect(await world.data('aws_partition', '')).toMatchObject({
      partition: 'aws',
      dns_suffix: 'amazonaws.com',
    });
    expect(await world.data('aws_elb_service_account', '')).toMatchObject({ id: '127311923021' });
    expect(await world.data('aws_arn', 'arn = "arn:aws:s3:::bucket/key"')).toMatchObject({
      service: 's3',
      region: '',
      resource: 'bucket/key',
    });
  });

  it('list zones without those that are excluded', async () => {
    const world = await createTestWorld();
    const zones = await world.data(
      'aws_availability_zones',
      'state = "available"\nexclude_names = ["us-east-1a"]',
    );
    expect(zones['names']).not.toContain('us-east-1a');
    expect((zones['names'] as string[]).slice(0, 2)).toEqual(['us-east-1b', 'us-east-1c']);
    expect((zones['zone_ids'] as string[])[0]).toMatch(/^use1-az\d$/);
  });

  it('find networks by what they are', async () => {
    const world = await createTestWorld();
    const byDefault = await world.data('aws_vpc', 'default = true');
    expect(byDefault).toMatchObject({ default: true, cidr_block: '172.31.0.0/16' });
    const vpc = await world.apply('aws_vpc', 'cidr_block = "10.0.0.0/16"\ntags = { Name = "mine" }');
    const vpcId = requiredText(vpc, 'id');
    expect(await world.data('aws_vpc', 'tags = { Name = "mine" }')).toMatchObject({
      id: vpcId,
      tags: { Name: 'mine' },
      main_route_table_id: vpc['main_route_table_id'],
    });
    await world.apply('aws_subnet', `vpc_id = "${vpcId}"\ncidr_block = "10.0.1.0/24"`);
    const subnets = await world.data('aws_subnets', `filter {\n name = "vpc-id"\n values = ["${vpcId}"]\n}`);
    expect(subnets['ids']).toHaveLength(1);
    expect(await world.data('aws_subnet', 'cidr_block = "10.0.1.0/24"')).toMatchObject({ vpc_id: vpcId });
    expect(await world.data('aws_security_group', `vpc_id = "${vpcId}"\nname = "default"`)).toMatchObject({
      id: vpc['default_security_group_id'],
    });
    await expect(world.data('aws_vpc', '')).rejects.toThrow('multiple EC2 VPCs matched');
    await expect(world.data('aws_vpc', 'cidr_block = "10.9.0.0/16"')).rejects.toThrow(
      'no matching EC2 VPC found',
    );
  });
});

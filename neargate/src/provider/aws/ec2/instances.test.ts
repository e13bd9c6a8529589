import { beforeEach, describe, expect, it } from 'vitest';
import { requiredText } from '../../arguments.ts';
import { createTestWorld, type TestWorld } from '../test-world.ts';

let world: TestWorld;

beforeEach(async () => {
  world = await createTestWorld();
});

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMZXuPaCTGPCqyoNw06kd3VQGXVtWSjiIY4MJWGNl7ty me';

describe('aws_key_pair', () => {
  it('is kept and found by its name', async () => {
    const hcl = (more: string) => `key_name = "mine"\npublic_key = "${key}\\n"\n${more}`;
    const created = await world.apply('aws_key_pair', hcl('tags = { A = "1" }'));
    expect(created).toMatchObject({
      id: 'mine',
      arn: 'arn:aws:ec2:us-east-1:123456789012:key-pair/mine',
      key_type: 'ed25519',
      fingerprint: 'WHKit5dlpowo62ymdeR9TfL5K0Q48CbujkZ19pTQTeo=',
    });
    const tagged = await world.apply('aws_key_pair', hcl('tags = { B = "2" }'), created);
    expect(tagged['key_pair_id']).toBe(created['key_pair_id']);
    expect(world.plan('aws_key_pair', hcl('').replace(' me', ' you'), tagged).action).toBe('replace');
    const found = await world.data('aws_key_pair', 'key_name = "mine"\ninclude_public_key = true');
    expect(found).toMatchObject({ id: created['key_pair_id'], public_key: key, tags: { B: '2' } });
    await world.destroy('aws_key_pair', tagged);
    expect(await world.refresh('aws_key_pair', tagged)).toBeUndefined();
    await expect(world.data('aws_key_pair', 'key_name = "mine"')).rejects.toMatchObject({
      code: 'InvalidKeyPair.NotFound',
    });
  });

  it('makes up a name by a prefix', async () => {
    const created = await world.apply('aws_key_pair', `key_name_prefix = "web-"\npublic_key = "${key}"`);
    expect(created['key_name']).toMatch(/^web-[0-9a-f]{26}$/);
  });
});

describe('aws_network_interface', () => {
  let subnetId: string;

  beforeEach(async () => {
    const vpc = await world.apply('aws_vpc', 'cidr_block = "10.0.0.0/16"');
    const subnet = await world.apply(
      'aws_subnet',
      `vpc_id = "${requiredText(vpc, 'id')}"\ncidr_block = "10.0.1.0/24"`,
    );
    subnetId = requiredText(subnet, 'id');
  });

  const hcl = (more: string) => `subnet_id = "${subnetId}"\n${more}`;

  it('takes its addresses by name, by number or in order, and changes them in place', async () => {
    const named = await world.apply('aws_network_interface', hcl('private_ips = ["10.0.1.10", "10.0.1.11"]'));
    expect(named).toMatchObject({ private_ip: '10.0.1.10', private_ips_count: 1 });
    const moved = await world.apply(
      'aws_network_interface',
      hcl('private_ips = ["10.0.1.10", "10.0.1.12"]'),
      named,
    );
    expect(moved).toMatchObject({ id: named['id'], private_ip_list: ['10.0.1.10', '10.0.1.12'] });

    const counted = await world.apply('aws_network_interface', hcl('private_ips_count = 1'));
    const more = await world.apply('aws_network_interface', hcl('private_ips_count = 3'), counted);
    expect(more['private_ips']).toHaveLength(4);
    const fewer = await world.apply('aws_network_interface', hcl('private_ips_count = 0'), more);
    expect(fewer['private_ips']).toEqual([counted['private_ip']]);

    const listed = (ips: readonly string[]) =>
      hcl(`private_ip_list_enabled = true\nprivate_ip_list = ${JSON.stringify(ips)}`);
    const ordered = await world.apply(
      'aws_network_interface',
      listed(['10.0.1.20', '10.0.1.21', '10.0.1.22']),
    );
    const turned = await world.apply(
      'aws_network_interface',
      listed(['10.0.1.20', '10.0.1.22', '10.0.1.21']),
      ordered,
    );
    expect(turned).toMatchObject({
      id: ordered['id'],
      private_ip_list: ['10.0.1.20', '10.0.1.22', '10.0.1.21'],
    });
    expect(world.plan('aws_network_interface', listed(['10.0.1.22', '10.0.1.20']), turned)).toMatchObject({
      action: 'replace',
      replaces: ['private_ip_list'],
    });
  });

  it('keeps its other settings, goes, and is attached to nothing', async () => {
    const created = await world.apply('aws_network_interface', hcl('description = "a"\ntags = { A = "1" }'));
    const changed = await world.apply(
      'aws_network_interface',
      hcl('description = "b"\nsource_dest_check = false'),
      created,
    );
    expect(changed).toMatchObject({ id: created['id'], description: 'b', source_dest_check: false });
    await world.destroy('aws_network_interface', changed);
    expect(await world.refresh('aws_network_interface', changed)).toBeUndefined();
    const attachment = 'attachment {\n instance = "i-0a1b2c3d4e5f60718"\n device_index = 1\n}';
    await expect(world.apply('aws_network_interface', hcl(attachment))).rejects.toMatchObject({
      code: 'InvalidInstanceID.NotFound',
    });
    await expect(world.apply('aws_network_interface', hcl('ipv6_address_count = 1'))).rejects.toThrow(
      'does not have an IPv6 CIDR block',
    );
  });
});

describe('aws_launch_template', () => {
  const hcl = (type: string, more = '') => `
    name                   = "web"
    image_id               = "ami-1"
    instance_type          = "${type}"
    vpc_security_group_ids = ["sg-1"]
    user_data              = "IyEvYmluL3No"
    ebs_optimized          = "true"
    ${more}
    iam_instance_profile {
      name = "ecs"
    }
    block_device_mappings {
      device_name = "/dev/xvda"
      ebs {
        volume_size           = 30
        encrypted             = "true"
        delete_on_termination = "false"
      }
    }
    network_interfaces {
      associate_public_ip_address = "false"
      security_groups             = ["sg-2"]
      ipv4_addresses              = ["10.0.0.8"]
    }
    metadata_options {
      http_tokens = "required"
    }
    tag_specifications {
      resource_type = "instance"
      tags          = { Name = "web" }
    }`;
  const versions = (state: { readonly [name: string]: unknown }) =>
    world.call('ec2', 'DescribeLaunchTemplateVersions', { LaunchTemplateId: String(state['id']) })
      .LaunchTemplateVersions ?? [];

  it('is kept in versions, of which the default stays unless it is to follow', async () => {
    const created = await world.apply('aws_launch_template', hcl('t3.micro'));
    expect(created).toMatchObject({ latest_version: 1, default_version: 1 });
    expect(versions(created)[0]?.LaunchTemplateData).toEqual({
      ImageId: 'ami-1',
      InstanceType: 't3.micro',
      SecurityGroupIds: ['sg-1'],
      UserData: 'IyEvYmluL3No',
      EbsOptimized: true,
      IamInstanceProfile: { Name: 'ecs' },
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 30, Encrypted: true, DeleteOnTermination: false } },
      ],
      NetworkInterfaces: [
        {
          AssociatePublicIpAddress: false,
          Groups: ['sg-2'],
          PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.8' }],
        },
      ],
      MetadataOptions: { HttpTokens: 'required' },
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web' }] }],
    });
    const larger = await world.apply('aws_launch_template', hcl('t3.large'), created);
    expect(larger).toMatchObject({ id: created['id'], latest_version: 2, default_version: 1 });
    const follows = await world.apply(
      'aws_launch_template',
      hcl('t3.xlarge', 'update_default_version = true'),
      larger,
    );
    expect(follows).toMatchObject({ latest_version: 3, default_version: 3 });
    const tagged = await world.apply(
      'aws_launch_template',
      hcl('t3.xlarge', 'update_default_version = true\ntags = { A = "1" }'),
      follows,
    );
    expect(tagged).toMatchObject({ latest_version: 3 });
    expect(versions(tagged)).toHaveLength(3);
    await world.destroy('aws_launch_template', tagged);
    expect(await world.refresh('aws_launch_template', tagged)).toBeUndefined();
  });

  it('may ask for what instances must have, and for spot', async () => {
    const created = await world.apply(
      'aws_launch_template',
      `name_prefix = "spot-"
      instance_market_options {
        market_type = "spot"
        spot_options {
          valid_until = "2026-12-01T00:00:00Z"
        }
      }
      instance_requirements {
        memory_mib {
          min = 1024
        }
        vcpu_count {
          min = 1
          max = 2
        }
      }`,
    );
    expect(requiredText(created, 'name')).toMatch(/^spot-/);
    expect(versions(created)[0]?.LaunchTemplateData).toEqual({
      InstanceMarketOptions: {
        MarketType: 'spot',
        SpotOptions: { ValidUntil: new Date('2026-12-01T00:00:00Z') },
      },
      InstanceRequirements: { MemoryMiB: { Min: 1024 }, VCpuCount: { Min: 1, Max: 2 } },
    });
  });
});

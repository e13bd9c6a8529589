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

import { beforeEach, describe, expect, it } from 'vitest';
import type { PlainObject } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { createTestWorld, type TestWorld } from '../test-world.ts';

let world: TestWorld;
let vpcId: string;

beforeEach(async () => {
  world = await createTestWorld();
  vpcId = requiredText(await world.apply('aws_vpc', 'cidr_block = "10.0.0.0/16"'), 'id');
});

function rulesOf(group: PlainObject) {
  const { SecurityGroupRules } = world.call('ec2', 'DescribeSecurityGroupRules', {
    Filters: [{ Name: 'group-id', Values: [requiredText(group, 'id')] }],
  });
  return SecurityGroupRules ?? [];
}

describe('aws_security_group', () => {
  it('lets nothing out unless it is written', async () => {
    const group = await world.apply('aws_security_group', `vpc_id = "${vpcId}"\nname = "tasks"`);
    expect(group).toMatchObject({
      description: 'Managed by Terraform',
      name: 'tasks',
      egress: [],
      ingress: [],
    });
    expect(rulesOf(group)).toEqual([]);
  });

  it('makes up a name', async () => {
    const group = await world.apply('aws_security_group', `vpc_id = "${vpcId}"\nname_prefix = "tasks-"`);
    expect(group['name']).toMatch(/^tasks-[0-9a-f]{26}$/);
  });

  const hcl = (port: number) => `
    vpc_id = "${vpcId}"
    name   = "tasks"
    ingress {
      description = "services"
      protocol    = "TCP"
      from_port   = ${port}
      to_port     = ${port}
      cidr_blocks = ["10.0.1.0/24", "10.0.2.0/24"]
      self        = true
    }
    egress {
      protocol    = "-1"
      from_port   = 0
      to_port     = 0
      cidr_blocks = ["0.0.0.0/0"]
    }`;

  it('has the rules of its blocks and changes them in place', async () => {
    const group = await world.apply('aws_security_group', hcl(3001));
    expect(rulesOf(group)).toHaveLength(4);
    const changed = await world.apply('aws_security_group', hcl(3002), group);
    expect(changed['id']).toBe(group['id']);
    const ports = rulesOf(changed).filter((rule) => rule.IsEgress === false);
    expect(new Set(ports.map((rule) => rule.FromPort))).toEqual(new Set([3002]));
  });

  it('keeps rules when none are written, and removes them when an empty list is', async () => {
    const group = await world.apply('aws_security_group', hcl(3001));
    const bare = `vpc_id = "${vpcId}"\nname = "tasks"`;
    expect(world.plan('aws_security_group', bare, group).action).toBe('no-op');
    const cleared = await world.apply('aws_security_group', `${bare}\ningress = []\negress = []`, group);
    expect(cleared).toMatchObject({ ingress: [], egress: [] });
    expect(rulesOf(cleared)).toEqual([]);
  });

  it('sees rules that went and rules that came', async () => {
    const group = await world.apply('aws_security_group', hcl(3001));
    const [rule] = rulesOf(group).filter((each) => each.CidrIpv4 === '10.0.2.0/24');
    world.call('ec2', 'RevokeSecurityGroupIngress', {
      GroupId: requiredText(group, 'id'),
      SecurityGroupRuleIds: [rule?.SecurityGroupRuleId ?? ''],
    });
    world.call('ec2', 'AuthorizeSecurityGroupIngress', {
      GroupId: requiredText(group, 'id'),
      IpPermissions: [{ IpProtocol: 'udp', FromPort: 53, ToPort: 53, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    });
    const drifted = await world.refresh('aws_security_group', group);
    expect(drifted?.['ingress']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ cidr_blocks: ['10.0.1.0/24'], self: true }),
        expect.objectContaining({ protocol: 'udp', from_port: 53, cidr_blocks: ['0.0.0.0/0'] }),
      ]),
    );
    const healed = await world.apply('aws_security_group', hcl(3001), drifted);
    expect(rulesOf(healed)).toHaveLength(4);
  });

  it('waits for what still uses it, and then says so', async () => {
    const group = await world.apply('aws_security_group', `vpc_id = "${vpcId}"\nname = "a"`);
    const user = await world.apply(
      'aws_security_group',
      `vpc_id = "${vpcId}"
       name = "b"
       ingress {
         protocol = "tcp"
         from_port = 80
         to_port = 80
         security_groups = ["${requiredText(group, 'id')}"]
       }`,
    );
    await expect(world.destroy('aws_security_group', group)).rejects.toMatchObject({
      code: 'DependencyViolation',
    });
    await world.destroy('aws_security_group', user);
    await world.destroy('aws_security_group', group);
    expect(await world.refresh('aws_security_group', group)).toBeUndefined();
  });

  it('refuses what EC2 would refuse, before anything happens', () => {
    expect(world.findings('aws_security_group', 'name = "sg-mine"')[0]).toContain('cannot begin with sg-');
    expect(
      world.findings('aws_security_group', 'ingress {\n protocol = "tcp"\n from_port = 1\n}')[0],
    ).toContain('to_port');
  });
});

describe('aws_default_security_group', () => {
  it('is taken over without rules and left behind', async () => {
    const group = await world.apply(
      'aws_default_security_group',
      `vpc_id = "${vpcId}"\ntags = { Name = "none" }`,
    );
    expect(group).toMatchObject({ name: 'default', ingress: [], egress: [] });
    expect(rulesOf(group)).toEqual([]);
    await world.destroy('aws_default_security_group', group);
    expect(await world.refresh('aws_default_security_group', group)).toBeDefined();
  });
});

describe('rule resources', () => {
  let groupId: string;

  beforeEach(async () => {
    groupId = requiredText(await world.apply('aws_security_group', `vpc_id = "${vpcId}"\nname = "g"`), 'id');
  });

  it('are single rules that change in place', async () => {
    const hcl = (port: number) => `
      security_group_id = "${groupId}"
      cidr_ipv4         = "0.0.0.0/0"
      ip_protocol       = "6"
      from_port         = ${port}
      to_port           = ${port}
      description       = "web"
      tags              = { Name = "web" }`;
    const rule = await world.apply('aws_vpc_security_group_ingress_rule', hcl(80));
    expect(rule).toMatchObject({ ip_protocol: 'tcp', from_port: 80, tags_all: { Name: 'web' } });
    const changed = await world.apply('aws_vpc_security_group_ingress_rule', hcl(443), rule);
    expect(changed).toMatchObject({ id: rule['id'], from_port: 443 });
    await expect(world.apply('aws_vpc_security_group_ingress_rule', hcl(443))).rejects.toMatchObject({
      code: 'InvalidPermission.Duplicate',
    });
    await world.destroy('aws_vpc_security_group_ingress_rule', changed);
    expect(await world.refresh('aws_vpc_security_group_ingress_rule', changed)).toBeUndefined();
  });

  it('have no ports when they are for all protocols', async () => {
    const rule = await world.apply(
      'aws_vpc_security_group_egress_rule',
      `security_group_id = "${groupId}"
       referenced_security_group_id = "${groupId}"
       ip_protocol = "-1"`,
    );
    expect(rule).toMatchObject({
      from_port: null,
      to_port: null,
      referenced_security_group_id: groupId,
    });
  });

  it('need exactly one peer', () => {
    expect(
      world.findings(
        'aws_vpc_security_group_ingress_rule',
        `security_group_id = "${groupId}"\nip_protocol = "-1"`,
      )[0],
    ).toContain('must be specified');
  });

  it('also come in the older form', async () => {
    const hcl = (description: string) => `
      security_group_id = "${groupId}"
      type        = "ingress"
      protocol    = "tcp"
      from_port   = 80
      to_port     = 81
      cidr_blocks = ["10.0.0.0/24", "10.0.1.0/24"]
      description = "${description}"`;
    const rule = await world.apply('aws_security_group_rule', hcl('one'));
    expect(rule['id']).toMatch(/^sgrule-\d+$/);
    const changed = await world.apply('aws_security_group_rule', hcl('two'), rule);
    expect(changed).toMatchObject({ id: rule['id'], description: 'two' });
    expect(world.plan('aws_security_group_rule', hcl('two').replace('81', '82'), changed).action).toBe(
      'replace',
    );
    await world.destroy('aws_security_group_rule', changed);
    expect(await world.refresh('aws_security_group_rule', changed)).toBeUndefined();
  });
});

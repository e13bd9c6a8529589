import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

async function group() {
  const test = await createTestContext();
  const vpcId = test.call('ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId ?? '';
  const create = (GroupName: string) =>
    test.call('ec2', 'CreateSecurityGroup', { GroupName, Description: 'for tests', VpcId: vpcId }).GroupId ??
    '';
  const describeGroup = (groupId: string) =>
    test.call('ec2', 'DescribeSecurityGroups', { GroupIds: [groupId] }).SecurityGroups?.[0];
  return { ...test, vpcId, create, describeGroup };
}

const everything = {
  IpProtocol: '-1',
  FromPort: 0,
  ToPort: 0,
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
};

describe('security groups', () => {
  it('start with the rule that lets everything out, which can be revoked whatever ports are named', async () => {
    const { call, create, describeGroup } = await group();
    const groupId = create('web');
    expect(describeGroup(groupId)?.IpPermissionsEgress).toMatchObject([
      { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
    ]);
    call('ec2', 'RevokeSecurityGroupEgress', { GroupId: groupId, IpPermissions: [everything] });
    expect(describeGroup(groupId)?.IpPermissionsEgress).toEqual([]);
    expect(() =>
      call('ec2', 'RevokeSecurityGroupEgress', { GroupId: groupId, IpPermissions: [everything] }),
    ).toThrow(expect.objectContaining({ code: 'InvalidPermission.NotFound' }));
  });

  it('show rules of the same ports as one permission, and each as a rule with an id', async () => {
    const { call, create, describeGroup } = await group();
    const [alb, tasks] = [create('alb'), create('tasks')];
    const { SecurityGroupRules } = call('ec2', 'AuthorizeSecurityGroupIngress', {
      GroupId: tasks,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 3001,
          ToPort: 3001,
          IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'inside' }],
          UserIdGroupPairs: [{ GroupId: alb }],
        },
      ],
      TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'a', Value: 'b' }] }],
    });
    expect(SecurityGroupRules).toHaveLength(2);
    expect(describeGroup(tasks)?.IpPermissions).toEqual([
      {
        IpProtocol: 'tcp',
        FromPort: 3001,
        ToPort: 3001,
        IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'inside' }],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [{ GroupId: alb, UserId: '123456789012', Description: undefined }],
      },
    ]);
    const ids = SecurityGroupRules?.map((rule) => rule.SecurityGroupRuleId ?? '');
    expect(
      call('ec2', 'DescribeSecurityGroupRules', { SecurityGroupRuleIds: ids }).SecurityGroupRules,
    ).toMatchObject([
      { CidrIpv4: '10.0.0.0/16', IsEgress: false, Tags: [{ Key: 'a', Value: 'b' }] },
      { ReferencedGroupInfo: { GroupId: alb }, FromPort: 3001 },
    ]);
    call('ec2', 'RevokeSecurityGroupIngress', { GroupId: tasks, SecurityGroupRuleIds: ids });
    expect(describeGroup(tasks)?.IpPermissions).toEqual([]);
  });

  it('refuse a duplicate rule in the words of EC2', async () => {
    const { call, create } = await group();
    const GroupId = create('web');
    const authorize = () =>
      call('ec2', 'AuthorizeSecurityGroupIngress', {
        GroupId,
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      });
    authorize();
    expect(authorize).toThrow(
      expect.objectContaining({
        code: 'InvalidPermission.Duplicate',
        message:
          'the specified rule "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW" already exists',
      }),
    );
  });

  it('change a rule in place', async () => {
    const { call, create, describeGroup } = await group();
    const GroupId = create('web');
    const [rule] =
      call('ec2', 'AuthorizeSecurityGroupIngress', {
        GroupId,
        IpProtocol: 'tcp',
        FromPort: 80,
        ToPort: 80,
        CidrIp: '0.0.0.0/0',
      }).SecurityGroupRules ?? [];
    call('ec2', 'ModifySecurityGroupRules', {
      GroupId,
      SecurityGroupRules: [
        {
          SecurityGroupRuleId: rule?.SecurityGroupRuleId,
          SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv4: '10.0.0.0/8' },
        },
      ],
    });
    expect(describeGroup(GroupId)?.IpPermissions).toMatchObject([
      { FromPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
    ]);
  });

  it('cannot be deleted while another group names them, nor when they are the default', async () => {
    const { call, create, vpcId } = await group();
    const [alb, tasks] = [create('alb'), create('tasks')];
    call('ec2', 'AuthorizeSecurityGroupIngress', {
      GroupId: tasks,
      IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: alb }] }],
    });
    expect(() => call('ec2', 'DeleteSecurityGroup', { GroupId: alb })).toThrow(
      expect.objectContaining({
        code: 'DependencyViolation',
        message: `resource ${alb} has a dependent object`,
      }),
    );
    const standard = call('ec2', 'DescribeSecurityGroups', {
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'group-name', Values: ['default'] },
      ],
    }).SecurityGroups?.[0]?.GroupId;
    expect(() => call('ec2', 'DeleteSecurityGroup', { GroupId: standard })).toThrow(
      expect.objectContaining({ code: 'CannotDelete' }),
    );
    call('ec2', 'DeleteSecurityGroup', { GroupId: tasks });
    call('ec2', 'DeleteSecurityGroup', { GroupId: alb });
  });

  it('keep their names apart within a VPC', async () => {
    const { create } = await group();
    create('web');
    expect(() => create('web')).toThrow(expect.objectContaining({ code: 'InvalidGroup.Duplicate' }));
  });

  it('refuse a filter that does not exist', async () => {
    const { call } = await group();
    expect(() =>
      call('ec2', 'DescribeSecurityGroups', { Filters: [{ Name: 'colour', Values: ['red'] }] }),
    ).toThrow(
      expect.objectContaining({ code: 'InvalidParameterValue', message: "The filter 'colour' is invalid" }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { parseAppSpec } from './parse-appspec.ts';

const yaml = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: "arn:aws:ecs:us-east-1:123456789012:task-definition/web:2"
        LoadBalancerInfo:
          ContainerName: "web"
          ContainerPort: 80
        PlatformVersion: "1.4.0"
        NetworkConfiguration:
          AwsvpcConfiguration:
            Subnets: ["subnet-1", "subnet-2"]
            SecurityGroups: ["sg-1"]
            AssignPublicIp: "ENABLED"
        CapacityProviderStrategy:
          - CapacityProvider: "FARGATE_SPOT"
            Base: 1
            Weight: 2
Hooks:
  - BeforeInstall: "check"
  - AfterAllowTestTraffic: "arn:aws:lambda:us-east-1:123456789012:function:test"
`;

describe('an AppSpec file for ECS', () => {
  it('is read from YAML', () => {
    expect(parseAppSpec(yaml)).toEqual({
      taskDefinition: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:2',
      containerName: 'web',
      containerPort: 80,
      platformVersion: '1.4.0',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ['subnet-1', 'subnet-2'],
          securityGroups: ['sg-1'],
          assignPublicIp: 'ENABLED',
        },
      },
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', base: 1, weight: 2 }],
      hooks: {
        BeforeInstall: 'check',
        AfterAllowTestTraffic: 'arn:aws:lambda:us-east-1:123456789012:function:test',
      },
    });
  });

  it('is read from JSON', () => {
    const { hooks, ...rest } = parseAppSpec(
      `{"version": 0.0, "Resources": [{"TargetService": {"Type": "AWS::ECS::Service", "Properties": {
        "TaskDefinition": "web:2", "LoadBalancerInfo": {"ContainerName": "web", "ContainerPort": 80}}}}],
        "Hooks": [{"AfterInstall": "check"}]}`,
    );
    expect(rest).toMatchObject({ taskDefinition: 'web:2', containerName: 'web', containerPort: 80 });
    expect(hooks).toEqual({ AfterInstall: 'check' });
  });

  it.each([
    ['version: 0.0\nResources: [', 'not valid YAML or JSON', 'line 2'],
    [yaml.replace('version: 0.0', 'version: 1.0'), 'must be 0.0, found 1.0', 'line 1'],
    [yaml.replace('version: 0.0\n', ''), 'version is missing', 'add the line'],
    [yaml.replace('AWS::ECS::Service', 'AWS::Lambda::Function'), 'found AWS::Lambda::Function', 'line 4'],
    [yaml.replace('ContainerPort: 80', 'ContainerPort: http'), 'port from 1 to 65535', 'line 9'],
    [yaml.replace('          ContainerName: "web"\n', ''), 'ContainerName is missing', 'line 8'],
    [
      yaml.replace('LoadBalancerInfo', 'LoadbalancerInfo'),
      'Unknown name LoadbalancerInfo',
      'LoadBalancerInfo',
    ],
    [yaml.replace('BeforeInstall', 'Install'), 'Unknown lifecycle event Install at line 21', 'BeforeInstall'],
    [yaml.replace('"ENABLED"', 'yes'), 'ENABLED or DISABLED, found yes', 'line 15'],
    ['version: 0.0\nResources:\n', 'Resources is missing', 'TargetService'],
  ])('says what is wrong and where: %#', (text, ...parts) => {
    let message = '';
    try {
      parseAppSpec(text);
    } catch (error) {
      message = (error as Error).message;
    }
    for (const part of parts) expect(message).toContain(part);
  });
});

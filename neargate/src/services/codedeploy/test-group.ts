import type { CreateDeploymentGroupInput } from '@aws-sdk/client-codedeploy';
import type { TestContext } from '../test-context.ts';

/** Where a test's deployment group deploys to. */
export interface TestGroupScene {
  readonly listenerArn: string;
  readonly testListenerArn?: string | undefined;
}

/** The input for a deployment group `shop/web` of the ECS service `main/web`, with the target groups `blue` and `green`. */
export function testGroup(
  { listenerArn, testListenerArn }: TestGroupScene,
  more: Partial<CreateDeploymentGroupInput> = {},
): CreateDeploymentGroupInput {
  return {
    applicationName: 'shop',
    deploymentGroupName: 'web',
    serviceRoleArn: 'arn:aws:iam::123456789012:role/codedeploy',
    deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    blueGreenDeploymentConfiguration: {
      deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
      terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
    },
    ecsServices: [{ clusterName: 'main', serviceName: 'web' }],
    loadBalancerInfo: {
      targetGroupPairInfoList: [
        {
          targetGroups: [{ name: 'blue' }, { name: 'green' }],
          prodTrafficRoute: { listenerArns: [listenerArn] },
          ...(testListenerArn === undefined ? {} : { testTrafficRoute: { listenerArns: [testListenerArn] } }),
        },
      ],
    },
    ...more,
  };
}

/** In the default VPC, a load balancer with the target groups `blue` and `green`; its listeners forward to blue. */
export function createTestRoutes({ call }: Pick<TestContext, 'call'>): {
  readonly blue: string;
  readonly green: string;
  readonly listenerArn: string;
  readonly testListenerArn: string;
  readonly subnets: string[];
} {
  const { Subnets = [] } = call('ec2', 'DescribeSubnets', {});
  const found = Subnets.filter(({ DefaultForAz }) => DefaultForAz === true).slice(0, 2);
  const subnets = found.map(({ SubnetId }) => SubnetId ?? '');
  const { LoadBalancers } = call('elbv2', 'CreateLoadBalancer', { Name: 'routes', Subnets: subnets });
  const [blue, green] = ['blue', 'green'].map(
    (Name) =>
      call('elbv2', 'CreateTargetGroup', {
        Name,
        Protocol: 'HTTP',
        Port: 80,
        VpcId: found[0]?.VpcId,
        TargetType: 'ip',
      }).TargetGroups?.[0]?.TargetGroupArn ?? '',
  );
  const [listenerArn, testListenerArn] = [80, 9000].map(
    (Port) =>
      call('elbv2', 'CreateListener', {
        LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: blue }],
      }).Listeners?.[0]?.ListenerArn ?? '',
  );
  return {
    blue: blue ?? '',
    green: green ?? '',
    listenerArn: listenerArn ?? '',
    testListenerArn: testListenerArn ?? '',
    subnets,
  };
}

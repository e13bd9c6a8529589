import { type Step, taskPort } from './step.ts';

/** A load balancer that forwards one path to a target group. */
export function loadBalancer(name: string, listenerPort: number): readonly Step[] {
  return [
    {
      call: ['elbv2', 'CreateLoadBalancer'],
      input: ({ publicA, publicB, alb }) => ({
        Name: name,
        Subnets: [publicA, publicB],
        SecurityGroups: [alb],
      }),
      keep: ({ LoadBalancers }) => ({ balancer: LoadBalancers[0].LoadBalancerArn }),
    },
    {
      wait: ['elbv2', 'LoadBalancerAvailable'],
      input: ({ balancer }) => ({ LoadBalancerArns: [balancer] }),
    },
    {
      call: ['elbv2', 'CreateTargetGroup'],
      input: ({ vpc }) => ({
        Name: name,
        Protocol: 'HTTP',
        Port: taskPort,
        TargetType: 'ip',
        VpcId: vpc,
        HealthCheckPath: '/health',
      }),
      keep: ({ TargetGroups }) => ({ targets: TargetGroups[0].TargetGroupArn }),
    },
    {
      call: ['elbv2', 'CreateListener'],
      input: ({ balancer }) => ({
        LoadBalancerArn: balancer,
        Protocol: 'HTTP',
        Port: listenerPort,
        DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
      }),
      keep: ({ Listeners }) => ({ listener: Listeners[0].ListenerArn }),
    },
    {
      call: ['elbv2', 'CreateRule'],
      input: ({ listener, targets }) => ({
        ListenerArn: listener,
        Priority: 10,
        Conditions: [{ Field: 'path-pattern', Values: ['/web*'] }],
        Actions: [{ Type: 'forward', TargetGroupArn: targets }],
      }),
      keep: ({ Rules }) => ({ rule: Rules[0].RuleArn }),
    },
    {
      refused: ['elbv2', 'CreateRule'],
      input: ({ listener, targets }) => ({
        ListenerArn: listener,
        Priority: 10,
        Conditions: [{ Field: 'path-pattern', Values: ['/other'] }],
        Actions: [{ Type: 'forward', TargetGroupArn: targets }],
      }),
      code: 'PriorityInUse',
    },
  ];
}

import { describe, expect, it } from 'vitest';
import { ec2TablesOf } from '../ec2/store.ts';
import { createTestContext } from '../test-context.ts';
import { elbv2TablesOf, targetKey } from './store.ts';

async function network() {
  const test = await createTestContext();
  const { call } = test;
  const subnets = call('ec2', 'DescribeSubnets', {}).Subnets ?? [];
  const [first, second] = subnets.map((subnet) => subnet.SubnetId ?? '');
  const vpcId = subnets[0]?.VpcId ?? '';
  const createLoadBalancer = (Name = 'web') =>
    call('elbv2', 'CreateLoadBalancer', { Name, Subnets: [first ?? '', second ?? ''] }).LoadBalancers?.[0];
  const createTargetGroup = (Name = 'users') =>
    call('elbv2', 'CreateTargetGroup', {
      Name,
      Protocol: 'HTTP',
      Port: 3001,
      VpcId: vpcId,
      TargetType: 'ip',
    }).TargetGroups?.[0]?.TargetGroupArn ?? '';
  const createListener = (LoadBalancerArn: string | undefined, TargetGroupArn: string) =>
    call('elbv2', 'CreateListener', {
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }).Listeners?.[0];
  return { ...test, vpcId, first, second, createLoadBalancer, createTargetGroup, createListener };
}

describe('load balancers', () => {
  it('are provisioning at first, with an interface in each subnet that goes when they do', async () => {
    const { createLoadBalancer, call, context, vpcId } = await network();
    const created = createLoadBalancer();
    expect(created).toMatchObject({
      State: { Code: 'provisioning' },
      Scheme: 'internet-facing',
      Type: 'application',
      VpcId: vpcId,
      CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
    });
    expect(created?.LoadBalancerArn).toMatch(
      /^arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer\/app\/web\/[0-9a-f]{16}$/,
    );
    expect(created?.DNSName).toMatch(/^web-\d+\.us-east-1\.elb\.amazonaws\.com$/);
    const interfaces = ec2TablesOf(context).networkInterfaces;
    expect([...interfaces.values()].map((row) => row.description)).toEqual([
      `ELB ${created?.LoadBalancerArn?.split(':loadbalancer/')[1]}`,
      `ELB ${created?.LoadBalancerArn?.split(':loadbalancer/')[1]}`,
    ]);
    call('elbv2', 'DeleteLoadBalancer', { LoadBalancerArn: created?.LoadBalancerArn });
    expect(interfaces.size).toBe(0);
  });

  it('need two zones, and a name that is free or means the same', async () => {
    const { createLoadBalancer, call, first } = await network();
    expect(() => call('elbv2', 'CreateLoadBalancer', { Name: 'one', Subnets: [first ?? ''] })).toThrow(
      'At least two subnets in two different Availability Zones must be specified',
    );
    expect(createLoadBalancer()?.LoadBalancerArn).toBe(createLoadBalancer()?.LoadBalancerArn);
    expect(() =>
      call('elbv2', 'CreateLoadBalancer', {
        Name: 'web',
        Scheme: 'internal',
        Subnets: call('ec2', 'DescribeSubnets', {}).Subnets?.map((subnet) => subnet.SubnetId ?? ''),
      }),
    ).toThrow("A load balancer with the same name 'web' exists, but with different settings");
  });

  it('are not found by a name nobody has', async () => {
    const { call } = await network();
    expect(() => call('elbv2', 'DescribeLoadBalancers', { Names: ['nobody'] })).toThrow(
      expect.objectContaining({ code: 'LoadBalancerNotFound' }),
    );
  });

  it('list every attribute with its default, change those given, and are protected from deletion by one', async () => {
    const { createLoadBalancer, call } = await network();
    const LoadBalancerArn = createLoadBalancer()?.LoadBalancerArn;
    const value = (key: string) =>
      call('elbv2', 'DescribeLoadBalancerAttributes', { LoadBalancerArn }).Attributes?.find(
        (attribute) => attribute.Key === key,
      )?.Value;
    expect(value('idle_timeout.timeout_seconds')).toBe('60');
    const set = (Key: string, Value: string) =>
      call('elbv2', 'ModifyLoadBalancerAttributes', { LoadBalancerArn, Attributes: [{ Key, Value }] });
    expect(() => set('idle_timeout.timeout_seconds', '4001')).toThrow(/between '1' and '4000'/);
    expect(() => set('colour', 'red')).toThrow("Load balancer attribute key 'colour' is not recognized");
    set('deletion_protection.enabled', 'true');
    expect(() => call('elbv2', 'DeleteLoadBalancer', { LoadBalancerArn })).toThrow(
      expect.objectContaining({ code: 'OperationNotPermitted' }),
    );
  });
});

describe('listeners and rules', () => {
  it('show a forward in both forms and keep one port per load balancer', async () => {
    const { createLoadBalancer, createTargetGroup, createListener, call } = await network();
    const LoadBalancerArn = createLoadBalancer()?.LoadBalancerArn;
    const TargetGroupArn = createTargetGroup();
    const listener = createListener(LoadBalancerArn, TargetGroupArn);
    expect(listener?.DefaultActions).toEqual([
      {
        Type: 'forward',
        Order: 1,
        TargetGroupArn,
        ForwardConfig: {
          TargetGroups: [{ TargetGroupArn, Weight: 1 }],
          TargetGroupStickinessConfig: { Enabled: false, DurationSeconds: undefined },
        },
      },
    ]);
    expect(() => createListener(LoadBalancerArn, TargetGroupArn)).toThrow(
      `A listener already exists on this port for this load balancer '${LoadBalancerArn}'`,
    );
    expect(() => call('elbv2', 'DeleteTargetGroup', { TargetGroupArn })).toThrow(
      `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
    );
    call('elbv2', 'DeleteListener', { ListenerArn: listener?.ListenerArn });
    call('elbv2', 'DeleteTargetGroup', { TargetGroupArn });
  });

  it('are listed by priority with the default last, and swap priorities together', async () => {
    const { createLoadBalancer, createTargetGroup, createListener, call } = await network();
    const TargetGroupArn = createTargetGroup();
    const ListenerArn = createListener(createLoadBalancer()?.LoadBalancerArn, TargetGroupArn)?.ListenerArn;
    const createRule = (Priority: number, pattern: string) =>
      call('elbv2', 'CreateRule', {
        ListenerArn,
        Priority,
        Conditions: [{ Field: 'path-pattern', Values: [pattern] }],
        Actions: [{ Type: 'forward', TargetGroupArn }],
      }).Rules?.[0]?.RuleArn;
    const users = createRule(20, '/users*');
    const products = createRule(10, '/products*');
    const listed = () =>
      call('elbv2', 'DescribeRules', { ListenerArn }).Rules?.map((rule) => [
        rule.Priority,
        rule.Conditions?.[0]?.PathPatternConfig?.Values?.[0],
      ]);
    expect(listed()).toEqual([
      ['10', '/products*'],
      ['20', '/users*'],
      ['default', undefined],
    ]);
    expect(() => createRule(10, '/x')).toThrow("Priority '10' is currently in use");
    call('elbv2', 'SetRulePriorities', {
      RulePriorities: [
        { RuleArn: users, Priority: 10 },
        { RuleArn: products, Priority: 20 },
      ],
    });
    expect(listed()?.[0]).toEqual(['10', '/users*']);
  });

  it.each([
    [[{ Field: 'colour', Values: ['red'] }], /Condition field 'colour' must be one of/],
    [[{ Field: 'path-pattern', Values: ['/a', '/b', '/c', '/d', '/e', '/f'] }], /'5' condition values/],
    [[{ Field: 'path-pattern', Values: ['/*******'] }], /'6' condition wildcards/],
    [[{ Field: 'host-header', Values: ['localhost'] }], /'localhost' is not valid/],
    [[{ Field: 'host-header', Values: ['example.c0m'] }], /'example.c0m' is not valid/],
    [[{ Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/(?=a)'] } }], /uses lookaheads/],
    [[{ Field: 'path-pattern', RegexValues: ['^/([a-z'] }], /is not valid/],
    [
      [{ Field: 'host-header', HostHeaderConfig: { Values: ['a.com'], RegexValues: ['a'] } }],
      /either values or regular expressions/,
    ],
    [
      [
        { Field: 'path-pattern', Values: ['/a'] },
        { Field: 'path-pattern', Values: ['/b'] },
      ],
      /only have one 'path-pattern'/,
    ],
    [
      [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'Host', Values: ['a'] } }],
      /'host-header' condition/,
    ],
    [[{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.1/8'] } }], /'10.0.0.1\/8' is not valid/],
  ])('refuse conditions %j', async (Conditions, message) => {
    const { createLoadBalancer, createTargetGroup, createListener, call } = await network();
    const TargetGroupArn = createTargetGroup();
    const ListenerArn = createListener(createLoadBalancer()?.LoadBalancerArn, TargetGroupArn)?.ListenerArn;
    expect(() =>
      call('elbv2', 'CreateRule', {
        ListenerArn,
        Priority: 1,
        Conditions,
        Actions: [{ Type: 'forward', TargetGroupArn }],
      }),
    ).toThrow(message);
  });

  it('keep regular expressions and transforms as they were given, and lose transforms on demand', async () => {
    const { createLoadBalancer, createTargetGroup, createListener, call } = await network();
    const TargetGroupArn = createTargetGroup();
    const ListenerArn = createListener(createLoadBalancer()?.LoadBalancerArn, TargetGroupArn)?.ListenerArn;
    const Transforms = [
      {
        Type: 'url-rewrite' as const,
        UrlRewriteConfig: { Rewrites: [{ Regex: '^/api/', Replace: '/' }] },
      },
    ];
    const RuleArn = call('elbv2', 'CreateRule', {
      ListenerArn,
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/api/(.+)$'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn }],
      Transforms,
    }).Rules?.[0]?.RuleArn;
    const described = () => call('elbv2', 'DescribeRules', { RuleArns: [RuleArn ?? ''] }).Rules?.[0];
    expect(described()).toMatchObject({
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/api/(.+)$'] } }],
      Transforms,
    });
    expect(() =>
      call('elbv2', 'ModifyRule', { RuleArn, Transforms: [...Transforms, ...Transforms] }),
    ).toThrow("A rule can only have one 'url-rewrite' transform");
    call('elbv2', 'ModifyRule', { RuleArn, ResetTransforms: true });
    expect(described()?.Transforms).toBeUndefined();
  });

  it('refuse a redirect that leads to itself', async () => {
    const { createLoadBalancer, call } = await network();
    expect(() =>
      call('elbv2', 'CreateListener', {
        LoadBalancerArn: createLoadBalancer()?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: [{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301' } }],
      }),
    ).toThrow(expect.objectContaining({ code: 'InvalidLoadBalancerAction' }));
  });

  it('keep a target group to one load balancer', async () => {
    const { createLoadBalancer, createTargetGroup, createListener } = await network();
    const TargetGroupArn = createTargetGroup();
    createListener(createLoadBalancer('one')?.LoadBalancerArn, TargetGroupArn);
    const other = createLoadBalancer('two')?.LoadBalancerArn;
    expect(() => createListener(other, TargetGroupArn)).toThrow(
      expect.objectContaining({ code: 'TargetGroupAssociationLimit' }),
    );
  });
});

describe('targets', () => {
  it('are unused, initial, then what the data plane saw, then draining', async () => {
    const { createLoadBalancer, createTargetGroup, createListener, call, context, clock } = await network();
    const TargetGroupArn = createTargetGroup();
    const Targets = [{ Id: '172.31.0.10', Port: 3001 }];
    call('elbv2', 'RegisterTargets', { TargetGroupArn, Targets });
    const health = () =>
      call('elbv2', 'DescribeTargetHealth', { TargetGroupArn, Targets }).TargetHealthDescriptions?.[0];
    expect(health()).toMatchObject({
      Target: { AvailabilityZone: 'us-east-1a' },
      TargetHealth: { State: 'unused', Reason: 'Target.NotInUse' },
    });
    createListener(createLoadBalancer()?.LoadBalancerArn, TargetGroupArn);
    expect(health()?.TargetHealth).toMatchObject({
      State: 'initial',
      Reason: 'Elb.RegistrationInProgress',
    });
    elbv2TablesOf(context).targetHealth.put(targetKey(TargetGroupArn, '172.31.0.10', 3001), {
      targetGroupArn: TargetGroupArn,
      id: '172.31.0.10',
      port: 3001,
      state: 'healthy',
      sinceMs: clock.now(),
    });
    expect(health()?.TargetHealth).toEqual({ State: 'healthy' });
    call('elbv2', 'DeregisterTargets', { TargetGroupArn, Targets });
    expect(health()?.TargetHealth).toMatchObject({
      State: 'draining',
      Description: 'Target deregistration is in progress',
    });
    call('elbv2', 'RegisterTargets', { TargetGroupArn, Targets });
    expect(health()?.TargetHealth?.State).toBe('initial');
  });

  it('outside the enabled zones are unused, and unknown ones say so', async () => {
    const { createLoadBalancer, createTargetGroup, createListener, call } = await network();
    const TargetGroupArn = createTargetGroup();
    createListener(createLoadBalancer()?.LoadBalancerArn, TargetGroupArn);
    call('elbv2', 'RegisterTargets', { TargetGroupArn, Targets: [{ Id: '172.31.40.1' }] });
    const reasons = call('elbv2', 'DescribeTargetHealth', {
      TargetGroupArn,
      Targets: [{ Id: '172.31.40.1' }, { Id: '172.31.0.9' }],
    }).TargetHealthDescriptions?.map((each) => each.TargetHealth?.Reason);
    expect(reasons).toEqual(['Target.NotInUse', 'Target.NotRegistered']);
  });

  it('must not have public addresses', async () => {
    const { createTargetGroup, call } = await network();
    const TargetGroupArn = createTargetGroup();
    expect(() => call('elbv2', 'RegisterTargets', { TargetGroupArn, Targets: [{ Id: '8.8.8.8' }] })).toThrow(
      expect.objectContaining({ code: 'InvalidTarget' }),
    );
  });
});

describe('target groups', () => {
  it('have the health check defaults of AWS and refuse a timeout as long as the interval', async () => {
    const { createTargetGroup, call } = await network();
    const TargetGroupArn = createTargetGroup();
    expect(
      call('elbv2', 'DescribeTargetGroups', { TargetGroupArns: [TargetGroupArn] }).TargetGroups?.[0],
    ).toMatchObject({
      HealthCheckPath: '/',
      HealthCheckPort: 'traffic-port',
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
      Matcher: { HttpCode: '200' },
      ProtocolVersion: 'HTTP1',
    });
    expect(() =>
      call('elbv2', 'ModifyTargetGroup', { TargetGroupArn, HealthCheckTimeoutSeconds: 30 }),
    ).toThrow('Health check interval must be greater than the timeout.');
    expect(createTargetGroup()).toBe(TargetGroupArn);
  });
});

describe('access logs', () => {
  const attributes = (bucket: string) => [
    { Key: 'access_logs.s3.enabled', Value: 'true' },
    { Key: 'access_logs.s3.bucket', Value: bucket },
    { Key: 'access_logs.s3.prefix', Value: 'alb' },
  ];

  it('are turned on only where the bucket lets them be delivered, with a test file as AWS leaves one', async () => {
    const { createLoadBalancer, call } = await network();
    const LoadBalancerArn = createLoadBalancer()?.LoadBalancerArn ?? '';
    const turnOn = () =>
      call('elbv2', 'ModifyLoadBalancerAttributes', {
        LoadBalancerArn,
        Attributes: attributes('logs-of-web'),
      });
    const denied = 'Access Denied for bucket: logs-of-web. Please check S3bucket permission';
    expect(turnOn).toThrow(denied);
    call('s3', 'CreateBucket', { Bucket: 'logs-of-web' });
    expect(turnOn).toThrow(denied);
    call('s3', 'PutBucketPolicy', {
      Bucket: 'logs-of-web',
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: 'arn:aws:s3:::logs-of-web/alb/AWSLogs/123456789012/*',
        },
      }),
    });
    turnOn();
    const keys = call('s3', 'ListObjectsV2', { Bucket: 'logs-of-web' }).Contents?.map(({ Key }) => Key);
    expect(keys).toEqual(['alb/AWSLogs/123456789012/ELBAccessLogTestFile']);
  });
});

describe('DescribeTargetHealth', () => {
  it('tells of anomalies where it is asked to', async () => {
    const { createTargetGroup, call, context } = await network();
    const TargetGroupArn = createTargetGroup();
    call('elbv2', 'RegisterTargets', { TargetGroupArn, Targets: [{ Id: '172.31.0.10', Port: 3001 }] });
    const anomaly = (Include?: 'AnomalyDetection'[]) =>
      call('elbv2', 'DescribeTargetHealth', { TargetGroupArn, Include }).TargetHealthDescriptions?.[0]
        ?.AnomalyDetection;
    expect(anomaly()).toBeUndefined();
    expect(anomaly(['AnomalyDetection'])).toEqual({ Result: 'normal', MitigationInEffect: 'no' });
    const found = { targetGroupArn: TargetGroupArn, id: '172.31.0.10', port: 3001 };
    elbv2TablesOf(context).targetAnomalies.put(targetKey(TargetGroupArn, found.id, found.port), {
      ...found,
      result: 'anomalous',
      isMitigated: true,
    });
    expect(anomaly(['AnomalyDetection'])).toEqual({ Result: 'anomalous', MitigationInEffect: 'yes' });
  });
});

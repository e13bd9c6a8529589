// Neargate's data plane in a process of its own, with rules, health checks and metrics as a load balancer has them.
import { createDataPlane } from '../../src/loadbalancer/data-plane.ts';
import { systemClock } from '../../src/core/clock.ts';
import { defaultLoadBalancerAttributes } from '../../src/loadbalancer/listener-config.ts';

const [port, upstreamPort] = process.argv.slice(2).map(Number);
const plane = createDataPlane({ clock: systemClock, report: () => {} });
const forward = { type: 'forward', targetGroups: [{ targetGroupArn: 'group', weight: 1 }] };
const result = await plane.apply({
  version: 1,
  listeners: [
    {
      arn: 'listener',
      loadBalancerArn: 'balancer',
      loadBalancerName: 'bench',
      protocol: 'HTTP',
      bind: { host: '127.0.0.1', port },
      port: 80,
      attributes: { ...defaultLoadBalancerAttributes, accessLogs: process.argv[4] === 'access-logs' },
      rules: [
        {
          arn: '1',
          priority: 10,
          conditions: [{ field: 'path-pattern', values: ['/users*'] }],
          action: forward,
        },
        {
          arn: '2',
          priority: 20,
          conditions: [{ field: 'path-pattern', values: ['/products*'] }],
          action: forward,
        },
        { arn: '3', priority: 'default', conditions: [], action: forward },
      ],
    },
  ],
  targetGroups: [
    {
      arn: 'group',
      name: 'group',
      protocol: 'HTTP',
      protocolVersion: 'HTTP1',
      algorithm: 'round_robin',
      deregistrationDelayMs: 300_000,
      slowStartMs: 0,
      healthCheck: {
        enabled: true,
        protocol: 'HTTP',
        path: '/small',
        port: 'traffic-port',
        intervalMs: 5_000,
        timeoutMs: 2_000,
        healthyThreshold: 5,
        unhealthyThreshold: 2,
        matcher: '200',
      },
      targets: ['10.0.0.5', '10.0.1.5'].map((id) => ({
        id,
        port: upstreamPort,
        availabilityZone: 'us-east-1a',
        address: { host: '127.0.0.1', port: upstreamPort },
        reachable: { allowed: true },
        desired: 'active',
      })),
    },
  ],
});
if (result.listeners[0]?.state !== 'listening') throw new Error(JSON.stringify(result.listeners));

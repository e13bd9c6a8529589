// Neargate's data plane in a process of its own, with rules, health checks and metrics as a load balancer has them.
// Told to `roll`, it replaces its targets again and again as a rolling deployment of ECS does.
import { createDataPlane } from '../../src/loadbalancer/data-plane.ts';
import { systemClock } from '../../src/core/clock.ts';
import { defaultLoadBalancerAttributes } from '../../src/loadbalancer/listener-config.ts';
import { RollingTargets } from './rolling-targets.mjs';

const [port, upstreamPort] = process.argv.slice(2).map(Number);
const targets = new RollingTargets(upstreamPort, {
  apply,
  onDeployed: () => process.send?.('deployed'),
});
const plane = createDataPlane({ clock: systemClock, report: (report) => targets.onReport(report) });
const forward = { type: 'forward', targetGroups: [{ targetGroupArn: 'group', weight: 1 }] };
let version = 0;

function apply() {
  return plane.apply({
    version: ++version,
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
          protocolVersion: 'HTTP1',
          path: '/small',
          port: 'traffic-port',
          intervalMs: targets.checkIntervalMs,
          timeoutMs: 2_000,
          healthyThreshold: 5,
          unhealthyThreshold: 2,
          matcher: '200',
        },
        targets: targets.configs(),
      },
    ],
  });
}

process.on('message', (command) => (command === 'roll' ? targets.roll() : targets.rest()));
const result = await apply();
if (result.listeners[0]?.state !== 'listening') throw new Error(JSON.stringify(result.listeners));

import { expect } from 'vitest';
import type { Step } from './step.ts';

const scaling = (name: string) => ({
  ServiceNamespace: 'ecs',
  ResourceId: `service/${name}/${name}`,
  ScalableDimension: 'ecs:service:DesiredCount',
});

/** Target tracking on the CPU of the service. */
export function autoscaling(name: string): readonly Step[] {
  return [
    {
      call: ['application-autoscaling', 'RegisterScalableTarget'],
      input: () => ({ ...scaling(name), MinCapacity: 1, MaxCapacity: 4 }),
    },
    {
      call: ['application-autoscaling', 'PutScalingPolicy'],
      input: () => ({
        ...scaling(name),
        PolicyName: 'cpu',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 60,
          PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        },
      }),
      check: ({ Alarms }) => expect(Alarms).toHaveLength(2),
    },
    {
      call: ['application-autoscaling', 'DescribeScalingPolicies'],
      input: () => ({ ServiceNamespace: 'ecs', ResourceId: scaling(name).ResourceId }),
      check: ({ ScalingPolicies }) => expect(ScalingPolicies).toMatchObject([{ PolicyName: 'cpu' }]),
    },
    { call: ['application-autoscaling', 'DeregisterScalableTarget'], input: () => scaling(name) },
  ];
}

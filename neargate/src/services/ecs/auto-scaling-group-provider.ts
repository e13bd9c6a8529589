import type { AutoScalingGroupProvider, ManagedScaling } from '@aws-sdk/client-ecs';
import { parseArn } from '../../core/arn.ts';
import { clientException, invalidParameter } from './errors.ts';

type CompleteScaling = { readonly [Member in keyof ManagedScaling]-?: NonNullable<ManagedScaling[Member]> };

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedScaling.html */
const scalingDefaults: CompleteScaling = {
  status: 'ENABLED',
  targetCapacity: 100,
  minimumScalingStepSize: 1,
  maximumScalingStepSize: 10_000,
  instanceWarmupPeriod: 300,
};

/** Not verified: what AWS answers of a provider that was created without managed scaling. */
const notScaled: CompleteScaling = {
  status: 'DISABLED',
  targetCapacity: 0,
  minimumScalingStepSize: 0,
  maximumScalingStepSize: 0,
  instanceWarmupPeriod: 0,
};

/** What is kept: what is given, else what was before, else AWS's defaults. Texts without a source are not verified. */
export function autoScalingGroupProvider(
  given: AutoScalingGroupProvider,
  before?: AutoScalingGroupProvider,
): AutoScalingGroupProvider {
  const provider = {
    autoScalingGroupArn: given.autoScalingGroupArn,
    managedScaling: managedScaling(given.managedScaling, before?.managedScaling),
    managedTerminationProtection:
      given.managedTerminationProtection ?? before?.managedTerminationProtection ?? 'DISABLED',
    managedDraining: given.managedDraining ?? before?.managedDraining ?? 'ENABLED',
  };
  requireGroup(provider.autoScalingGroupArn ?? '');
  const { status, minimumScalingStepSize, maximumScalingStepSize } = provider.managedScaling;
  if (minimumScalingStepSize > maximumScalingStepSize) {
    throw invalidParameter(
      'The minimum scaling step size of managed scaling cannot be greater than its maximum scaling step size.',
    );
  }
  if (provider.managedTerminationProtection === 'ENABLED' && status === 'DISABLED') {
    throw invalidParameter(
      'The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection, managed scaling must be enabled.',
    );
  }
  return provider;
}

function managedScaling(
  given: ManagedScaling | undefined,
  before: ManagedScaling | undefined,
): CompleteScaling {
  if (given === undefined) return filled(before, notScaled);
  // The zeros of a provider that was never scaled are no choice of its owner's.
  return filled(given, before?.targetCapacity === 0 ? scalingDefaults : filled(before, scalingDefaults));
}

function filled(scaling: ManagedScaling | undefined, rest: CompleteScaling): CompleteScaling {
  return {
    status: scaling?.status ?? rest.status,
    targetCapacity: scaling?.targetCapacity ?? rest.targetCapacity,
    minimumScalingStepSize: scaling?.minimumScalingStepSize ?? rest.minimumScalingStepSize,
    maximumScalingStepSize: scaling?.maximumScalingStepSize ?? rest.maximumScalingStepSize,
    instanceWarmupPeriod: scaling?.instanceWarmupPeriod ?? rest.instanceWarmupPeriod,
  };
}

/** A group is given by name or ARN. There is no Auto Scaling here, so that none can be looked for. */
function requireGroup(group: string): void {
  if (!group.startsWith('arn:')) {
    if (group !== '') return;
  } else {
    const arn = parseArn(group);
    if (arn?.service === 'autoscaling' && /autoScalingGroupName\/.+/.test(arn.resource)) return;
  }
  throw clientException(
    'The specified Auto Scaling group ARN is not valid. Specify a valid Auto Scaling group ARN and try again.',
  );
}

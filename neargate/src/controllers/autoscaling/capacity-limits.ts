import type { ScalableTargetRow } from '../../services/application-autoscaling/store.ts';

/**
 * What new limits make of a service's capacity at once; undefined when nothing. `later`: a deployment is under way, which
 * keeps scale-in off.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
export function limitToEnforce(
  { minCapacity, maxCapacity }: Pick<ScalableTargetRow, 'minCapacity' | 'maxCapacity'>,
  desiredCount: number,
  serviceIsDeploying: boolean,
): { readonly capacity: number; readonly cause: string } | 'later' | undefined {
  if (desiredCount < minCapacity)
    return { capacity: minCapacity, cause: `minimum capacity was set to ${minCapacity}` };
  if (desiredCount <= maxCapacity) return undefined;
  if (serviceIsDeploying) return 'later';
  return { capacity: maxCapacity, cause: `maximum capacity was set to ${maxCapacity}` };
}

import type { HealthStatus } from '@aws-sdk/client-servicediscovery';
import type { DiscoveryServiceRow, InstanceRow } from './store.ts';

/**
 * An instance's health as Cloud Map shows it; UNKNOWN where nothing checks it, which counts as healthy.
 * https://docs.aws.amazon.com/cloud-map/latest/api/API_GetInstancesHealthStatus.html
 */
export function healthOf(service: DiscoveryServiceRow, { observed }: InstanceRow): HealthStatus {
  return service.hasCustomHealth ? (observed.health ?? 'HEALTHY') : 'UNKNOWN';
}

/** The instances that get traffic: the healthy ones, or all when none is. Pure. */
export function healthyOrElseAll(
  service: DiscoveryServiceRow,
  instances: readonly InstanceRow[],
): readonly InstanceRow[] {
  const healthy = instances.filter((instance) => healthOf(service, instance) !== 'UNHEALTHY');
  return healthy.length > 0 ? healthy : instances;
}

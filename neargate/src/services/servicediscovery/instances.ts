import type { OperationContext } from '../context.ts';
import { requireAttributes } from './instance-validation.ts';
import {
  type DiscoveryServiceRow,
  instanceKey,
  type InstanceRow,
  serviceDiscoveryTablesOf,
} from './store.ts';

/**
 * Registers an instance, or replaces the attributes of one that is registered.
 * @throws AwsError InvalidInput when an attribute that the service's records need is missing or wrong
 */
export function registerInstance(
  context: OperationContext,
  service: DiscoveryServiceRow,
  instanceId: string,
  attributes: Readonly<Record<string, string>>,
  creatorRequestId?: string,
): void {
  requireAttributes(service, attributes);
  const { instances } = serviceDiscoveryTablesOf(context);
  const key = instanceKey(service.id, instanceId);
  const before = instances.get(key);
  const initial = attributes['AWS_INIT_HEALTH_STATUS'] === 'UNHEALTHY' ? 'UNHEALTHY' : 'HEALTHY';
  instances.put(key, {
    serviceId: service.id,
    instanceId,
    attributes,
    creatorRequestId: creatorRequestId ?? before?.creatorRequestId,
    createdAtMs: before?.createdAtMs ?? context.clock.now(),
    requestedHealth: before?.requestedHealth,
    observed: before?.observed ?? { health: service.hasCustomHealth ? initial : undefined },
  });
  raiseRevision(context, service.id);
}

/** @returns whether it was registered */
export function deregisterInstance(
  context: OperationContext,
  service: DiscoveryServiceRow,
  instanceId: string,
): boolean {
  const { instances } = serviceDiscoveryTablesOf(context);
  const wasRegistered = instances.delete(instanceKey(service.id, instanceId));
  if (wasRegistered) raiseRevision(context, service.id);
  return wasRegistered;
}

/** Asks for another health of an instance with a custom health check; nothing changes when it is asked for already. */
export function requestHealth(
  context: OperationContext,
  instance: InstanceRow,
  status: 'HEALTHY' | 'UNHEALTHY',
): void {
  if ((instance.requestedHealth?.status ?? instance.observed.health) === status) return;
  serviceDiscoveryTablesOf(context).instances.put(instanceKey(instance.serviceId, instance.instanceId), {
    ...instance,
    requestedHealth: { status, atMs: context.clock.now() },
  });
}

/** To be called with every change of a service's instances and their health. */
export function raiseRevision(context: OperationContext, serviceId: string): void {
  const { services } = serviceDiscoveryTablesOf(context);
  const row = services.get(serviceId);
  if (row !== undefined) services.put(row.id, { ...row, instancesRevision: row.instancesRevision + 1 });
}

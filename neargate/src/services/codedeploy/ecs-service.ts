import type { ECSService } from '@aws-sdk/client-codedeploy';
import type { EcsTables, ServiceRow } from '../ecs/store.ts';

/** The ECS service that a deployment group names, unless it has been deleted. Names may be ARNs. */
export function ecsServiceOf(
  { services }: Pick<EcsTables, 'services'>,
  { clusterName = 'default', serviceName = '' }: ECSService,
): ServiceRow | undefined {
  const cluster = clusterName.slice(clusterName.lastIndexOf('/') + 1);
  const service = serviceName.slice(serviceName.lastIndexOf('/') + 1);
  return [...services.values()].find(
    (row) => row.clusterName === cluster && row.serviceName === service && row.status !== 'INACTIVE',
  );
}

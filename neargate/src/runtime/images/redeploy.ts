import { regionalScopeOfArn } from '../../controllers/arn-scope.ts';
import { ecsTables } from '../../services/ecs/store.ts';
import type { ControlPlane } from '../control-plane.ts';

/**
 * Deploys a service again when its tasks run another image than the reference now names, or when its deployment had failed:
 * what `aws ecs update-service --force-new-deployment` does on AWS.
 */
export async function redeploy(
  plane: ControlPlane,
  serviceArn: string,
  reference: string,
  digest: string,
): Promise<void> {
  const tables = ecsTables(plane.store, regionalScopeOfArn(serviceArn));
  const service = tables.services.get(serviceArn);
  // Task sets are deployed by CodeDeploy or an external controller alone.
  if (service?.status !== 'ACTIVE' || (service.deploymentController.type ?? 'ECS') !== 'ECS') return;
  const hasFailed = service.deployments[0]?.observed.rolloutState === 'FAILED';
  const runsAnother = [...tables.tasks.values()].some(
    (task) =>
      task.serviceName === service.serviceName &&
      task.clusterArn === service.clusterArn &&
      task.desiredStatus === 'RUNNING' &&
      task.observed.containers.some(
        ({ image, imageDigest }) =>
          image === reference && imageDigest !== undefined && imageDigest !== digest,
      ),
  );
  if (hasFailed || runsAnother) await forceNewDeployment(plane, serviceArn);
}

export async function forceNewDeployment(plane: ControlPlane, serviceArn: string): Promise<void> {
  const service = ecsTables(plane.store, regionalScopeOfArn(serviceArn)).services.get(serviceArn);
  if (service === undefined) return;
  await plane.invoke(
    'ecs',
    'UpdateService',
    { cluster: service.clusterArn, service: serviceArn, forceNewDeployment: true },
    plane.contextOf(regionalScopeOfArn(serviceArn)).caller,
  );
}

import type { ServiceDeploymentRow } from '../../../services/ecs/service-deployment-row.ts';
import type { DeploymentRow, EcsTables, ServiceRow } from '../../../services/ecs/store.ts';

/** The primary deployment of a service, and the record that tells of it to DescribeServiceDeployments. */
export interface DeploymentUnderWay {
  readonly primary: DeploymentRow;
  /** Of a rollback: the record of the deployment that is rolled back. Undefined when it is not kept any more. */
  readonly record: ServiceDeploymentRow | undefined;
  /** The failed deployment that `primary` replaces; undefined when this is no rollback. */
  readonly rolledBack: DeploymentRow | undefined;
}

export function deploymentUnderWay(
  { serviceDeployments }: Pick<EcsTables, 'serviceDeployments'>,
  { deployments }: ServiceRow,
): DeploymentUnderWay | undefined {
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  if (primary === undefined) return undefined;
  const recordOf = ({ serviceDeploymentArn }: DeploymentRow) => serviceDeployments.get(serviceDeploymentArn);
  const rolledBack = deployments.find(
    (deployment) =>
      deployment.createdAtMs > primary.createdAtMs &&
      recordOf(deployment)?.observed.status === 'ROLLBACK_IN_PROGRESS',
  );
  return { primary, record: recordOf(rolledBack ?? primary), rolledBack };
}

import { tellDeploymentState } from '../../../services/ecs/service-state-events.ts';
import { isDeepStrictEqual } from 'node:util';
import type { ServiceDeploymentRow } from '../../../services/ecs/service-deployment-row.ts';
import type { DeploymentRow } from '../../../services/ecs/store.ts';
import type { ServicePass } from '../service-pass.ts';

/** The deployment in another rollout state. Pure. */
export function withRolloutState(
  deployment: DeploymentRow,
  rolloutState: DeploymentRow['observed']['rolloutState'],
  rolloutStateReason: string,
  nowMs: number,
): DeploymentRow {
  return {
    ...deployment,
    observed: { ...deployment.observed, rolloutState, rolloutStateReason, updatedAtMs: nowMs },
  };
}

/** Writes one deployment of the service. */
export function putDeployment({ tables, serviceArn }: ServicePass, changed: DeploymentRow): void {
  tables.services.update(serviceArn, (service) => ({
    ...service,
    deployments: service.deployments.map((deployment) =>
      deployment.id === changed.id ? changed : deployment,
    ),
  }));
}

/** Says on the event bus how far a deployment has come. */
export function tellDeployment(pass: ServicePass, deployment: DeploymentRow): void {
  tellDeploymentState(pass.environment, pass.scope, pass.serviceArn, deployment);
}

/** Writes into the record that DescribeServiceDeployments shows; nothing when it says so already. */
export function noteServiceDeployment(
  { tables, nowMs }: ServicePass,
  arn: string,
  change: Partial<ServiceDeploymentRow['observed']>,
): void {
  const row = tables.serviceDeployments.get(arn);
  if (row === undefined) return;
  const isKnown = Object.entries(change).every(([name, value]) =>
    isDeepStrictEqual(row.observed[name as keyof typeof change], value),
  );
  if (isKnown) return;
  tables.serviceDeployments.put(arn, {
    ...row,
    observed: { startedAtMs: nowMs, ...row.observed, ...change, updatedAtMs: nowMs },
  });
}

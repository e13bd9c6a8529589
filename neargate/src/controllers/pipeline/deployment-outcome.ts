import type { Service } from '@aws-sdk/client-ecs';
import { type EcsTables, ecsTablesOf } from '../../services/ecs/store.ts';
import type { OperationContext } from '../../services/context.ts';
import type { ActionState } from './actions/provider.ts';

/**
 * How one deployment of a service stands. ECS completes it when it is the only one left and all its tasks are healthy; a later
 * deployment takes nothing away from that, but one that comes before makes it fail.
 */
export function deploymentOutcome(
  context: OperationContext,
  service: Service,
  deploymentId: string,
): ActionState {
  const tables = ecsTablesOf(context);
  const name = service.serviceName ?? '';
  const own = service.deployments?.find(({ id }) => id === deploymentId);
  const record = [...tables.serviceDeployments.values()].find((row) => row.deploymentId === deploymentId);
  if (own?.rolloutState === 'FAILED' || record?.observed.rollback !== undefined) {
    const reason = record?.observed.statusReason ?? own?.rolloutStateReason ?? 'the deployment failed.';
    return failed(
      `The deployment ${deploymentId} of service ${name} failed. ${sentence(reason)}${causeOf(tables, deploymentId)}`,
    );
  }
  if (record?.observed.status === 'STOPPED' || record?.observed.status === 'STOP_REQUESTED') {
    const reason = record.observed.statusReason ?? 'It was stopped.';
    return failed(`The deployment ${deploymentId} of service ${name} was stopped. ${sentence(reason)}`);
  }
  if (own?.rolloutState === 'COMPLETED' || record?.observed.status === 'SUCCESSFUL')
    return { kind: 'succeeded', summary: `Deployment ${deploymentId} completed.` };
  if (own?.status === 'PRIMARY') return { kind: 'in-progress' };
  const newer = service.deployments?.find(({ status }) => status === 'PRIMARY')?.id;
  return failed(
    `The deployment ${deploymentId} of service ${name} was replaced by ${newer ?? 'another one'} before it had completed.`,
  );
}

/** Why the deployment's last task stopped, which is why the circuit breaker acted. */
function causeOf(tables: EcsTables, deploymentId: string): string {
  const stopped = [...tables.tasks.values()].filter(
    (task) => task.startedBy === deploymentId && task.stoppedReason !== undefined,
  );
  const last = stopped.findLast(({ stoppedReason = '' }) => !/Scaling activity/.test(stoppedReason));
  if (last?.stoppedReason === undefined) return '';
  const exited = last.observed.containers.find(({ exitCode = 0 }) => exitCode !== 0);
  const code = exited === undefined ? '' : ` (container ${exited.name} exited with code ${exited.exitCode})`;
  return ` Last stopped task: ${sentence(`${last.stoppedReason.replace(/\.$/, '')}${code}`)}`;
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function failed(message: string): ActionState {
  return { kind: 'failed', code: 'JobFailed', message };
}

import { TaskStartError } from '../../controllers/ecs-task/environment.ts';
import { networkInterfaceId } from '../../controllers/ecs-task/task-changes.ts';
import { pathToService } from '../../controllers/private-network/service-path.ts';
import { ecsTables } from '../../services/ecs/store.ts';
import { networkOf } from '../../services/faults/network-faults.ts';
import type { ControlPlane } from '../control-plane.ts';

/** What the Fargate agent calls for a task before its containers start. */
export type AgentService = 'secretsmanager' | 'ssm' | 's3' | 'logs';

/** The way that an agent has to services: through the interface of its task, since platform version 1.4.0. */
export type WayToService = (request: {
  readonly service: AgentService;
  readonly region: string;
  /** ECS's stoppedReason where there is none. */
  readonly stoppedReason: string;
  /** What the task wants of it, such as `read the secret db`. */
  readonly purpose: string;
}) => void;

/**
 * Judges the way from a task's interface to a service as the network is now.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
 */
export function wayToServices(
  plane: Pick<ControlPlane, 'store'>,
  scope: string,
  taskArn: string,
): WayToService {
  return ({ service, region, stoppedReason, purpose }) => {
    const task = ecsTables(plane.store, scope).tasks.get(taskArn);
    const interfaceId = task === undefined ? undefined : networkInterfaceId(task);
    if (interfaceId === undefined) throw new TaskStartError('The task has no network interface.');
    const model = networkOf(plane.store, scope);
    const { verdict } = pathToService(model, interfaceId, `com.amazonaws.${region}.${service}`);
    if (verdict.allowed) return;
    throw new TaskStartError(stoppedReason, {
      explanation: `The task cannot ${purpose}. ${verdict.reason} ${verdict.remedy}`,
    });
  };
}

import type { AlarmRow } from '../../../services/cloudwatch/store.ts';
import type { ServiceRow, TaskRow } from '../../../services/ecs/store.ts';
import type { ObservedTask } from '../service-view.ts';
import type { DeploymentUnderWay } from './deployment-under-way.ts';

/** What a deployment strategy decides from. */
export interface DeploymentView {
  readonly service: ServiceRow;
  readonly deployment: DeploymentUnderWay;
  /** Every known task of the service. */
  readonly tasks: readonly TaskRow[];
  /** Those that are wanted. */
  readonly observed: readonly ObservedTask[];
  /** The alarms that are monitored. */
  readonly alarms: readonly AlarmRow[];
}

import { codedeployTableNames, type DeploymentRow } from '../../src/services/codedeploy/store.ts';
import {
  autoscalingTableNames,
  type ScalingActivityRow,
} from '../../src/services/application-autoscaling/store.ts';
import { type AlarmRow, cloudwatchTableNames } from '../../src/services/cloudwatch/store.ts';
import {
  ecsTableNames,
  type ServiceEventRow,
  type ServiceRow,
  type TaskRow,
} from '../../src/services/ecs/store.ts';
import type { Change } from '../../src/store/table.ts';
import { short } from './view.ts';

/** What happened in a simulation, one line each, as `123.400 task 0a1b2c RUNNING`. */
export class Trace {
  readonly lines: string[] = [];
  private readonly beganAtMs: number;

  constructor(beganAtMs: number) {
    this.beganAtMs = beganAtMs;
  }

  note(nowMs: number, line: string): void {
    this.lines.push(`${((nowMs - this.beganAtMs) / 1000).toFixed(3)} ${line}`);
  }

  noteChanges(nowMs: number, changes: readonly Change[]): void {
    for (const change of changes) for (const line of linesOf(change)) this.note(nowMs, line);
  }
}

function linesOf({ table, before, after }: Change): readonly string[] {
  switch (table) {
    case ecsTableNames.tasks:
      return taskLines(before as TaskRow | undefined, after as TaskRow | undefined);
    case ecsTableNames.services:
      return serviceLines(before as ServiceRow | undefined, after as ServiceRow | undefined);
    case cloudwatchTableNames.alarms: {
      const [was, is] = [before as AlarmRow | undefined, after as AlarmRow | undefined];
      const isNews = is !== undefined && was?.observed.stateValue !== is.observed.stateValue;
      return isNews ? [`alarm ${is.alarmName} ${is.observed.stateValue}`] : [];
    }
    case autoscalingTableNames.activities: {
      const { description, cause, statusCode } = (after ?? before) as ScalingActivityRow;
      return after === undefined ? [] : [`scaling ${statusCode}: ${description} ${cause}`];
    }
    case codedeployTableNames.deployments: {
      const [was, is] = [before as DeploymentRow | undefined, after as DeploymentRow | undefined];
      const shown = (row: DeploymentRow | undefined) =>
        `${row?.observed.status ?? '-'} ${row?.observed.phase ?? ''}`;
      return is === undefined || shown(was) === shown(is) ? [] : [`${is.deploymentId} ${shown(is)}`];
    }
    case 'ecs.service-events':
      return after === undefined ? [] : [`event ${(after as ServiceEventRow).message}`];
    case 'elbv2.target-health': {
      const row = after as { readonly id: string; readonly state: string } | undefined;
      return row === undefined ? [] : [`target ${row.id} ${row.state}`];
    }
    default:
      return [];
  }
}

function taskLines(before: TaskRow | undefined, after: TaskRow | undefined): readonly string[] {
  if (after === undefined) return [];
  const lines: string[] = [];
  const name = `task ${short(after.taskArn)}`;
  const { lastStatus, healthStatus, availabilityZone } = after.observed;
  if (before === undefined) lines.push(`${name} of ${after.startedBy ?? '-'} in ${availabilityZone ?? '-'}`);
  else if (before.observed.lastStatus !== lastStatus) lines.push(`${name} ${lastStatus}`);
  if (before?.observed.healthStatus !== healthStatus && before !== undefined)
    lines.push(`${name} ${healthStatus}`);
  if (before?.desiredStatus === 'RUNNING' && after.desiredStatus === 'STOPPED') {
    lines.push(`${name} is to stop: ${after.stopCode ?? ''} ${after.stoppedReason ?? ''}`);
  }
  return lines;
}

function serviceLines(before: ServiceRow | undefined, after: ServiceRow | undefined): readonly string[] {
  const shown = (row: ServiceRow | undefined) =>
    row === undefined
      ? 'service -'
      : `service ${row.status} of ${row.desiredCount}: ${row.deployments
          .map(
            ({ id, status, observed }) =>
              `${id} ${status} ${observed.rolloutState} (${observed.failedTasks} failed)`,
          )
          .join(', ')}`;
  return shown(before) === shown(after) ? [] : [shown(after)];
}

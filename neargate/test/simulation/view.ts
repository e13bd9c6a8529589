import type { MetricStore } from '../../src/services/cloudwatch/metric-store.ts';
import { type AlarmRow, cloudwatchTables } from '../../src/services/cloudwatch/store.ts';
import {
  ecsTables,
  type EcsTables,
  type ServiceRow,
  type TaskRow,
  type TaskSetRow,
} from '../../src/services/ecs/store.ts';
import { elbv2Tables, type Elbv2Tables, targetKey } from '../../src/services/elbv2/store.ts';
import type { Store } from '../../src/store/store.ts';
import type { Container, Machine } from './machine.ts';

export const scope = '123456789012/us-east-1';

/** AWS: a task without any check counts after 40 s of RUNNING. */
const steadyAfterMs = 40_000;

/**
 * The world as the invariants see it: the tables and the machine. What a rule says is worked out here anew, from AWS's words and
 * not by the code that is under test.
 */
export class View {
  readonly ecs: EcsTables;
  readonly elbv2: Elbv2Tables;
  readonly store: Store;
  readonly nowMs: number;
  readonly metrics: MetricStore;
  private readonly machine: Machine;

  constructor(store: Store, machine: Machine, metrics: MetricStore, nowMs: number) {
    this.store = store;
    this.ecs = ecsTables(store, scope);
    this.elbv2 = elbv2Tables(store, scope);
    this.machine = machine;
    this.metrics = metrics;
    this.nowMs = nowMs;
  }

  containers(): readonly Container[] {
    return this.machine.containers();
  }

  service(): ServiceRow | undefined {
    for (const service of this.ecs.services.values()) return service;
    return undefined;
  }

  tasks(): readonly TaskRow[] {
    return [...this.ecs.tasks.values()];
  }

  alarms(): readonly AlarmRow[] {
    return [...cloudwatchTables(this.store, scope).alarms.values()];
  }

  alarm(name: string): AlarmRow | undefined {
    return cloudwatchTables(this.store, scope).alarms.get(name);
  }

  taskSets(): readonly TaskSetRow[] {
    return [...this.ecs.taskSets.values()];
  }

  taskSet(id: string): TaskSetRow | undefined {
    return this.taskSets().find((taskSet) => taskSet.id === id);
  }

  /** Tasks that are wanted: PENDING or RUNNING and not asked to stop. */
  wanted(): readonly TaskRow[] {
    return this.tasks().filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
  }

  primary(): ServiceRow['deployments'][number] | undefined {
    return this.service()?.deployments.find(({ status }) => status === 'PRIMARY');
  }

  /** That of the latest service deployment, while it is under way or has failed; what is settled is kept as by ROLLING. */
  strategy(): string {
    if (this.primary()?.observed.rolloutState === 'COMPLETED') return 'ROLLING';
    const latest = [...this.ecs.serviceDeployments.values()].at(-1);
    return latest?.deploymentConfiguration.strategy ?? 'ROLLING';
  }

  /** Rounded up, and rounded down: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html */
  bounds({ desiredCount, deploymentConfiguration }: ServiceRow): { least: number; most: number } {
    const { minimumHealthyPercent = 100, maximumPercent = 200 } = deploymentConfiguration;
    const hundredths = { least: desiredCount * minimumHealthyPercent, most: desiredCount * maximumPercent };
    return {
      least: (hundredths.least - (hundredths.least % 100)) / 100 + (hundredths.least % 100 > 0 ? 1 : 0),
      most: (hundredths.most - (hundredths.most % 100)) / 100,
    };
  }

  /** RUNNING, and by the service's checks fit to serve; without any check after 40 s. */
  isHealthy({ observed, startedBy, taskDefinitionArn }: TaskRow): boolean {
    if (observed.lastStatus !== 'RUNNING' || observed.startedAtMs === undefined) return false;
    const definition = this.ecs.taskDefinitions.get(taskDefinitionArn);
    const hasCheck = definition?.containerDefinitions.some(({ healthCheck }) => healthCheck !== undefined);
    if (hasCheck === true && observed.healthStatus !== 'HEALTHY') return false;
    const service = this.service();
    const deployment = service?.deployments.find(({ id }) => id === startedBy);
    const loadBalancers = (deployment ?? this.taskSet(startedBy ?? '') ?? service)?.loadBalancers ?? [];
    if (loadBalancers.length === 0) {
      return hasCheck === true || this.nowMs - observed.startedAtMs >= steadyAfterMs;
    }
    return loadBalancers.every(({ targetGroupArn = '', containerPort = 0 }) => {
      const key = targetKey(targetGroupArn, addressOf({ observed }), containerPort);
      const target = this.elbv2.targets.get(key);
      return (
        target !== undefined &&
        target.deregisteredAtMs === undefined &&
        this.elbv2.targetHealth.get(key)?.state === 'healthy'
      );
    });
  }

  /** The weight of a target group in the first rule of the load balancer, in percent of all. */
  trafficShare(targetGroupArn: string): number {
    for (const { priority, actions } of this.elbv2.rules.values()) {
      if (priority === 'default') continue;
      const groups = actions[0]?.ForwardConfig?.TargetGroups ?? [];
      const total = groups.reduce((sum, { Weight = 0 }) => sum + Weight, 0);
      const own = groups.find(({ TargetGroupArn }) => TargetGroupArn === targetGroupArn)?.Weight ?? 0;
      return total === 0 ? 0 : (own / total) * 100;
    }
    return 0;
  }
}

export function addressOf({ observed }: Pick<TaskRow, 'observed'>): string {
  for (const { details } of observed.attachments) {
    for (const { name, value } of details) if (name === 'privateIPv4Address') return value ?? '';
  }
  return '';
}

/** Short names for traces and messages. */
export function short(arnOrId: string): string {
  return arnOrId.slice(arnOrId.lastIndexOf('/') + 1).slice(0, 6);
}

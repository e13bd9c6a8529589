import { cloudwatchTables } from '../../../services/cloudwatch/store.ts';
import type { AlarmRow } from '../../../services/cloudwatch/store.ts';
import type { ServiceDeploymentRow } from '../../../services/ecs/service-deployment-row.ts';
import type { DeploymentRow, ServiceRow } from '../../../services/ecs/store.ts';
import type { ServicePass } from '../service-pass.ts';
import { judgeAlarms } from './alarms.ts';
import { circuitBreakerThreshold } from './circuit-breaker.ts';
import { noteServiceDeployment } from './deployment-records.ts';
import { type DeploymentFailure, findFailure } from './failure.ts';

/** What watches a deployment that is IN_PROGRESS has found. */
export interface Watch {
  readonly failure: DeploymentFailure | undefined;
  /** The alarms that are monitored. */
  readonly alarms: readonly AlarmRow[];
}

/** Looks at the circuit breaker and the alarms of a deployment under way, and writes down how they stand. */
export function watchDeployment(
  pass: ServicePass,
  service: ServiceRow,
  deployment: DeploymentRow,
  record: ServiceDeploymentRow,
): Watch {
  const { desiredCount, deploymentConfiguration: configuration } = service;
  const { alarms: alarmTable } = cloudwatchTables(pass.environment.store, pass.scope);
  const alarms = judgeAlarms(configuration.alarms, record.observed.alarms, (name) => alarmTable.get(name));
  const { failedTasks } = deployment.observed;
  const view = { configuration, desiredCount, failedTasks };
  const failure = findFailure({ ...view, record: { ...record, observed: { ...record.observed, alarms } } });
  const breaker = configuration.deploymentCircuitBreaker;
  const isTripped = failure?.cause === 'circuit breaker';
  noteServiceDeployment(pass, record.serviceDeploymentArn, {
    ...(record.observed.status === 'PENDING' ? { status: 'IN_PROGRESS' } : {}),
    alarms,
    circuitBreaker: {
      status: breaker?.enable !== true ? 'DISABLED' : isTripped ? 'TRIGGERED' : 'MONITORING',
      failureCount: failedTasks,
      threshold: circuitBreakerThreshold(desiredCount, breaker),
    },
  });
  const monitored = alarms.status === 'MONITORING' ? alarms.alarmNames : [];
  return { failure, alarms: monitored.flatMap((name) => alarmTable.get(name) ?? []) };
}

/** The monitors of a deployment that has ended without them. */
export function monitorsAtEnd({
  circuitBreaker,
  alarms,
}: ServiceDeploymentRow['observed']): Pick<ServiceDeploymentRow['observed'], 'circuitBreaker' | 'alarms'> {
  return {
    circuitBreaker: circuitBreaker && { ...circuitBreaker, status: atEnd(circuitBreaker.status) },
    alarms: alarms && { ...alarms, status: atEnd(alarms.status) },
  };
}

function atEnd<Status extends string>(status: Status): Status | 'MONITORING_COMPLETE' {
  return status === 'MONITORING' ? 'MONITORING_COMPLETE' : status;
}

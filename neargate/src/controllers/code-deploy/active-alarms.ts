import type { AlarmConfiguration } from '@aws-sdk/client-codedeploy';
import { cloudwatchTables } from '../../services/cloudwatch/store.ts';
import type { DeploymentPass } from './deployment-pass.ts';

/** The names of the deployment's alarms that are in ALARM. One that does not exist stops nothing. */
export function activeAlarms(
  { environment, scope }: DeploymentPass,
  { enabled = false, alarms = [] }: AlarmConfiguration,
): readonly string[] {
  if (!enabled) return [];
  const tables = cloudwatchTables(environment.store, scope);
  return alarms
    .map(({ name = '' }) => name)
    .filter((name) => {
      const alarm = tables.alarms.get(name) ?? tables.compositeAlarms.get(name);
      return alarm?.observed.stateValue === 'ALARM';
    });
}

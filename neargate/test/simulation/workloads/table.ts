import { autoscaling } from './autoscaling.ts';
import { codeDeploy } from './code-deploy.ts';
import { deploymentAlarms } from './deployment-alarms.ts';
import { deployments } from './deployments.ts';
import { taskSets } from './task-sets.ts';
import type { Workload } from './workload.ts';

export const workloads = {
  deployments,
  'task-sets': taskSets,
  'deployment-alarms': deploymentAlarms,
  autoscaling,
  'code-deploy': codeDeploy,
} as const satisfies Readonly<Record<string, Workload>>;

export type WorkloadName = keyof typeof workloads;

export const workloadNames = Object.keys(workloads) as readonly WorkloadName[];

import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  BlueGreenDeploymentConfiguration,
  ComputePlatform,
  CreateDeploymentGroupInput,
  DeploymentCreator,
  DeploymentStatus,
  DeploymentStyle,
  ECSService,
  ErrorInformation,
  LifecycleEventStatus,
  LoadBalancerInfo,
  MinimumHealthyHosts,
  RevisionLocation,
  Tag,
  TrafficRoutingConfig,
  ZonalConfig,
} from '@aws-sdk/client-codedeploy';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';
import type { AppSpec } from './appspec/appspec.ts';
import type { LifecycleEventName } from './lifecycle-events.ts';

export interface ApplicationRow {
  readonly applicationName: string;
  /** A UUID. */
  readonly applicationId: string;
  readonly computePlatform: ComputePlatform;
  readonly createdAtMs: number;
  readonly tags: readonly Tag[];
}

/** What CreateDeploymentGroup and UpdateDeploymentGroup set. */
export type DeploymentGroupSettings = Omit<
  CreateDeploymentGroupInput,
  'applicationName' | 'deploymentGroupName' | 'tags'
>;

export interface DeploymentGroupRow {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  /** A UUID. */
  readonly deploymentGroupId: string;
  readonly computePlatform: ComputePlatform;
  readonly settings: DeploymentGroupSettings;
  readonly tags: readonly Tag[];
}

export interface DeploymentConfigRow {
  readonly deploymentConfigName: string;
  /** A UUID. */
  readonly deploymentConfigId: string;
  readonly computePlatform: ComputePlatform;
  readonly minimumHealthyHosts?: MinimumHealthyHosts | undefined;
  readonly trafficRoutingConfig?: TrafficRoutingConfig | undefined;
  readonly zonalConfig?: ZonalConfig | undefined;
  /** Absent in those that AWS provides. */
  readonly createdAtMs?: number | undefined;
}

export interface LifecycleEventRow {
  readonly name: LifecycleEventName;
  /** Skipped: the event has no hook, or there is no test listener, so that nothing was done. */
  readonly status: LifecycleEventStatus;
  readonly startedAtMs?: number | undefined;
  readonly endedAtMs?: number | undefined;
  /** Why it failed. */
  readonly message?: string | undefined;
}

/** A validation function that a deployment waits for. */
export interface HookExecutionRow {
  readonly executionId: string;
  readonly event: LifecycleEventName;
  /** A Lambda function's name or ARN. */
  readonly functionName: string;
  readonly startedAtMs: number;
  readonly expiresAtMs: number;
}

/** Where a deployment is: in one of its events, or in what CodeDeploy does between and behind them. */
export type DeploymentPhase =
  | LifecycleEventName
  | 'ReadyWait'
  | 'TerminationWait'
  | 'TerminateOriginal'
  /** Of a rollback. */
  | 'TerminateReplacement';

/** What the deployment works on; found when it starts, and fixed from then on. */
export interface DeploymentScene {
  readonly serviceArn: string;
  /** What the revision said when the deployment began. */
  readonly appSpec: AppSpec;
  /** `ecs-svc/…` */
  readonly originalTaskSetId: string;
  readonly originalTargetGroupArn: string;
  readonly replacementTargetGroupArn: string;
  /** Absent until Install has made it. */
  readonly replacementTaskSetId?: string | undefined;
}

/** One deployment. The settings are copied from its group and configuration when it is created. */
export interface DeploymentRow {
  /** `d-` and 9 characters. */
  readonly deploymentId: string;
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly deploymentConfigName: string;
  readonly trafficRoutingConfig: TrafficRoutingConfig;
  /** Absent in a rollback to what was there before CodeDeploy deployed. */
  readonly revision?: RevisionLocation | undefined;
  readonly previousRevision?: RevisionLocation | undefined;
  readonly description?: string | undefined;
  readonly creator: DeploymentCreator;
  readonly ecsService: ECSService;
  readonly deploymentStyle: DeploymentStyle;
  readonly blueGreenDeploymentConfiguration: BlueGreenDeploymentConfiguration;
  readonly loadBalancerInfo: LoadBalancerInfo;
  readonly autoRollbackConfiguration: AutoRollbackConfiguration;
  readonly alarmConfiguration: AlarmConfiguration;
  readonly overrideAlarmConfiguration?: AlarmConfiguration | undefined;
  readonly createdAtMs: number;
  /** The deployment that this one takes back. */
  readonly rollbackOf?: string | undefined;
  /** What StopDeployment asked for; the controller acts on it. */
  readonly stopRequest?: { readonly rollback: boolean } | undefined;
  /** The waits that ContinueDeployment has ended. */
  readonly continued: readonly ('READY_WAIT' | 'TERMINATION_WAIT')[];
  /** Answers for validation functions, by execution id; the controller acts on them. */
  readonly hookAnswers: Readonly<Record<string, 'Succeeded' | 'Failed'>>;
  /** Written by the controller. */
  readonly observed: {
    readonly status: DeploymentStatus;
    readonly updatedAtMs: number;
    readonly startedAtMs?: number | undefined;
    readonly completedAtMs?: number | undefined;
    readonly errorInformation?: ErrorInformation | undefined;
    readonly rollbackDeploymentId?: string | undefined;
    readonly rollbackMessage?: string | undefined;
    readonly phase?: DeploymentPhase | undefined;
    readonly phaseSinceMs?: number | undefined;
    /** Which step of the traffic shift; 0 is the first. */
    readonly step?: number | undefined;
    readonly events: readonly LifecycleEventRow[];
    readonly hook?: HookExecutionRow | undefined;
    readonly scene?: DeploymentScene | undefined;
  };
}

export interface RevisionRow {
  readonly applicationName: string;
  readonly revision: RevisionLocation;
  readonly description?: string | undefined;
  readonly registeredAtMs: number;
  readonly firstUsedAtMs?: number | undefined;
  readonly lastUsedAtMs?: number | undefined;
  readonly deploymentGroups: readonly string[];
}

export interface CodedeployTables {
  /** Keyed by name. */
  readonly applications: Table<ApplicationRow>;
  /** Keyed by `groupKey`. */
  readonly groups: Table<DeploymentGroupRow>;
  /** Keyed by name; without those that AWS provides. */
  readonly configs: Table<DeploymentConfigRow>;
  /** Keyed by id, oldest first. */
  readonly deployments: Table<DeploymentRow>;
  /** Keyed by `revisionKey`. */
  readonly revisions: Table<RevisionRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const codedeployTableNames = {
  applications: 'codedeploy.applications',
  groups: 'codedeploy.deployment-groups',
  configs: 'codedeploy.deployment-configs',
  deployments: 'codedeploy.deployments',
  revisions: 'codedeploy.revisions',
} as const satisfies Record<keyof CodedeployTables, string>;

export function codedeployTables(store: Store, scope: string): CodedeployTables {
  return {
    applications: store.table(codedeployTableNames.applications, scope),
    groups: store.table(codedeployTableNames.groups, scope),
    configs: store.table(codedeployTableNames.configs, scope),
    deployments: store.table(codedeployTableNames.deployments, scope),
    revisions: store.table(codedeployTableNames.revisions, scope),
  };
}

export function codedeployTablesOf(context: OperationContext): CodedeployTables {
  return codedeployTables(context.store, regionalScope(context.caller));
}

export function groupKey(applicationName: string, deploymentGroupName: string): string {
  return `${applicationName}/${deploymentGroupName}`;
}

/** Whether the deployment has not ended. */
export function isActive({ observed: { status } }: Pick<DeploymentRow, 'observed'>): boolean {
  return status !== 'Succeeded' && status !== 'Failed' && status !== 'Stopped';
}

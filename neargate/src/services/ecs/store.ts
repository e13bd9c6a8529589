import type {
  AutoScalingGroupProvider,
  CapacityProviderStrategyItem,
  CapacityProviderUpdateStatus,
  ClusterConfiguration,
  ClusterServiceConnectDefaults,
  ClusterSetting,
  ContainerDefinition,
  DeploymentConfiguration,
  DeploymentController,
  EphemeralStorage,
  HealthStatus,
  InferenceAccelerator,
  KeyValuePair,
  LaunchType,
  LoadBalancer,
  ManagedAgent,
  ManagedInstancesProvider,
  NetworkConfiguration,
  PlacementConstraint,
  PlacementStrategy,
  PropagateTags,
  ProxyConfiguration,
  RuntimePlatform,
  ServiceConnectConfiguration,
  ServiceRegistry,
  ServiceVolumeConfiguration,
  StabilityStatus,
  Tag,
  TaskDefinitionPlacementConstraint,
  TaskOverride,
  TaskStopCode,
  Volume,
} from '@aws-sdk/client-ecs';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';
import type { ServiceDeploymentRow } from './service-deployment-row.ts';

export interface ClusterRow {
  readonly clusterArn: string;
  readonly clusterName: string;
  /** A deleted cluster stays describable as INACTIVE. */
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly settings: readonly ClusterSetting[];
  readonly configuration?: ClusterConfiguration | undefined;
  readonly serviceConnectDefaults?: ClusterServiceConnectDefaults | undefined;
  readonly capacityProviders: readonly string[];
  readonly defaultCapacityProviderStrategy: readonly CapacityProviderStrategyItem[];
  readonly tags: readonly Tag[];
  readonly createdAtMs: number;
}

/** One of the account's own; FARGATE and FARGATE_SPOT have no rows. */
export interface CapacityProviderRow {
  readonly capacityProviderArn: string;
  readonly name: string;
  readonly type: 'EC2_AUTOSCALING' | 'MANAGED_INSTANCES';
  /** The only cluster that may use it, of managed instances. */
  readonly clusterName?: string | undefined;
  /** A deleted provider stays describable as INACTIVE. */
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly updateStatus?: CapacityProviderUpdateStatus | undefined;
  readonly autoScalingGroupProvider?: AutoScalingGroupProvider | undefined;
  readonly managedInstancesProvider?: ManagedInstancesProvider | undefined;
  readonly tags: readonly Tag[];
}

/** The last revision given out in a family; revisions are never reused, not even after deletion. */
export interface FamilyRow {
  readonly family: string;
  readonly lastRevision: number;
}

export interface TaskDefinitionRow {
  readonly taskDefinitionArn: string;
  readonly family: string;
  readonly revision: number;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  /** As given, with the defaults AWS writes into them (`essential` true, `cpu` 0, `hostPort` = `containerPort`, …). */
  readonly containerDefinitions: readonly ContainerDefinition[];
  readonly taskRoleArn?: string | undefined;
  readonly executionRoleArn?: string | undefined;
  readonly networkMode: 'awsvpc' | 'bridge' | 'host' | 'none';
  readonly volumes: readonly Volume[];
  readonly placementConstraints: readonly TaskDefinitionPlacementConstraint[];
  readonly requiresCompatibilities?: readonly string[] | undefined;
  readonly compatibilities: readonly string[];
  /** CPU units as a decimal string, such as `256`. */
  readonly cpu?: string | undefined;
  /** MiB as a decimal string, such as `512`. */
  readonly memory?: string | undefined;
  readonly pidMode?: string | undefined;
  readonly ipcMode?: string | undefined;
  readonly proxyConfiguration?: ProxyConfiguration | undefined;
  readonly inferenceAccelerators?: readonly InferenceAccelerator[] | undefined;
  readonly ephemeralStorage?: EphemeralStorage | undefined;
  readonly runtimePlatform?: RuntimePlatform | undefined;
  readonly enableFaultInjection?: boolean | undefined;
  readonly registeredAtMs: number;
  readonly deregisteredAtMs?: number | undefined;
  readonly deleteRequestedAtMs?: number | undefined;
  readonly registeredBy: string;
  readonly tags: readonly Tag[];
}

/** What a deployment starts tasks from; copied from the service when the deployment begins. */
export interface DeploymentTemplate {
  /** An ARN; empty in a service of the EXTERNAL controller that has no primary task set yet. */
  readonly taskDefinition: string;
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined;
  readonly platformVersion?: string | undefined;
  readonly platformFamily?: string | undefined;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  readonly loadBalancers: readonly LoadBalancer[];
  readonly serviceRegistries: readonly ServiceRegistry[];
  readonly serviceConnectConfiguration?: ServiceConnectConfiguration | undefined;
  readonly volumeConfigurations?: readonly ServiceVolumeConfiguration[] | undefined;
}

export interface DeploymentRow extends DeploymentTemplate {
  /** As the service's, but each with the target group that this deployment's tasks are registered in. */
  readonly loadBalancers: readonly LoadBalancer[];
  /** `ecs-svc/` and 19 digits; also the `startedBy` of its tasks. */
  readonly id: string;
  /** PRIMARY is the one wanted; ACTIVE an older one that still has tasks; INACTIVE one that has been replaced. */
  readonly status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE';
  readonly desiredCount: number;
  readonly createdAtMs: number;
  readonly serviceRevisionArn: string;
  readonly serviceDeploymentArn: string;
  /** Written by the deployment controller. */
  readonly observed: {
    readonly updatedAtMs: number;
    readonly rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
    readonly rolloutStateReason: string;
    /** Consecutive failures as the circuit breaker counts them. */
    readonly failedTasks: number;
    /** The tasks already counted into `failedTasks`, so that none is counted twice. */
    readonly countedTaskArns?: readonly string[];
    /** Consecutive tasks that never reached RUNNING, for the start throttle. */
    readonly startFailures?: { readonly count: number; readonly lastAtMs: number };
    /** Its tasks that have been healthy, so that each sets `failedTasks` back once. */
    readonly healthyTaskArns?: readonly string[];
    /** Whether one of its tasks has reached RUNNING: the circuit breaker's second stage. */
    readonly hasReachedRunning?: boolean;
    /** When it was COMPLETED last: such a deployment can be gone back to. */
    readonly completedAtMs?: number | undefined;
  };
}

export interface ServiceRow extends DeploymentTemplate {
  readonly serviceArn: string;
  readonly serviceName: string;
  readonly clusterArn: string;
  readonly clusterName: string;
  /** ACTIVE, then DRAINING while its tasks stop after DeleteService, then INACTIVE (still describable). */
  readonly status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  readonly desiredCount: number;
  readonly deploymentConfiguration: DeploymentConfiguration;
  readonly deploymentController: DeploymentController;
  readonly healthCheckGracePeriodSeconds?: number | undefined;
  readonly schedulingStrategy: 'REPLICA' | 'DAEMON';
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  readonly enableEcsManagedTags: boolean;
  readonly enableExecuteCommand: boolean;
  readonly propagateTags: PropagateTags;
  readonly availabilityZoneRebalancing: 'ENABLED' | 'DISABLED';
  readonly roleArn: string;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly deletedAtMs?: number | undefined;
  readonly clientToken?: string | undefined;
  readonly tags: readonly Tag[];
  /** Newest first. A steady service has exactly one, PRIMARY and COMPLETED. */
  readonly deployments: readonly DeploymentRow[];
  /** The deployment under way or last finished. */
  readonly currentServiceDeployment?: string | undefined;
  /** The latest UpdateService, which resets the start throttle. */
  readonly lastUpdatedAtMs?: number | undefined;
  /** Tasks started to even out the availability zones, until as many others have been stopped. Written by the scheduler. */
  readonly rebalancingTaskArns?: readonly string[] | undefined;
}

export interface ServiceEventRow {
  readonly id: string;
  readonly createdAtMs: number;
  readonly message: string;
}

/** An immutable snapshot of what a deployment deploys. */
export interface ServiceRevisionRow extends DeploymentTemplate {
  readonly serviceRevisionArn: string;
  readonly serviceArn: string;
  readonly clusterArn: string;
  readonly createdAtMs: number;
  /** Images as resolved when the deployment's first task pulled them; written by the task controller. */
  readonly observed: {
    readonly containerImages: readonly {
      readonly containerName: string;
      readonly image: string;
      readonly imageDigest?: string | undefined;
    }[];
  };
  /** The target groups that its tasks are registered in, and the rules that lead there. */
  readonly resolvedLoadBalancers?:
    | readonly { readonly targetGroupArn: string; readonly productionListenerRule?: string | undefined }[]
    | undefined;
}

/** A set of tasks of a service whose deployments CodeDeploy or an external controller makes. */
export interface TaskSetRow extends DeploymentTemplate {
  /** `ecs-svc/` and 19 digits; also the `startedBy` of its tasks. */
  readonly id: string;
  readonly taskSetArn: string;
  readonly serviceArn: string;
  readonly clusterArn: string;
  /** PRIMARY serves production traffic; DRAINING stops its tasks after DeleteTaskSet and is forgotten then. */
  readonly status: 'PRIMARY' | 'ACTIVE' | 'DRAINING';
  /** `CODE_DEPLOY` for one that CodeDeploy made. */
  readonly startedBy?: string | undefined;
  readonly externalId?: string | undefined;
  /** Percent of the service's desired count. */
  readonly scalePercent: number;
  readonly clientToken?: string | undefined;
  readonly tags: readonly Tag[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Written by the service scheduler. */
  readonly observed: {
    readonly stabilityStatus: StabilityStatus;
    readonly stabilityStatusAtMs: number;
    /** Failed tasks that have been told of. */
    readonly countedTaskArns: readonly string[];
    /** Consecutive tasks that never reached RUNNING, for the start throttle. */
    readonly startFailures?: { readonly count: number; readonly lastAtMs: number };
  };
}

export interface AttachmentRow {
  /** A UUID. */
  readonly id: string;
  readonly type: 'ElasticNetworkInterface';
  readonly status: 'PRECREATED' | 'CREATED' | 'ATTACHING' | 'ATTACHED' | 'DETACHING' | 'DETACHED' | 'DELETED';
  /** subnetId, networkInterfaceId, macAddress, privateDnsName, privateIPv4Address. */
  readonly details: readonly KeyValuePair[];
}

export interface ContainerRow {
  readonly containerArn: string;
  readonly name: string;
  readonly image: string;
  readonly imageDigest?: string | undefined;
  readonly runtimeId?: string | undefined;
  readonly lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
  readonly healthStatus: HealthStatus;
  /** Present only once the container has exited. */
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
  readonly cpu: string;
  readonly memory?: string | undefined;
  readonly memoryReservation?: string | undefined;
  readonly managedAgents?: readonly ManagedAgent[] | undefined;
  /** Shown by the task metadata endpoint only. */
  readonly startedAtMs?: number | undefined;
  readonly finishedAtMs?: number | undefined;
  /** How often its restart policy has started it again. */
  readonly restartCount?: number | undefined;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

export interface TaskRow {
  readonly taskArn: string;
  /** 32 hexadecimal digits. */
  readonly taskId: string;
  readonly clusterArn: string;
  readonly clusterName: string;
  readonly taskDefinitionArn: string;
  /** `service:NAME`, or `family:FAMILY` for a standalone task that named none. */
  readonly group: string;
  /** The deployment's id for tasks of a service; what the caller gave for others. */
  readonly startedBy?: string | undefined;
  /** The service it belongs to; absent for standalone tasks. */
  readonly serviceName?: string | undefined;
  readonly launchType: LaunchType;
  readonly capacityProviderName?: string | undefined;
  readonly platformVersion: string;
  readonly platformFamily: string;
  /** CPU units as a decimal string. */
  readonly cpu: string;
  /** MiB as a decimal string. */
  readonly memory: string;
  readonly ephemeralStorageGib: number;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  readonly overrides: TaskOverride;
  readonly enableExecuteCommand: boolean;
  readonly tags: readonly Tag[];
  /** Of the RunTask call that started it. */
  readonly clientToken?: string | undefined;
  readonly cpuArchitecture?: string | undefined;
  readonly createdAtMs: number;
  /** What is wanted. Flips first; `observed.lastStatus` follows. */
  readonly desiredStatus: 'RUNNING' | 'STOPPED';
  /** Why the desired status is STOPPED. */
  readonly stopCode?: TaskStopCode | undefined;
  readonly stoppedReason?: string | undefined;
  /** Why it failed to start and what to change, where AWS's reason does not say it. Never in AWS's answers. */
  readonly explanation?: string | undefined;
  readonly protection?: { readonly expiresAtMs: number } | undefined;
  /** Written by the task controller. */
  readonly observed: {
    readonly lastStatus: TaskStatus;
    /** Raised by one with every change that DescribeTasks shows. */
    readonly version: number;
    readonly healthStatus: HealthStatus;
    readonly availabilityZone?: string | undefined;
    readonly connectivity?: 'CONNECTED' | 'DISCONNECTED' | undefined;
    readonly connectivityAtMs?: number | undefined;
    readonly attachments: readonly AttachmentRow[];
    readonly containers: readonly ContainerRow[];
    readonly pullStartedAtMs?: number | undefined;
    readonly pullStoppedAtMs?: number | undefined;
    readonly startedAtMs?: number | undefined;
    readonly stoppingAtMs?: number | undefined;
    readonly executionStoppedAtMs?: number | undefined;
    readonly stoppedAtMs?: number | undefined;
  };
}

export interface AccountSettingRow {
  readonly name: string;
  readonly value: string;
  /** `default` for the account's default, else the principal it is for. */
  readonly principalArn: string;
}

/** The tables of ECS in one account and region. Rows are keyed by ARN unless said otherwise. */
export interface EcsTables {
  readonly clusters: Table<ClusterRow>;
  readonly capacityProviders: Table<CapacityProviderRow>;
  /** Keyed by family name. */
  readonly families: Table<FamilyRow>;
  readonly taskDefinitions: Table<TaskDefinitionRow>;
  readonly services: Table<ServiceRow>;
  readonly serviceDeployments: Table<ServiceDeploymentRow>;
  readonly serviceRevisions: Table<ServiceRevisionRow>;
  readonly taskSets: Table<TaskSetRow>;
  readonly tasks: Table<TaskRow>;
  /** Keyed by principal and name. */
  readonly accountSettings: Table<AccountSettingRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const ecsTableNames = {
  clusters: 'ecs.clusters',
  capacityProviders: 'ecs.capacity-providers',
  families: 'ecs.families',
  taskDefinitions: 'ecs.task-definitions',
  services: 'ecs.services',
  serviceDeployments: 'ecs.service-deployments',
  serviceRevisions: 'ecs.service-revisions',
  taskSets: 'ecs.task-sets',
  tasks: 'ecs.tasks',
  accountSettings: 'ecs.account-settings',
} as const satisfies Record<keyof EcsTables, string>;

export function ecsTables(store: Store, scope: string): EcsTables {
  return {
    clusters: store.table(ecsTableNames.clusters, scope),
    capacityProviders: store.table(ecsTableNames.capacityProviders, scope),
    families: store.table(ecsTableNames.families, scope),
    taskDefinitions: store.table(ecsTableNames.taskDefinitions, scope),
    services: store.table(ecsTableNames.services, scope),
    serviceDeployments: store.table(ecsTableNames.serviceDeployments, scope),
    serviceRevisions: store.table(ecsTableNames.serviceRevisions, scope),
    taskSets: store.table(ecsTableNames.taskSets, scope),
    tasks: store.table(ecsTableNames.tasks, scope),
    accountSettings: store.table(ecsTableNames.accountSettings, scope),
  };
}

export function ecsTablesOf(context: OperationContext): EcsTables {
  return ecsTables(context.store, regionalScope(context.caller));
}

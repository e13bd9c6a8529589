import type {
  DeploymentConfiguration,
  DeploymentLifecycleHookAction,
  DeploymentLifecycleHookStage,
  DeploymentLifecycleHookStatus,
  DeploymentLifecycleHookTargetType,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentRollbackMonitorsStatus,
  ServiceDeploymentStatus,
  StopServiceDeploymentStopType,
} from '@aws-sdk/client-ecs';

/** Every stage of a deployment that shifts traffic. The SDK's type lacks one that AWS documents. */
export type LifecycleStage = ServiceDeploymentLifecycleStage | DeploymentLifecycleHookStage;

export interface ServiceDeploymentRow {
  readonly serviceDeploymentArn: string;
  readonly serviceArn: string;
  readonly clusterArn: string;
  /** The id of the deployment inside the service, `ecs-svc/…`. */
  readonly deploymentId: string;
  readonly targetServiceRevisionArn: string;
  readonly sourceServiceRevisionArns: readonly string[];
  readonly deploymentConfiguration: DeploymentConfiguration;
  readonly createdAtMs: number;
  /** Set by StopServiceDeployment; the controller acts on it. */
  readonly stopRequest?:
    | { readonly stopType: StopServiceDeploymentStopType; readonly atMs: number }
    | undefined;
  /** Answers to lifecycle hooks by their ids; the controller acts on them. */
  readonly hookAnswers?: Readonly<Record<string, DeploymentLifecycleHookAction>> | undefined;
  /** Written by the deployment controller. */
  readonly observed: {
    readonly status: ServiceDeploymentStatus;
    readonly statusReason?: string | undefined;
    readonly lifecycleStage?: LifecycleStage | undefined;
    /** When `lifecycleStage`, or the traffic shift's step in it, began. */
    readonly stageSinceMs?: number | undefined;
    /** Which of the steps of the production traffic shift; 0 is the first. */
    readonly step?: number | undefined;
    /** Of a traffic shift: the deployment that served when it began. */
    readonly blueDeploymentId?: string | undefined;
    /** Percent of the traffic that the target revision is to get, as the listener rules say. */
    readonly traffic?: { readonly production: number; readonly test: number } | undefined;
    readonly startedAtMs?: number | undefined;
    readonly finishedAtMs?: number | undefined;
    readonly updatedAtMs: number;
    readonly circuitBreaker?:
      | {
          readonly status: ServiceDeploymentRollbackMonitorsStatus;
          readonly failureCount: number;
          readonly threshold: number;
        }
      | undefined;
    readonly alarms?:
      | {
          readonly status: ServiceDeploymentRollbackMonitorsStatus;
          readonly alarmNames: readonly string[];
          readonly triggeredAlarmNames: readonly string[];
        }
      | undefined;
    readonly hooks?: readonly LifecycleHookRow[] | undefined;
    readonly rollback?:
      | {
          readonly reason: string;
          readonly startedAtMs: number;
          readonly serviceRevisionArn: string;
        }
      | undefined;
  };
}

/** One run of a lifecycle hook: a stage's hook runs once each time the deployment comes to the stage. */
export interface LifecycleHookRow {
  readonly hookId: string;
  readonly stage: LifecycleStage;
  readonly step: number;
  readonly targetType: DeploymentLifecycleHookTargetType;
  /** The ARN of a Lambda function. */
  readonly targetArn?: string | undefined;
  readonly status: DeploymentLifecycleHookStatus;
  readonly startedAtMs: number;
  readonly expiresAtMs: number;
  readonly timeoutAction: DeploymentLifecycleHookAction;
}

/** What a running server tells about pipelines and deliveries, beside admin-protocol.ts. Times are milliseconds since the epoch. */

export interface PipelineStatus {
  readonly name: string;
  readonly region: string;
  readonly executionMode: string;
  /** The CodeCommit branch that its Source reads; absent for another source. */
  readonly source?: PipelineSource;
  /** Stages that nothing may enter, with the reason that was given. */
  readonly disabledStages: Readonly<Record<string, string>>;
  /** The latest executions, newest first. */
  readonly executions: readonly PipelineExecutionStatus[];
}

export interface PipelineSource {
  readonly repositoryName: string;
  readonly branchName: string;
  /** A git remote on this machine. */
  readonly url: string;
  /** The commit that the branch is at; absent until something is pushed. */
  readonly commitId?: string;
}

export interface PipelineExecutionStatus {
  readonly pipelineName: string;
  readonly id: string;
  /** AWS's word: InProgress, Succeeded, Failed, Stopping, Stopped, Superseded, Cancelled. */
  readonly status: string;
  readonly summary?: string;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly trigger: { readonly type: string; readonly detail: string };
  /** What its first source found. */
  readonly revision?: { readonly id: string; readonly summary?: string };
  /** All stages, those that it has not come to yet included. */
  readonly stages: readonly StageStatus[];
  /** Images that were pushed to the registry while it ran. */
  readonly images: readonly string[];
  /** Why it failed; present for status Failed. */
  readonly cause?: FailureCause;
}

export interface StageStatus {
  readonly name: string;
  /** Absent until the execution enters it. */
  readonly status?: string;
  readonly actions: readonly ActionStatus[];
}

export interface ActionStatus {
  readonly name: string;
  /** Such as CodeBuild, ECS, CodeCommit, Manual. */
  readonly provider: string;
  /** Absent until it begins. */
  readonly status?: string;
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  /** Where it is: a build's phase, a service's rollout. */
  readonly detail?: string;
  /** AWS's text of what went wrong. */
  readonly error?: string;
  /** The id of the build that it started. */
  readonly buildId?: string;
  /** Whether it waits for somebody to approve it. */
  readonly isWaitingForApproval?: true;
}

/** A failure in one sentence, and what there is to see beside it. */
export interface FailureCause {
  /** `STAGE/ACTION` */
  readonly where: string;
  readonly sentence: string;
  /** `file:line` of the buildspec, Dockerfile or HCL behind it. */
  readonly place?: string;
  /** The last lines that the build wrote, or the service's events. */
  readonly lines: readonly string[];
  readonly remedy?: string;
}

/** Asks the server to push a project to the repository that a pipeline reads. Answered with a stream of `DeliveryLine`. */
export interface DeliveryRequest {
  /** Absolute path of a directory of the project. */
  readonly directory: string;
  readonly includeUncommitted: boolean;
  /** Needed where pipelines read several repositories or branches. */
  readonly repository?: string;
  readonly branch?: string;
  /** Also what builds write. */
  readonly withBuildLogs: boolean;
}

export type DeliveryLine =
  | {
      readonly kind: 'pushed';
      readonly commitId: string;
      readonly repository: string;
      readonly branch: string;
      readonly url: string;
      /** False when the branch was at this commit already. */
      readonly isNew: boolean;
      /** Files that are not committed; `isLeftOut` says whether they were pushed too. */
      readonly uncommitted: readonly string[];
      readonly isLeftOut: boolean;
      readonly notices: readonly string[];
      readonly tookMs: number;
    }
  | {
      readonly kind: 'event';
      readonly detailType: string;
      readonly event: string;
      readonly reference: string;
    }
  | { readonly kind: 'rule'; readonly rule: string; readonly pipeline: string; readonly executionId: string }
  /** A stage that Neargate's own end interrupted is run again. */
  | { readonly kind: 'retry'; readonly pipeline: string; readonly stage: string }
  /** The execution as it is now; comes again at each change. */
  | { readonly kind: 'execution'; readonly execution: PipelineExecutionStatus }
  | { readonly kind: 'log'; readonly project: string; readonly text: string }
  | DeliveryEnd;

export interface DeliveryEnd {
  readonly kind: 'end';
  /**
   * `unchanged`: there was nothing to push and nothing is under way. `not-started`: the push started no pipeline.
   * `superseded`: a later execution took over.
   */
  readonly outcome: 'succeeded' | 'failed' | 'unchanged' | 'not-started' | 'superseded';
  readonly commitId: string;
  readonly tookMs: number;
  /** Why, where it is not `succeeded`. */
  readonly cause?: FailureCause;
}

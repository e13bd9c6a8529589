/** What the command line and a running server say about the lifecycle hooks of deployments, beside admin-protocol.ts. */

export const hooksPath = '/deployment-hooks';

/** A lifecycle hook that a deployment waits for. */
export interface HookStatus {
  readonly hookId: string;
  readonly cluster: string;
  readonly service: string;
  /** The ARN of ECS's service deployment, or the id of CodeDeploy's deployment. */
  readonly deployment: string;
  /** AWS's word: a stage of ECS, such as POST_TEST_TRAFFIC_SHIFT, or an event of CodeDeploy, such as AfterAllowTestTraffic. */
  readonly stage: string;
  /** PAUSE or AWS_LAMBDA. */
  readonly targetType: string;
  /** The Lambda function that AWS would call; absent for a pause. */
  readonly targetArn?: string;
  /** AWS's word: AWAITING_ACTION or IN_PROGRESS. */
  readonly status: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  /** What happens then: ROLLBACK or CONTINUE; of CodeDeploy FAIL, which rolls back where its deployment group says so. */
  readonly timeoutAction: string;
}

export interface HookAnswer {
  /** May be left out where only one hook waits. */
  readonly hookId?: string;
  readonly action: 'CONTINUE' | 'ROLLBACK';
}

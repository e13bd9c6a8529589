import type { Clock } from '../core/clock.ts';
import type { IdSource } from '../core/ids.ts';
import type { Store } from '../store/store.ts';
import type { BlobStore } from './blobs.ts';
import type { MetricStore } from './cloudwatch/metric-store.ts';
import type { GitRepositories } from '../core/git-repository.ts';
import type { Authorization } from './iam/authorization/denials.ts';
import type { LogStore } from './logs/log-store.ts';
import type { WebIdentityKeys } from './sts/web-identity-keys.ts';

/** Who calls, and for which account and region. Data is separate per account and region. */
export interface Caller {
  readonly accountId: string;
  readonly region: string;
  readonly partition: 'aws';
  /** The principal's ARN, such as `arn:aws:iam::123456789012:root` or an assumed role. */
  readonly principalArn: string;
  /** Documents that a session was started with, which may only take away. Absent without any. */
  readonly sessionPolicies?: readonly string[] | undefined;
}

/** Everything an operation may use. It reads and writes tables and returns; it never waits, spawns or proxies. */
export interface OperationContext {
  readonly caller: Caller;
  /** What calls are judged by. Absent where nobody judges. */
  readonly authorization?: Authorization;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Contents too large for the journal: S3 objects, image layers. */
  readonly blobs: BlobStore;
  /** Log events, which are too many for the journal. */
  readonly logs: LogStore;
  /** Metric data, kept in bounded memory. */
  readonly metrics: MetricStore;
  /** CodeCommit's repositories, which real git reads and writes too. */
  readonly git: GitRepositories;
  /** By which tokens of identity providers are verified. Absent where no keys are known. */
  readonly webIdentityKeys?: WebIdentityKeys;
  /** Where the gateway answers, such as `http://localhost:4566`; for repository URIs and clone URLs. */
  readonly gatewayUrl: string;
}

/** The scope of tables whose rows belong to one account in one region. */
export function regionalScope(caller: Caller): string {
  return `${caller.accountId}/${caller.region}`;
}

/** The scope of tables whose rows belong to an account in every region, as in IAM. */
export function globalScope(caller: Caller): string {
  return caller.accountId;
}

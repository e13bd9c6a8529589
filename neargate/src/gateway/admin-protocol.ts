/**
 * What the command line and the console say to a running server, beside AWS's own API: JSON over HTTP under
 * `/_neargate/`. Streams are one JSON object a line.
 */

import type { FaultStatus } from './network-protocol.ts';
import type { PipelineStatus } from './pipeline-protocol.ts';

export const adminPrefix = '/_neargate';

/** Every running server sends this header, so that a client can tell it from another program on the port. */
export const serverHeader = 'Neargate';

export interface StatusDocument {
  readonly version: string;
  readonly url: string;
  readonly stateDirectory: string;
  readonly accountId: string;
  readonly region: string;
  readonly timing: string;
  readonly loadBalancers: readonly LoadBalancerStatus[];
  readonly services: readonly ServiceStatus[];
  readonly databases: readonly DatabaseStatus[];
  readonly pipelines: readonly PipelineStatus[];
  /** What is broken on request. */
  readonly faults: readonly FaultStatus[];
  /** Resource types, and parts of ECS services, that are kept and shown but that nothing enforces or runs, with how many there are. */
  readonly storedOnly: readonly { readonly type: string; readonly count: number }[];
  /** Resource types whose policies are evaluated and refuse nothing, with how many there are; none where policies are enforced. */
  readonly evaluatedOnly: readonly { readonly type: string; readonly count: number }[];
  /** Everything that is not as it should be, worst first. */
  readonly problems: readonly Problem[];
}

export interface LoadBalancerStatus {
  readonly name: string;
  readonly arn: string;
  readonly state: string;
  readonly dnsName: string;
  readonly listeners: readonly ListenerStatus[];
}

export interface ListenerStatus {
  readonly port: number;
  readonly protocol: string;
  /** Where the listener is served on this machine; absent while it is not. */
  readonly url?: string;
  readonly error?: string;
  /** Whether every rule sends the client elsewhere, so that nothing is served here. */
  readonly onlyRedirects: boolean;
  /** In evaluation order, the default last. */
  readonly rules: readonly { readonly when: string; readonly then: string }[];
}

export interface ServiceStatus {
  readonly cluster: string;
  readonly name: string;
  readonly status: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  /** Tasks that the load balancer reports healthy; absent for a service without a load balancer. */
  readonly healthyCount?: number;
  readonly taskDefinition: string;
  readonly rolloutState: string;
  readonly rolloutStateReason: string;
  readonly tasks: readonly TaskStatusLine[];
  /** The latest service events, newest first. */
  readonly events: readonly { readonly at: string; readonly message: string }[];
}

export interface TaskStatusLine {
  readonly id: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly availabilityZone: string;
  readonly privateAddress: string;
  /** Where the task listens on this machine. */
  readonly localAddress: string;
  readonly pids: readonly number[];
  readonly targetHealth?: string;
  readonly targetHealthReason?: string;
  readonly stoppedReason?: string;
}

export interface DatabaseStatus {
  readonly identifier: string;
  readonly status: string;
  readonly endpoint?: string;
  readonly localAddress?: string;
  readonly reason?: string;
}

/** A failure that explains itself: one sentence of cause, the resource, the line behind it, and what to change. */
export interface Problem {
  readonly resource: string;
  readonly cause: string;
  /** `file:line` of the HCL behind the resource, when it was made from one. */
  readonly place?: string;
  readonly remedy?: string;
}

/** Asks the server to run the Terraform engine. Answered with a stream of `TerraformLine`. */
export interface TerraformRequest {
  readonly action: 'plan' | 'apply' | 'destroy' | 'output';
  /** Absolute path of the root module. */
  readonly directory: string;
  /** `name=value` as given to -var, in order with the files of -var-file. */
  readonly variables: readonly { readonly kind: 'value' | 'file'; readonly text: string }[];
  /** The caller's TF_VAR_ variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly targets?: readonly string[];
  readonly workspace?: string;
  readonly color: boolean;
  readonly width: number;
  /** Of `output`: print JSON, or one value raw. */
  readonly format?: 'text' | 'json' | 'raw';
  readonly outputName?: string;
  /** Of `plan`: exit code 2 when there are changes. */
  readonly detailedExitCode?: boolean;
}

export type TerraformLine =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  /** The last line. The exit code is what `terraform` would give. */
  | { readonly kind: 'end'; readonly exitCode: number };

export interface LogLine {
  readonly timestampMs: number;
  readonly stream: string;
  readonly message: string;
}

export interface AdminError {
  readonly message: string;
  readonly remedy?: string;
}

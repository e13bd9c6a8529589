/**
 * What the command line says to a running server about the network: faults on request, and why a connection gets through or
 * not. JSON over HTTP beside the rest of the admin API. Names are what users have at hand: ids, ARNs, `Name` tags, names.
 */
export const faultsPath = '/faults';
export const explainPath = '/explain-connection';

export type FaultRequest =
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'nat'; readonly natGateway: string }
  /** Kills every process of the task, once. */
  | { readonly kind: 'task'; readonly task: string }
  /** Without a delay, health checks get no answer. */
  | {
      readonly kind: 'target';
      readonly targetGroup: string;
      /** A task or a private address. */
      readonly target: string;
      readonly delayMs?: number;
    }
  /** Two security groups, or two subnets. */
  | { readonly kind: 'cut'; readonly between: readonly [string, string] }
  | { readonly kind: 'disk'; readonly project: string; readonly sizeMib: number };

export interface FaultStatus {
  readonly id: string;
  /** What is broken, as a phrase. */
  readonly what: string;
  readonly since: string;
}

export interface FaultAnswer {
  /** What has been done, as a sentence. */
  readonly said: string;
  /** Absent for what is over at once. */
  readonly fault?: FaultStatus;
}

/** The ends are a task, service, database, load balancer, network interface, private address, or an address outside. */
export interface ExplainRequest {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

export interface Explanation {
  readonly allowed: boolean;
  readonly from: string;
  readonly to: string;
  readonly port: number;
  /** What the connection passes, in order; up to where it ends. */
  readonly path: readonly ExplainedStep[];
  /** Why it does not get through, and what to change. */
  readonly denial?: { readonly reason: string; readonly remedy: string; readonly place?: string };
  /** How much of the verdict this machine holds programs to. */
  readonly enforcement: string;
}

export interface ExplainedStep {
  readonly what: string;
  /** `file:line` of the HCL behind it, when it was made from one. */
  readonly place?: string;
}

/** A place a packet passes on its way. */
export interface Step {
  readonly resourceId: string;
  readonly kind: StepKind;
}

export type StepKind =
  | 'interface'
  /** Broken on request. */
  | 'fault'
  | 'security-group-egress'
  | 'security-group-ingress'
  | 'network-acl'
  | 'route'
  | 'internet-gateway'
  | 'nat-gateway'
  | 'endpoint'
  | 'internet';

/** Whether a connection can be made and, when not, the first place that stops it. */
export type Verdict =
  | { readonly allowed: true; readonly path: readonly Step[] }
  | {
      readonly allowed: false;
      /** The resource to look at. */
      readonly at: string;
      readonly kind: StepKind;
      /** One sentence that names the rule that is missing or in the way. */
      readonly reason: string;
      /** What to change, as a sentence. */
      readonly remedy: string;
    };

export type Denial = Extract<Verdict, { allowed: false }>;

/** The first denial of checks that are made in order; undefined when all pass. */
export function firstDenial(...checks: readonly (() => Denial | undefined)[]): Denial | undefined {
  for (const check of checks) {
    const found = check();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the command line and a running server say about IAM's policies, beside admin-protocol.ts. */

export const explainAccessPath = '/iam/explain';
export const denialsPath = '/iam/denials';

/** Asks what a role or user may do; with an action, whether it may do that. */
export interface ExplainAccessRequest {
  /** A name or an ARN. */
  readonly principal: string;
  readonly action?: string | undefined;
  /** An ARN; `*` when absent. */
  readonly resource?: string | undefined;
}

export interface AccessDenialView {
  /** ISO 8601, of the last time. */
  readonly at: string;
  readonly principalArn: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
  readonly reason: string;
  readonly remedy: string;
  /** Whether the call was refused; otherwise AWS would have. */
  readonly isEnforced: boolean;
  readonly count: number;
}

export interface DenialsDocument {
  readonly isEnforced: boolean;
  readonly denials: readonly AccessDenialView[];
}

export interface AccessExplanation extends DenialsDocument {
  readonly principalArn: string;
  readonly policies: readonly {
    readonly kind: 'identity' | 'boundary' | 'session';
    readonly name: string;
    readonly statements: readonly {
      readonly effect: 'Allow' | 'Deny';
      readonly actions: readonly string[];
      readonly resources: readonly string[];
      readonly condition?: unknown;
    }[];
  }[];
  /** The answer about the action that was asked for. */
  readonly verdict?: {
    readonly isAllowed: boolean;
    /** What allows it, or AWS's text of the denial. */
    readonly text: string;
    readonly reason?: string;
    readonly remedy?: string;
  };
}

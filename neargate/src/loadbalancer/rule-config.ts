export interface RuleConfig {
  readonly arn: string;
  /** 1 to 50000, or `default` for the rule without conditions that comes last. */
  readonly priority: number | 'default';
  /** All must hold. */
  readonly conditions: readonly RuleCondition[];
  readonly action: RuleAction;
  /** At most one of each type; none on the default rule. */
  readonly transforms?: readonly RuleTransform[];
}

/** Rewrites what matches before the request goes to a target; the rules have seen what the client sent. */
export interface RuleTransform {
  readonly type: 'host-header-rewrite' | 'url-rewrite';
  readonly regex: string;
  /** `$1` to `$9` are the groups of the expression. */
  readonly replace: string;
}

/**
 * Values of one condition are alternatives: of `values`, where `*` is zero or more characters and `?` exactly one, or of
 * `regexValues`.
 */
export type RuleCondition =
  | {
      readonly field: 'path-pattern' | 'host-header';
      readonly values: readonly string[];
      readonly regexValues?: readonly string[];
    }
  | {
      readonly field: 'http-header';
      readonly headerName: string;
      readonly values: readonly string[];
      readonly regexValues?: readonly string[];
    }
  | { readonly field: 'http-request-method'; readonly values: readonly string[] }
  | {
      readonly field: 'query-string';
      readonly values: readonly { readonly key?: string; readonly value: string }[];
    }
  | { readonly field: 'source-ip'; readonly values: readonly string[] };

export type RuleAction = ForwardAction | FixedResponseAction | RedirectAction;

export interface ForwardAction {
  readonly type: 'forward';
  /** Chosen by weight at random per request; a weight of 0 gets nothing. */
  readonly targetGroups: readonly { readonly targetGroupArn: string; readonly weight: number }[];
  /** TargetGroupStickinessConfig: a client stays with the group chosen first for so long. Absent = off. */
  readonly stickinessMs?: number;
}

export interface FixedResponseAction {
  readonly type: 'fixed-response';
  /** 200 to 599. */
  readonly statusCode: number;
  readonly contentType: string;
  readonly messageBody: string;
}

/** AWS's placeholders `#{protocol} #{host} #{port} #{path} #{query}` are filled from the request. */
export interface RedirectAction {
  readonly type: 'redirect';
  readonly statusCode: 301 | 302;
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

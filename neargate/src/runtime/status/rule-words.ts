import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';

/** A rule's conditions as a person would say them; all of them must hold. */
export function conditionsInWords(conditions: readonly RuleCondition[]): string {
  return conditions.length === 0 ? 'otherwise' : conditions.map(conditionInWords).join(' and ');
}

function conditionInWords(condition: RuleCondition): string {
  const values = (own: { Values?: string[] | undefined } | undefined) =>
    (own?.Values ?? condition.Values ?? []).join(' or ');
  switch (condition.Field) {
    case 'host-header':
      return `host ${values(condition.HostHeaderConfig)}`;
    case 'http-header':
      return `header ${condition.HttpHeaderConfig?.HttpHeaderName ?? ''}: ${values(condition.HttpHeaderConfig)}`;
    case 'http-request-method':
      return `method ${values(condition.HttpRequestMethodConfig)}`;
    case 'query-string': {
      const pairs = (condition.QueryStringConfig?.Values ?? []).map(({ Key, Value = '' }) =>
        Key === undefined ? Value : `${Key}=${Value}`,
      );
      return `query ${pairs.join(' or ')}`;
    }
    case 'source-ip':
      return `source ${values(condition.SourceIpConfig)}`;
    default:
      return values(condition.PathPatternConfig);
  }
}

/** What a rule does, by its last action, which decides. `nameOf` gives a target group's name. */
export function actionsInWords(
  actions: readonly Action[],
  nameOf: (targetGroupArn: string) => string,
): string {
  const action: Partial<Action> = actions.at(-1) ?? {};
  const { FixedResponseConfig: fixed, RedirectConfig: redirect } = action;
  switch (action.Type) {
    case 'fixed-response':
      return `answer ${fixed?.StatusCode ?? '200'}`;
    case 'redirect': {
      const {
        Protocol = '#{protocol}',
        Host = '#{host}',
        Port = '#{port}',
        Path = '/#{path}',
      } = redirect ?? {};
      const status = redirect?.StatusCode === 'HTTP_301' ? '301' : '302';
      return `redirect ${status} to ${Protocol.toLowerCase()}://${Host}:${Port}${Path}`;
    }
    default: {
      const groups = action.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action.TargetGroupArn }];
      const names = groups.map(({ TargetGroupArn = '', Weight }) =>
        groups.length > 1 && Weight !== undefined
          ? `${nameOf(TargetGroupArn)} (weight ${Weight})`
          : nameOf(TargetGroupArn),
      );
      return names.join(', ');
    }
  }
}

/** The paths that a rule serves, when its conditions name any. */
export function pathsOf(conditions: readonly RuleCondition[]): readonly string[] {
  return conditions.flatMap((condition) =>
    condition.Field === 'path-pattern' ? (condition.PathPatternConfig?.Values ?? condition.Values ?? []) : [],
  );
}

import type {
  Action,
  RuleCondition as AwsCondition,
  RuleTransform as AwsTransform,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { RuleAction, RuleCondition, RuleConfig, RuleTransform } from '../../loadbalancer/rule-config.ts';
import type { Elbv2Tables, RuleRow } from '../../services/elbv2/store.ts';

/** The rules of a listener as the data plane takes them: in the order of evaluation. */
export function ruleConfigs(tables: Elbv2Tables, listenerArn: string): RuleConfig[] {
  return [...tables.rules.values()]
    .filter((rule) => rule.listenerArn === listenerArn)
    .toSorted((left, right) => priorityNumber(left) - priorityNumber(right))
    .map((rule) => ({
      arn: rule.ruleArn,
      priority: rule.priority,
      conditions: rule.conditions.map(ruleCondition),
      action: ruleAction(rule),
      ...(rule.transforms === undefined ? {} : { transforms: rule.transforms.map(ruleTransform) }),
    }));
}

function priorityNumber({ priority }: RuleRow): number {
  return priority === 'default' ? Number.POSITIVE_INFINITY : priority;
}

function ruleCondition(condition: AwsCondition): RuleCondition {
  const alternatives = (
    own: { Values?: string[] | undefined; RegexValues?: string[] | undefined } | undefined,
  ) => ({
    values: own?.Values ?? condition.Values ?? [],
    ...(own?.RegexValues === undefined ? {} : { regexValues: own.RegexValues }),
  });
  switch (condition.Field) {
    case 'host-header':
      return { field: 'host-header', ...alternatives(condition.HostHeaderConfig) };
    case 'http-header':
      return {
        field: 'http-header',
        headerName: condition.HttpHeaderConfig?.HttpHeaderName ?? '',
        ...alternatives(condition.HttpHeaderConfig),
      };
    case 'http-request-method':
      return { field: 'http-request-method', values: condition.HttpRequestMethodConfig?.Values ?? [] };
    case 'query-string':
      return {
        field: 'query-string',
        values: (condition.QueryStringConfig?.Values ?? []).map(({ Key, Value = '' }) =>
          Key === undefined ? { value: Value } : { key: Key, value: Value },
        ),
      };
    case 'source-ip':
      return { field: 'source-ip', values: condition.SourceIpConfig?.Values ?? [] };
    default:
      return { field: 'path-pattern', ...alternatives(condition.PathPatternConfig) };
  }
}

function ruleTransform(transform: AwsTransform): RuleTransform {
  const [rewrite] = (transform.UrlRewriteConfig ?? transform.HostHeaderRewriteConfig)?.Rewrites ?? [];
  return {
    type: transform.Type === 'host-header-rewrite' ? 'host-header-rewrite' : 'url-rewrite',
    regex: rewrite?.Regex ?? '',
    replace: rewrite?.Replace ?? '',
  };
}

/** The last action decides: a rule ends with forward, redirect or fixed-response. */
function ruleAction({ actions }: RuleRow): RuleAction {
  const action: Partial<Action> = actions.at(-1) ?? {};
  const { FixedResponseConfig: fixed, RedirectConfig: redirect } = action;
  const stickiness = action.ForwardConfig?.TargetGroupStickinessConfig;
  switch (action.Type) {
    case 'fixed-response':
      return {
        type: 'fixed-response',
        statusCode: Number(fixed?.StatusCode ?? 200),
        contentType: fixed?.ContentType ?? 'text/plain',
        messageBody: fixed?.MessageBody ?? '',
      };
    case 'redirect':
      return {
        type: 'redirect',
        statusCode: redirect?.StatusCode === 'HTTP_301' ? 301 : 302,
        protocol: redirect?.Protocol ?? '#{protocol}',
        host: redirect?.Host ?? '#{host}',
        port: redirect?.Port ?? '#{port}',
        path: redirect?.Path ?? '/#{path}',
        query: redirect?.Query ?? '#{query}',
      };
    default:
      return {
        type: 'forward',
        targetGroups: (
          action.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }]
        ).map(({ TargetGroupArn = '', Weight = 1 }) => ({ targetGroupArn: TargetGroupArn, weight: Weight })),
        ...(stickiness?.Enabled === true
          ? { stickinessMs: (stickiness.DurationSeconds ?? 3600) * 1000 }
          : {}),
      };
  }
}

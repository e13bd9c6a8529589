import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  invalidConfigurationRequest,
  invalidLoadBalancerAction,
  targetGroupAssociationLimit,
  targetGroupNotFound,
  tooMany,
  unsupported,
  validationError,
} from './errors.ts';
import { accountLimits } from './limits.ts';
import type { Elbv2Tables, LoadBalancerRow } from './store.ts';
import { countTargetGroupsOf, loadBalancerUsing } from './target-groups-in-use.ts';

const maxTargetGroupsPerAction = accountLimits['target-groups-per-action-on-application-load-balancer'];
const maxTargetGroupsPerLoadBalancer = accountLimits['target-groups-per-application-load-balancer'];
/** Seven days. */
const maxStickinessSeconds = 604_800;
const contentTypes = ['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json'];

/**
 * Checks a rule's actions and gives them as AWS shows them: both forms of a forward to one group, every part of a redirect, an
 * order. Authentication actions are refused, since the data plane does not have them.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html
 */
export function checkedActions(
  tables: Elbv2Tables,
  loadBalancer: LoadBalancerRow,
  protocol: string,
  actions: readonly Action[],
): Action[] {
  if (actions.length === 0) throw validationError('An action must be specified');
  const ordered = actions
    .map((action, index) => ({ ...action, Order: action.Order ?? index + 1 }))
    .toSorted((left, right) => left.Order - right.Order);
  if (ordered.length > 1) {
    throw validationError(
      "You can specify only one of 'forward', 'redirect', or 'fixed-response' as the final action",
    );
  }
  return ordered.map((action) => {
    if (action.Order < 1 || action.Order > 50_000) {
      throw validationError("The action order must be between '1' and '50000' inclusive");
    }
    return checkedAction(tables, loadBalancer, protocol, action);
  });
}

function checkedAction(
  tables: Elbv2Tables,
  loadBalancer: LoadBalancerRow,
  protocol: string,
  action: Action,
): Action {
  const base = { Type: action.Type, Order: action.Order };
  if (loadBalancer.type === 'network' && action.Type !== 'forward') {
    throw invalidLoadBalancerAction(`Action type '${action.Type}' is not valid for this load balancer type`);
  }
  switch (action.Type) {
    case 'forward':
      return { ...base, ...checkedForward(tables, loadBalancer, action) };
    case 'redirect':
      return { ...base, RedirectConfig: checkedRedirect(protocol, action.RedirectConfig) };
    case 'fixed-response':
      return { ...base, FixedResponseConfig: checkedFixedResponse(action.FixedResponseConfig) };
    case 'authenticate-cognito':
    case 'authenticate-oidc':
    case 'jwt-validation':
      throw unsupported(`${action.Type} actions`);
    default:
      throw validationError(`'${String(action.Type)}' is not a valid action type`);
  }
}

function checkedForward(
  tables: Elbv2Tables,
  loadBalancer: LoadBalancerRow,
  action: Action,
): Pick<Action, 'TargetGroupArn' | 'ForwardConfig'> {
  const groups =
    action.ForwardConfig?.TargetGroups ??
    (action.TargetGroupArn === undefined ? [] : [{ TargetGroupArn: action.TargetGroupArn }]);
  if (groups.length === 0) throw validationError('A target group ARN must be specified');
  if (groups.length > maxTargetGroupsPerAction) {
    throw validationError(`A forward action can have at most '${maxTargetGroupsPerAction}' target groups`);
  }
  const [only] = groups.length === 1 ? groups : [];
  if (action.TargetGroupArn !== undefined && only?.TargetGroupArn !== action.TargetGroupArn) {
    throw validationError(
      'You cannot specify both a target group ARN and a forward configuration with different target groups',
    );
  }
  const checked = groups.map(({ TargetGroupArn: arn = '', Weight: weight = 1 }) => {
    const group = tables.targetGroups.get(arn);
    if (group === undefined) throw targetGroupNotFound();
    if (weight < 0 || weight > 999)
      throw validationError("The weight must be between '0' and '999' inclusive");
    const user = loadBalancerUsing(tables, arn);
    if (user === undefined && countTargetGroupsOf(tables, loadBalancer) >= maxTargetGroupsPerLoadBalancer) {
      throw tooMany(
        'UniqueTargetGroupsPerLoadBalancer',
        `A load balancer can have at most '${maxTargetGroupsPerLoadBalancer}' target groups`,
      );
    }
    if (user !== undefined && user.loadBalancerArn !== loadBalancer.loadBalancerArn) {
      throw targetGroupAssociationLimit(arn);
    }
    if (group.vpcId !== undefined && group.vpcId !== loadBalancer.vpcId) {
      throw invalidConfigurationRequest(
        `The target group '${arn}' and the load balancer are not in the same VPC`,
      );
    }
    const isHttp = group.targetType === 'lambda' || group.protocol === 'HTTP' || group.protocol === 'HTTPS';
    if (isHttp !== (loadBalancer.type === 'application')) {
      throw invalidConfigurationRequest(
        `The protocol '${group.protocol ?? ''}' of target group '${arn}' does not fit a load balancer of type '${loadBalancer.type}'`,
      );
    }
    return { TargetGroupArn: arn, Weight: weight };
  });
  const stickiness = action.ForwardConfig?.TargetGroupStickinessConfig;
  const duration = stickiness?.DurationSeconds;
  if (stickiness?.Enabled === true && duration === undefined) {
    throw validationError('A duration must be specified for target group stickiness');
  }
  if (duration !== undefined && (duration < 1 || duration > maxStickinessSeconds)) {
    throw validationError(
      `Target group stickiness duration must be between '1' and '${maxStickinessSeconds}' seconds`,
    );
  }
  if (new Set(checked.map((group) => group.TargetGroupArn)).size < checked.length) {
    throw validationError('A target group can be specified only once in a forward action');
  }
  return {
    TargetGroupArn: only?.TargetGroupArn,
    ForwardConfig: {
      TargetGroups: checked,
      TargetGroupStickinessConfig: {
        Enabled: stickiness?.Enabled ?? false,
        DurationSeconds: stickiness?.DurationSeconds,
      },
    },
  };
}

function checkedRedirect(protocol: string, config: Action['RedirectConfig']): Action['RedirectConfig'] {
  if (config === undefined) throw validationError('A redirect configuration must be specified');
  const redirect = {
    Protocol: config.Protocol ?? '#{protocol}',
    Port: config.Port ?? '#{port}',
    Host: config.Host ?? '#{host}',
    Path: config.Path ?? '/#{path}',
    Query: config.Query ?? '#{query}',
    StatusCode: config.StatusCode,
  };
  if (redirect.StatusCode !== 'HTTP_301' && redirect.StatusCode !== 'HTTP_302') {
    throw validationError("The redirect status code must be 'HTTP_301' or 'HTTP_302'");
  }
  if (!/^(HTTPS?|#\{protocol\})$/.test(redirect.Protocol)) {
    throw validationError("The redirect protocol must be 'HTTP', 'HTTPS', or '#{protocol}'");
  }
  const port = Number(redirect.Port);
  if (redirect.Port !== '#{port}' && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    throw validationError("The redirect port must be between '1' and '65535' or '#{port}'");
  }
  if (!redirect.Path.startsWith('/')) throw validationError("The redirect path must start with '/'");
  if (redirect.Host.length > 128 || redirect.Path.length > 128 || redirect.Query.length > 128) {
    throw validationError("The redirect host, path and query can have at most '128' characters");
  }
  if (protocol === 'HTTPS' && redirect.Protocol === 'HTTP') {
    throw invalidLoadBalancerAction('You cannot redirect HTTPS to HTTP');
  }
  const unchanged =
    redirect.Protocol === '#{protocol}' &&
    redirect.Port === '#{port}' &&
    redirect.Host === '#{host}' &&
    redirect.Path === '/#{path}';
  if (unchanged) {
    throw invalidLoadBalancerAction(
      'The redirect configuration is not valid because it creates a loop. Modify the protocol, host, port or path.',
    );
  }
  return redirect;
}

function checkedFixedResponse(config: Action['FixedResponseConfig']): Action['FixedResponseConfig'] {
  if (config?.StatusCode === undefined || !/^(2|4|5)\d\d$/.test(config.StatusCode)) {
    throw validationError("The fixed response status code must be '2XX', '4XX' or '5XX'");
  }
  if (config.ContentType !== undefined && !contentTypes.includes(config.ContentType)) {
    throw validationError(`The fixed response content type must be one of [${contentTypes.join(', ')}]`);
  }
  if (Buffer.byteLength(config.MessageBody ?? '') > 1024) {
    throw validationError("The fixed response message body can have at most '1024' characters");
  }
  return { StatusCode: config.StatusCode, ContentType: config.ContentType, MessageBody: config.MessageBody };
}

import type { ConnectionFacts } from './clients/connection-facts.ts';
import { fieldIds } from './http/field-names.ts';
import type { RequestHead } from './http/message-head.ts';
import type { Listener, ListenerContext } from './listener.ts';
import type { Node } from './node.ts';
import type { RequestRecord } from './request-log.ts';
import type { OwnResponse } from './responses.ts';
import { errorResponse, fixedResponse, redirectResponse } from './responses.ts';
import { chooseTargetGroup, redirectLocation } from './rules/actions.ts';
import type { RuleSubject } from './rules/conditions.ts';
import { withoutPort } from './rules/conditions.ts';
import type { CompiledRule } from './rules/match.ts';
import { matchRule } from './rules/match.ts';
import type { CompiledTransforms } from './rules/transforms.ts';
import type { ForwardAction, RedirectAction } from './rule-config.ts';
import { cookieValue } from './stickiness/cookies.ts';
import { groupCookie, stickyGroup } from './stickiness/group-stickiness.ts';
import { Session } from './stickiness/session.ts';
import type { TargetGroup } from './targets/target-group.ts';

/** ALB answers 463 to more addresses in X-Forwarded-For than this. */
const maxForwardedAddresses = 30;

/** ALB makes no Location longer than this. */
const maxLocationBytes = 8_192;

/** A request whose head has been read. */
export interface RoutedRequest extends RuleSubject {
  readonly requestHead: RequestHead;
  readonly record: RequestRecord;
  readonly connection: ConnectionFacts;
}

/** What becomes of a request: an answer of the load balancer's own, or a target group. */
export type Decision =
  | { readonly kind: 'answer'; readonly response: OwnResponse }
  | { readonly kind: 'forward'; readonly group: TargetGroup; readonly session: Session | undefined };

/** Routes a request by its listener's rules, and counts and records what was decided. */
export function route(request: RoutedRequest, listener: Listener, context: ListenerContext): Decision {
  const { requestHead, record } = request;
  const { counters } = request.connection.node;
  countForm(request, listener);
  if (requestHead.method === 'TRACE') return answer(errorResponse(405));
  if (hasTooManyForwardedAddresses(request)) return answer(errorResponse(463));

  const index = matchRule(listener.rules, request);
  const rule = listener.rules[index];
  if (rule === undefined) return answer(errorResponse(503));
  // CloudWatch does not count the default rule.
  counters.RuleEvaluations += rule.priority === 0 ? index : index + 1;
  record.priority = rule.priority;
  record.action = rule.action.type;
  switch (rule.action.type) {
    case 'forward':
      return forward(request, rule, rule.action, context);
    case 'redirect':
      return redirect(request, rule.action, listener, context);
    case 'fixed-response': {
      const { statusCode, contentType, messageBody } = rule.action;
      counters.HTTP_Fixed_Response_Count++;
      return answer(fixedResponse(statusCode, contentType, messageBody));
    }
  }
}

function answer(response: OwnResponse): Decision {
  return { kind: 'answer', response };
}

function countForm({ requestHead, connection }: RoutedRequest, listener: Listener): void {
  const { counters } = connection.node;
  if (requestHead.desyncReason !== undefined) counters.DesyncMitigationMode_NonCompliant_Request_Count++;
  if (connection.client.host.includes(':')) counters.IPv6RequestCount++;
  if (!requestHead.hasInvalidFieldNames) return;
  if (listener.config.attributes.dropInvalidHeaders) counters.DroppedInvalidHeaderRequestCount++;
  else counters.ForwardedInvalidHeaderRequestCount++;
}

function forward(
  request: RoutedRequest,
  { transforms }: CompiledRule,
  action: ForwardAction,
  context: ListenerContext,
): Decision {
  const { record, requestHead } = request;
  if (transforms !== undefined && !applyTransforms(request, transforms)) return answer(errorResponse(500));
  const now = context.clock.now();
  const { node } = request.connection;
  const cookies = action.stickinessMs === undefined ? undefined : requestHead.valuesNamed('cookie');
  const arn =
    cookies === undefined
      ? chooseTargetGroup(action, context.random)
      : heldGroup(action, cookies, node, context, now);
  const group = arn === undefined ? undefined : context.targetGroup(arn);
  if (group === undefined) return answer(errorResponse(503));
  record.targetGroupArn = group.config.arn;
  const isSticky = cookies !== undefined || group.config.stickiness !== undefined;
  const session = isSticky
    ? new Session(action, group, node, cookies ?? requestHead.valuesNamed('cookie'), context.seal, now)
    : undefined;
  return { kind: 'forward', group, session };
}

function heldGroup(
  action: ForwardAction,
  cookies: readonly string[],
  { counters }: Node,
  { seal, random }: ListenerContext,
  nowMs: number,
): string | undefined {
  const choice = stickyGroup(action, cookieValue(cookies, groupCookie), seal, nowMs, random);
  if (!choice.isHeld) counters.NonStickyRequestCount++;
  return choice.targetGroupArn;
}

/** Whether the request can be sent as the rule rewrites it. */
function applyTransforms(request: RoutedRequest, transforms: CompiledTransforms): boolean {
  const { requestHead, record } = request;
  const host = request.host === undefined ? undefined : withoutPort(request.host);
  const transformed = transforms(host, request.pathAndQuery);
  if (transformed.status === undefined) return true;
  record.transformed = transformed;
  if (transformed.status !== 'TransformSuccess') return false;
  requestHead.rewrittenHost = transformed.host;
  requestHead.rewrittenPathAndQuery = transformed.pathAndQuery;
  return true;
}

function redirect(
  request: RoutedRequest,
  action: RedirectAction,
  listener: Listener,
  context: ListenerContext,
): Decision {
  const { counters } = request.connection.node;
  const { loadBalancerArn, port } = listener.config;
  const location = redirectLocation(action, {
    scheme: listener.scheme,
    host: request.host,
    listenerPort: port,
    pathAndQuery: request.pathAndQuery,
    places: {
      own: listener.servedAt,
      of: (listenerPort) => context.servedAt(loadBalancerArn, listenerPort),
    },
  });
  if (location.length > maxLocationBytes) {
    // What the client is answered is not written down anywhere.
    counters.HTTP_Redirect_Url_Limit_Exceeded_Count++;
    return answer(errorResponse(500));
  }
  counters.HTTP_Redirect_Count++;
  request.record.redirectUrl = location;
  return answer(redirectResponse(action.statusCode, location));
}

function hasTooManyForwardedAddresses({ requestHead }: RoutedRequest): boolean {
  if (requestHead.indexOf(fieldIds.forwardedFor) === -1) return false;
  return requestHead.valuesNamed('x-forwarded-for').join(',').split(',').length > maxForwardedAddresses;
}

import { fieldIds } from './http/field-names.ts';
import type { RequestHead } from './http/message-head.ts';
import type { Listener, ListenerContext } from './listener.ts';
import type { RequestRecord } from './request-log.ts';
import type { OwnResponse } from './responses.ts';
import { errorResponse, fixedResponse, redirectResponse } from './responses.ts';
import { chooseTargetGroup, redirectLocation } from './rules/actions.ts';
import type { RuleSubject } from './rules/conditions.ts';
import { matchRule } from './rules/match.ts';
import type { RedirectAction } from './snapshot.ts';
import type { TargetGroup } from './targets/target-group.ts';

/** ALB answers 463 to more addresses in X-Forwarded-For than this. */
const maxForwardedAddresses = 30;

/** A request whose head has been read. */
export interface RoutedRequest extends RuleSubject {
  readonly requestHead: RequestHead;
  readonly record: RequestRecord;
}

/** What becomes of a request: an answer of the load balancer's own, or a target group. */
export type Decision =
  | { readonly kind: 'answer'; readonly response: OwnResponse }
  | { readonly kind: 'forward'; readonly group: TargetGroup };

/** Routes a request by its listener's rules, and counts and records what was decided. */
export function route(request: RoutedRequest, listener: Listener, context: ListenerContext): Decision {
  const { requestHead, record } = request;
  const { counters } = listener;
  if (requestHead.framingDoubt) counters.DesyncMitigationMode_NonCompliant_Request_Count++;
  if (requestHead.hasInvalidFieldNames) {
    if (listener.config.attributes.dropInvalidHeaders) counters.DroppedInvalidHeaderRequestCount++;
    else counters.ForwardedInvalidHeaderRequestCount++;
  }
  if (requestHead.method === 'TRACE') return answer(errorResponse(405));
  if (hasTooManyForwardedAddresses(request)) return answer(errorResponse(463));

  const index = matchRule(listener.rules, request);
  const rule = listener.rules[index];
  counters.RuleEvaluations += index + 1;
  if (rule === undefined) return answer(errorResponse(503));
  record.priority = rule.priority;
  record.action = rule.action.type;
  switch (rule.action.type) {
    case 'forward': {
      const arn = chooseTargetGroup(rule.action, context.random);
      const group = arn === undefined ? undefined : context.targetGroup(arn);
      if (group === undefined) return answer(errorResponse(503));
      record.targetGroupArn = group.config.arn;
      return { kind: 'forward', group };
    }
    case 'redirect':
      return redirect(request, rule.action, listener);
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

function redirect(request: RoutedRequest, action: RedirectAction, listener: Listener): Decision {
  const location = redirectLocation(action, {
    scheme: listener.scheme,
    host: request.host,
    listenerPort: listener.config.port,
    pathAndQuery: request.pathAndQuery,
  });
  listener.counters.HTTP_Redirect_Count++;
  request.record.redirectUrl = location;
  return answer(redirectResponse(action.statusCode, location));
}

function hasTooManyForwardedAddresses({ requestHead }: RoutedRequest): boolean {
  if (requestHead.indexOf(fieldIds.forwardedFor) === -1) return false;
  return requestHead.valuesNamed('x-forwarded-for').join(',').split(',').length > maxForwardedAddresses;
}

import type { OperationContext } from '../../context.ts';
import type { Protocol, ServiceDefinition } from '../../operation.ts';
import { denialMessage, explainDenial } from '../evaluation/denial-message.ts';
import { type Decision, evaluate } from '../evaluation/evaluate.ts';
import { type AccessRequest, principalName } from '../evaluation/request.ts';
import type { Access, Input, Place } from './access.ts';
import { accessDenied } from './access-denied.ts';
import { callAccess } from './actions/call-access.ts';
import { type CallingPrincipal, callingPrincipal } from './caller-principal.ts';
import { passedRoleAccess } from './pass-role.ts';
import { requestKeys } from './request-keys.ts';
import { policedResource, policedRole } from './resource-policies.ts';

/**
 * Judges a call by IAM's policies: refuses it where they are enforced, and notes that it would have been refused where they
 * are not. `service` is its name in the catalog.
 * @throws AwsError AccessDenied, in the service's words
 */
export function authorizeCall(
  context: OperationContext,
  service: string,
  { signingName, protocol }: Pick<ServiceDefinition, 'signingName' | 'protocol'>,
  operation: string,
  input: unknown,
): void {
  if (!isJudged(context)) return;
  const place = placeOf(context);
  const given = (input ?? {}) as Input;
  for (const access of callAccess({ name: service, signingName }, operation, given, place))
    requireAccess(context, protocol, access);
  for (const access of passedRoleAccess(service, operation, given, place))
    requireAccess(context, protocol, access);
}

/** Judges one access, for what is done in a caller's name without an operation. @throws AwsError AccessDenied */
export function requireAccess(context: OperationContext, protocol: Protocol, access: Access): void {
  if (!isJudged(context)) return;
  const { authorization, caller, clock, store } = context;
  const calling = callingPrincipal(store, caller);
  const { request, decision } =
    calling === undefined ? gone(caller.principalArn, access) : judge(context, calling, access);
  if (decision.allowed) return;
  const message = denialMessage(request, decision);
  authorization?.note({
    atMs: clock.now(),
    principalArn: principalName(request.principal),
    roleArn: request.principal.kind === 'session' ? request.principal.roleArn : undefined,
    action: request.action,
    resource: request.resource,
    message,
    ...explainDenial(request, decision),
    isEnforced: authorization.isEnforced,
  });
  if (authorization?.isEnforced === true) throw accessDenied(protocol, message, access.action);
}

/** What policies say to one access of a principal. */
export function judge(
  context: Pick<OperationContext, 'store' | 'clock' | 'caller'>,
  { principal, policies, tags, userName }: CallingPrincipal,
  access: Access,
): { readonly request: AccessRequest; readonly decision: Decision } {
  const { store, caller, clock } = context;
  const accountId = 'accountId' in principal ? principal.accountId : caller.accountId;
  const resource =
    access.action === 'sts:AssumeRole'
      ? policedRole(store, access.resource, accountId)
      : policedResource(store, access.resource, accountId);
  const request: AccessRequest = {
    principal,
    action: access.action,
    resource: resource.arn,
    resourceAccountId: resource.accountId,
    keys: requestKeys(access, {
      principal,
      userName,
      tags,
      region: caller.region,
      resourceAccountId: resource.accountId,
      nowMs: clock.now(),
    }),
  };
  const decision = evaluate(request, {
    ...policies,
    resource: resource.policies,
    resourceMustAllow: resource.mustAllow,
  });
  return { request, decision };
}

/** The root user is not judged: nothing of its account's limits it, and it stands for Neargate itself. */
function isJudged({ authorization, caller }: OperationContext): boolean {
  return authorization !== undefined && !caller.principalArn.endsWith(':root');
}

function placeOf({ caller }: OperationContext): Place {
  return { partition: caller.partition, accountId: caller.accountId, region: caller.region };
}

/** Nobody allows anything to who does not exist any more. */
function gone(
  principalArn: string,
  access: Access,
): { readonly request: AccessRequest; readonly decision: Extract<Decision, { readonly allowed: false }> } {
  const [, , , , accountId = ''] = principalArn.split(':');
  return {
    request: {
      principal: { kind: 'user', accountId, arn: principalArn, id: '' },
      action: access.action,
      resource: access.resource,
      resourceAccountId: accountId,
      keys: new Map(),
    },
    decision: { allowed: false, kind: 'implicit', policyKind: 'identity', nearMisses: [] },
  };
}

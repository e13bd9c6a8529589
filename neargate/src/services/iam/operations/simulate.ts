import type {
  ContextEntry,
  EvaluationResult,
  SimulateCustomPolicyRequest,
  SimulatePolicyResponse,
  SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { callingPrincipal } from '../authorization/caller-principal.ts';
import { noSuchEntity } from '../errors.ts';
import { type Decision, evaluate, type PolicySet } from '../evaluation/evaluate.ts';
import { readPolicy } from '../evaluation/policy.ts';
import { conditionKeys, type Principal } from '../evaluation/request.ts';
import { pageOf } from '../paging.ts';
import { parseIdentityPolicy, parseStatements } from '../policy-document.ts';

type Simulation = Omit<SimulateCustomPolicyRequest, 'PolicyInputList'>;

/**
 * As IAM's simulator does: condition keys are those that the request gives, and no others.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
 */
export const simulateCustomPolicy = operation<SimulateCustomPolicyRequest, SimulatePolicyResponse>({
  handle(context, input) {
    const { accountId } = context.caller;
    const principal: Principal = { kind: 'user', accountId, arn: input.CallerArn ?? '', id: '' };
    const identity = (input.PolicyInputList ?? []).map((text, index) =>
      given('PolicyInputList', text, index),
    );
    return simulate(principal, { identity, resource: [] }, input);
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const simulatePrincipalPolicy = operation<SimulatePrincipalPolicyRequest, SimulatePolicyResponse>({
  handle(context, input) {
    const { principal, policies } = sourceOf(context, input.PolicySourceArn ?? '');
    const added = (input.PolicyInputList ?? []).map((text, index) => given('PolicyInputList', text, index));
    const identity = [...policies.identity, ...added];
    return simulate(principal, { ...policies, identity, resource: [] }, input);
  },
});

function sourceOf({ store }: OperationContext, arn: string) {
  const found = /:(?:role|user)\//.test(arn) ? callingPrincipal(store, { principalArn: arn }) : undefined;
  if (found === undefined) throw noSuchEntity(`The entity with name ${arn} cannot be found.`);
  return found;
}

function simulate(principal: Principal, policies: PolicySet, input: Simulation): SimulatePolicyResponse {
  const keys = conditionKeys(
    Object.fromEntries(
      (input.ContextEntries ?? []).map(
        ({ ContextKeyName: name = '', ContextKeyValues: values = [] }: ContextEntry) => [name, values],
      ),
    ),
  );
  const boundary = input.PermissionsBoundaryPolicyInputList?.map((text, index) =>
    given('PermissionsBoundaryPolicyInputList', text, index),
  );
  if (input.ResourcePolicy !== undefined) parseStatements(input.ResourcePolicy);
  const all: PolicySet = {
    ...policies,
    ...(boundary === undefined ? {} : { boundary }),
    resource: input.ResourcePolicy === undefined ? [] : [readPolicy('ResourcePolicy', input.ResourcePolicy)],
  };
  const ownAccountId = 'accountId' in principal ? principal.accountId : '';
  const results = (input.ActionNames ?? []).flatMap((action) =>
    (input.ResourceArns ?? ['*']).map((resource): EvaluationResult => {
      const resourceAccountId =
        /^arn:[^:]*:iam::(\d{12}):/.exec(input.ResourceOwner ?? '')?.[1] ?? ownAccountId;
      const decision = evaluate({ principal, action, resource, resourceAccountId, keys }, all);
      return {
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: wordOf(decision),
        MatchedStatements: matchedBy(decision),
        MissingContextValues: missingKeys(decision),
        ...(all.boundary === undefined
          ? {}
          : {
              PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: allowsByBoundary(decision) },
            }),
      };
    }),
  );
  const { items, paging } = pageOf(
    results.map((result, index) => ({ result, key: String(index).padStart(8, '0') })),
    ({ key }) => key,
    input,
  );
  return { EvaluationResults: items.map(({ result }) => result), ...paging };
}

function wordOf(decision: Decision): 'allowed' | 'explicitDeny' | 'implicitDeny' {
  if (decision.allowed) return 'allowed';
  return decision.kind === 'explicit' ? 'explicitDeny' : 'implicitDeny';
}

function matchedBy(decision: Decision): EvaluationResult['MatchedStatements'] {
  if (decision.allowed) return decision.by === undefined ? [] : [{ SourcePolicyId: decision.by.policyName }];
  return decision.kind === 'explicit' ? [{ SourcePolicyId: decision.by.policyName }] : [];
}

/** Keys of conditions that stood in the way because the request gave none. */
function missingKeys(decision: Decision): string[] {
  if (decision.allowed || decision.kind === 'explicit') return [];
  const keys = decision.nearMisses.flatMap(({ match }) =>
    match.kind === 'condition' && match.condition.given === undefined ? [match.condition.key] : [],
  );
  return [...new Set(keys)];
}

function allowsByBoundary(decision: Decision): boolean {
  return decision.allowed || decision.policyKind !== 'boundary';
}

function given(list: string, text: string, index: number) {
  parseIdentityPolicy(text);
  return readPolicy(`${list}.${index + 1}`, text);
}

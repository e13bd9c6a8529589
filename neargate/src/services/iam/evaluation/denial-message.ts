import type { Decision, NearMiss, PolicyKind } from './evaluate.ts';
import { type AccessRequest, principalName } from './request.ts';

type Denial = Extract<Decision, { readonly allowed: false }>;

const explicit: Readonly<Record<PolicyKind, string>> = {
  identity: 'an identity-based policy',
  boundary: 'a permissions boundary',
  session: 'a session policy',
  resource: 'a resource-based policy',
};

const implicit: Readonly<Record<PolicyKind, string>> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  resource: 'resource-based policy',
};

/** AWS's text. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function denialMessage(request: AccessRequest, denial: Denial): string {
  const { action, resource } = request;
  // S3 writes the resource in quotation marks.
  const shown = action.startsWith('s3:') ? `"${resource}"` : resource;
  const what = `User: ${principalName(request.principal)} is not authorized to perform: ${action} on resource: ${shown}`;
  if (action.startsWith('sts:')) return what;
  return denial.kind === 'explicit'
    ? `${what} with an explicit deny in ${explicit[denial.policyKind]}`
    : `${what} because no ${implicit[denial.policyKind]} allows the ${action} action`;
}

/** One sentence of what stands in the way, and one of what to change. */
export function explainDenial(request: AccessRequest, denial: Denial): { reason: string; remedy: string } {
  const { action, resource } = request;
  if (denial.kind === 'explicit') {
    const { statement, policyName } = denial.by;
    return {
      reason: `${statement} of ${policyName} denies it.`,
      remedy: `Take ${action} on ${resource} out of that statement; no other policy can outweigh a Deny.`,
    };
  }
  const missing = JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource });
  const [nearest] = denial.nearMisses.filter(({ policyKind }) => policyKind === denial.policyKind);
  return {
    reason:
      nearest === undefined
        ? `No ${implicit[denial.policyKind]} names the action ${action}.`
        : nearMissText(nearest, resource),
    // A trust policy names no resource, and which statement it needs is said by what is missing of the one that is there.
    remedy:
      denial.policyKind === 'resource' && action.startsWith('sts:')
        ? `Let the role's trust policy allow ${action} to ${principalName(request.principal)}, under conditions that the request meets.`
        : `Add to ${explicit[denial.policyKind]}: ${missing}`,
  };
}

export function nearMissText({ statement, policyName, match }: NearMiss, resource: string): string {
  const where = `${statement} of ${policyName}`;
  if (match.kind === 'other-resource') {
    return `${where} allows the action, but on ${match.resources.join(', ')} and not on ${resource}.`;
  }
  const { operator, key, wanted, given } = match.condition;
  const has = given === undefined ? 'the request has no such key' : `the request has ${given.join(', ')}`;
  return `${where} allows the action, but its condition ${operator} ${key} wants ${wanted.join(' or ')}: ${has}.`;
}

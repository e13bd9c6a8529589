import { parseArn } from '../../../core/arn.ts';
import type { Store } from '../../../store/store.ts';
import type { Caller } from '../../context.ts';
import { awsManagedPolicies } from '../aws-managed-policies.ts';
import type { PolicySet } from '../evaluation/evaluate.ts';
import { type Policy, readPolicy } from '../evaluation/policy.ts';
import type { Principal } from '../evaluation/request.ts';
import { iamTables, nameKey, type PolicyHolder } from '../store.ts';

/** A caller as policies see it: who it is, the policies of its own, and what its condition keys say. */
export interface CallingPrincipal {
  readonly principal: Principal;
  readonly policies: Pick<PolicySet, 'identity' | 'boundary' | 'session'>;
  readonly tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];
  readonly userName?: string;
}

/** Undefined for a role or user that does not exist any more: nothing allows it anything. */
export function callingPrincipal(
  store: Store,
  { principalArn, sessionPolicies }: Pick<Caller, 'principalArn' | 'sessionPolicies'>,
): CallingPrincipal | undefined {
  const { accountId = '', resource = '' } = parseArn(principalArn) ?? {};
  if (resource === 'root') {
    return {
      principal: { kind: 'root', accountId, arn: principalArn },
      policies: { identity: [] },
      tags: [],
    };
  }
  const [kind = '', ...names] = resource.split('/');
  if (kind === 'user') return ofUser(store, accountId, names.at(-1) ?? '', sessionPolicies);
  const [roleName = '', sessionName = ''] = kind === 'assumed-role' ? names : [names.at(-1), ''];
  return ofRole(store, accountId, roleName, sessionName, sessionPolicies);
}

function ofUser(
  store: Store,
  accountId: string,
  name: string,
  sessionPolicies: readonly string[] | undefined,
): CallingPrincipal | undefined {
  const { users, groups } = iamTables(store, accountId);
  const user = users.get(nameKey(name));
  if (user === undefined) return undefined;
  const ofGroups = user.groupNames.flatMap((groupName) => {
    const group = groups.get(nameKey(groupName));
    return group === undefined ? [] : policiesOf(store, accountId, group, `group ${group.name}`);
  });
  return {
    principal: { kind: 'user', accountId, arn: user.arn, id: user.id },
    policies: {
      identity: [...policiesOf(store, accountId, user, `user ${user.name}`), ...ofGroups],
      boundary: boundaryOf(store, accountId, user.permissionsBoundaryArn),
      session: sessionPolicies?.map((text, index) => readPolicy(`session policy ${index + 1}`, text)),
    },
    tags: user.tags,
    userName: user.name,
  };
}

function ofRole(
  store: Store,
  accountId: string,
  name: string,
  sessionName: string,
  sessionPolicies: readonly string[] | undefined,
): CallingPrincipal | undefined {
  const role = iamTables(store, accountId).roles.get(nameKey(name));
  if (role === undefined) return undefined;
  return {
    principal: {
      kind: 'session',
      accountId,
      arn:
        sessionName === '' ? role.arn : `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`,
      roleArn: role.arn,
      roleId: role.id,
      id: `${role.id}:${sessionName}`,
    },
    policies: {
      identity: policiesOf(store, accountId, role, `role ${role.name}`),
      boundary: boundaryOf(store, accountId, role.permissionsBoundaryArn),
      session: sessionPolicies?.map((text, index) => readPolicy(`session policy ${index + 1}`, text)),
    },
    tags: role.tags,
  };
}

function policiesOf(store: Store, accountId: string, holder: PolicyHolder, of: string): readonly Policy[] {
  return [
    ...Object.entries(holder.inlinePolicies).map(([name, text]) =>
      readPolicy(`inline policy ${name} of ${of}`, text),
    ),
    ...holder.attachedPolicyArns.map((arn) => managedPolicy(store, accountId, arn)),
  ];
}

function boundaryOf(store: Store, accountId: string, arn: string | undefined): readonly Policy[] | undefined {
  return arn === undefined ? undefined : [managedPolicy(store, accountId, arn)];
}

/** A policy of AWS's whose document Neargate does not have allows nothing here, and its name says so. */
export function managedPolicy(store: Store, accountId: string, arn: string): Policy {
  const document = managedDocument(store, accountId, arn);
  if (document === undefined) {
    return { name: `${arn}, whose document Neargate does not have`, statements: [], hasVariables: true };
  }
  return readPolicy(`policy ${arn.slice(arn.lastIndexOf('/') + 1)}`, document);
}

/** The default version's document; undefined when there is no such policy, or only AWS has its text. */
export function managedDocument(store: Store, accountId: string, arn: string): string | undefined {
  const row = iamTables(store, accountId).policies.get(arn) ?? awsManagedPolicies().get(arn);
  return row?.versions.find(({ versionId }) => versionId === row.defaultVersionId)?.document;
}

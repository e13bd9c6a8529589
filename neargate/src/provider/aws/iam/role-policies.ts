import type { PlainObject } from '../../../terraform/provider.ts';
import { blocksOf, textOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { attachedArns } from './attached-arns.ts';
import { decodePolicy } from './policy-text.ts';

/** The inline policies of a role, by name. */
export async function inlinePolicies(client: AwsClient, RoleName: string): Promise<Map<string, string>> {
  const policies = new Map<string, string>();
  let Marker: string | undefined;
  do {
    const page = await client.call('iam', 'ListRolePolicies', { RoleName, Marker });
    for (const PolicyName of page.PolicyNames ?? []) {
      const { PolicyDocument } = await client.call('iam', 'GetRolePolicy', { RoleName, PolicyName });
      policies.set(PolicyName, decodePolicy(PolicyDocument));
    }
    Marker = page.Marker;
  } while (Marker !== undefined);
  return policies;
}

/** The ARNs of the managed policies that are attached to a role. */
export function attachedPolicies(client: AwsClient, RoleName: string): Promise<string[]> {
  return attachedArns((Marker) => client.call('iam', 'ListAttachedRolePolicies', { RoleName, Marker }));
}

/** The `inline_policy` blocks of a configuration; an empty block, which stands for "none", has no name. */
export function configuredPolicies(object: PlainObject): Map<string, string> {
  return new Map(
    blocksOf(object, 'inline_policy').flatMap((policy) => {
      const name = textOf(policy, 'name');
      return name === undefined ? [] : [[name, textOf(policy, 'policy') ?? ''] as const];
    }),
  );
}

export async function putInlinePolicies(
  client: AwsClient,
  RoleName: string,
  policies: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [PolicyName, PolicyDocument] of policies) {
    await client.call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
  }
}

export async function deleteInlinePolicies(
  client: AwsClient,
  RoleName: string,
  names: Iterable<string>,
): Promise<void> {
  for (const PolicyName of names) await client.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
}

export async function attachPolicies(
  client: AwsClient,
  RoleName: string,
  arns: Iterable<string>,
): Promise<void> {
  for (const PolicyArn of arns) await client.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
}

export async function detachPolicies(
  client: AwsClient,
  RoleName: string,
  arns: Iterable<string>,
): Promise<void> {
  for (const PolicyArn of arns) await client.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
}

import type { RoleUsageType, Tag } from '@aws-sdk/client-iam';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { globalScope, type OperationContext } from '../context.ts';

/** What roles, users and groups have in common. Their policies are judged in authorization/. */
export interface PolicyHolder {
  /** Documents by policy name. */
  readonly inlinePolicies: Readonly<Record<string, string>>;
  readonly attachedPolicyArns: readonly string[];
}

export interface RoleRow extends PolicyHolder {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAtMs: number;
  readonly trustPolicy: string;
  readonly description?: string | undefined;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundaryArn?: string | undefined;
  readonly tags: readonly Tag[];
}

export interface UserRow extends PolicyHolder {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAtMs: number;
  readonly permissionsBoundaryArn?: string | undefined;
  readonly groupNames: readonly string[];
  readonly tags: readonly Tag[];
}

export interface GroupRow extends PolicyHolder {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAtMs: number;
}

export interface PolicyVersionRow {
  readonly versionId: string;
  /** Absent for policies of AWS that Neargate knows by name only. */
  readonly document?: string | undefined;
  readonly createdAtMs: number;
}

export interface ManagedPolicyRow {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly description?: string | undefined;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly versions: readonly PolicyVersionRow[];
  readonly defaultVersionId: string;
  /** The number of the newest version ever made; numbers are not used twice. */
  readonly lastVersion: number;
  readonly tags: readonly Tag[];
}

export interface InstanceProfileRow {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAtMs: number;
  /** One at most. */
  readonly roleNames: readonly string[];
  readonly tags: readonly Tag[];
}

export interface AccessKeyRow {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly userName: string;
  readonly status: 'Active' | 'Inactive';
  readonly createdAtMs: number;
}

/** What a user shows git: a service-specific credential of CodeCommit. */
export interface GitCredentialRow {
  /** `ACCA` and 17 characters. */
  readonly id: string;
  readonly userName: string;
  /** `USER-at-ACCOUNT` */
  readonly serviceUserName: string;
  readonly password: string;
  readonly status: 'Active' | 'Inactive';
  readonly createdAtMs: number;
}

export interface OidcProviderRow {
  readonly arn: string;
  /** Without `https://`. */
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdAtMs: number;
  readonly tags: readonly Tag[];
}

/** The tables of one account. Names in keys are in lower case: IAM's names are unique without regard to case. */
export interface DeletionTaskRow {
  readonly roleArn: string;
  readonly usage?: readonly RoleUsageType[];
}

export interface IamTables {
  readonly roles: Table<RoleRow>;
  readonly users: Table<UserRow>;
  readonly groups: Table<GroupRow>;
  readonly instanceProfiles: Table<InstanceProfileRow>;
  /** Customer managed policies, keyed by ARN. */
  readonly policies: Table<ManagedPolicyRow>;
  /** Keyed by access key id. */
  readonly accessKeys: Table<AccessKeyRow>;
  /** Keyed by id. */
  readonly gitCredentials: Table<GitCredentialRow>;
  /** Keyed by ARN. */
  readonly oidcProviders: Table<OidcProviderRow>;
  /** Account aliases, keyed by themselves; one at most. */
  readonly accountAliases: Table<{ readonly alias: string }>;
  /** Finished deletions of service-linked roles, keyed by task id. One with usage has failed for it. */
  readonly deletionTasks: Table<DeletionTaskRow>;
}

export function iamTables(store: Store, scope: string): IamTables {
  return {
    roles: store.table('iam.roles', scope),
    users: store.table('iam.users', scope),
    groups: store.table('iam.groups', scope),
    instanceProfiles: store.table('iam.instance-profiles', scope),
    policies: store.table('iam.policies', scope),
    accessKeys: store.table('iam.access-keys', scope),
    gitCredentials: store.table('iam.git-credentials', scope),
    oidcProviders: store.table('iam.oidc-providers', scope),
    accountAliases: store.table('iam.account-aliases', scope),
    deletionTasks: store.table('iam.deletion-tasks', scope),
  };
}

export function iamTablesOf(context: OperationContext): IamTables {
  return iamTables(context.store, globalScope(context.caller));
}

export function nameKey(name: string): string {
  return name.toLowerCase();
}

import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import { policyEffect } from './authorization/policy-effect.ts';
import * as accessKeys from './operations/access-keys.ts';
import * as accountAliases from './operations/account-aliases.ts';
import * as attachments from './operations/attachments.ts';
import * as groups from './operations/groups.ts';
import * as inlinePolicies from './operations/inline-policies.ts';
import * as instanceProfiles from './operations/instance-profiles.ts';
import * as listEntitiesForPolicy from './operations/list-entities-for-policy.ts';
import * as oidcProviders from './operations/oidc-providers.ts';
import * as otherCredentials from './operations/other-credentials.ts';
import * as policies from './operations/policies.ts';
import * as policyVersions from './operations/policy-versions.ts';
import * as roles from './operations/roles.ts';
import * as serviceLinkedRoles from './operations/service-linked-roles.ts';
import * as serviceSpecificCredentials from './operations/service-specific-credentials.ts';
import * as simulation from './operations/simulate.ts';
import * as tagging from './operations/tagging.ts';
import * as users from './operations/users.ts';
import { iamRefusal } from './refusal.ts';

/** Of a role's trust policy. */
const trustEffect =
  'services that it does not name are refused; whom else it refuses, and its conditions, as policies';

/**
 * AWS Identity and Access Management. Policies judge calls in authorization/, by the pure decision in evaluation/.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html
 */
export const iam = {
  signingName: 'iam',
  protocol: 'query',
  apiVersion: '2010-05-08',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  validationErrorCode: 'ValidationError',
  constraints,
  refusal: iamRefusal,
  operations: {
    AddClientIDToOpenIDConnectProvider: oidcProviders.addClientIDToOpenIDConnectProvider,
    AddRoleToInstanceProfile: instanceProfiles.addRoleToInstanceProfile,
    AddUserToGroup: groups.addUserToGroup,
    AttachGroupPolicy: attachments.attachGroupPolicy,
    AttachRolePolicy: attachments.attachRolePolicy,
    AttachUserPolicy: attachments.attachUserPolicy,
    CreateAccessKey: accessKeys.createAccessKey,
    CreateAccountAlias: accountAliases.createAccountAlias,
    CreateGroup: groups.createGroup,
    CreateInstanceProfile: instanceProfiles.createInstanceProfile,
    CreateOpenIDConnectProvider: oidcProviders.createOpenIDConnectProvider,
    CreatePolicy: policies.createPolicy,
    CreatePolicyVersion: policyVersions.createPolicyVersion,
    CreateRole: roles.createRole,
    CreateServiceLinkedRole: serviceLinkedRoles.createServiceLinkedRole,
    CreateServiceSpecificCredential: serviceSpecificCredentials.createServiceSpecificCredential,
    CreateUser: users.createUser,
    DeleteAccessKey: accessKeys.deleteAccessKey,
    DeleteAccountAlias: accountAliases.deleteAccountAlias,
    DeleteGroup: groups.deleteGroup,
    DeleteGroupPolicy: inlinePolicies.deleteGroupPolicy,
    DeleteInstanceProfile: instanceProfiles.deleteInstanceProfile,
    DeleteLoginProfile: otherCredentials.deleteLoginProfile,
    DeleteOpenIDConnectProvider: oidcProviders.deleteOpenIDConnectProvider,
    DeletePolicy: policies.deletePolicy,
    DeletePolicyVersion: policyVersions.deletePolicyVersion,
    DeleteRole: roles.deleteRole,
    DeleteRolePermissionsBoundary: roles.deleteRolePermissionsBoundary,
    DeleteRolePolicy: inlinePolicies.deleteRolePolicy,
    DeleteServiceLinkedRole: serviceLinkedRoles.deleteServiceLinkedRole,
    DeleteServiceSpecificCredential: serviceSpecificCredentials.deleteServiceSpecificCredential,
    DeleteUser: users.deleteUser,
    DeleteUserPermissionsBoundary: users.deleteUserPermissionsBoundary,
    DeleteUserPolicy: inlinePolicies.deleteUserPolicy,
    DetachGroupPolicy: attachments.detachGroupPolicy,
    DetachRolePolicy: attachments.detachRolePolicy,
    DetachUserPolicy: attachments.detachUserPolicy,
    GetGroup: groups.getGroup,
    GetGroupPolicy: inlinePolicies.getGroupPolicy,
    GetInstanceProfile: instanceProfiles.getInstanceProfile,
    GetLoginProfile: otherCredentials.getLoginProfile,
    GetOpenIDConnectProvider: oidcProviders.getOpenIDConnectProvider,
    GetPolicy: policies.getPolicy,
    GetPolicyVersion: policyVersions.getPolicyVersion,
    GetRole: roles.getRole,
    GetRolePolicy: inlinePolicies.getRolePolicy,
    GetServiceLinkedRoleDeletionStatus: serviceLinkedRoles.getServiceLinkedRoleDeletionStatus,
    GetUser: users.getUser,
    GetUserPolicy: inlinePolicies.getUserPolicy,
    ListAccessKeys: accessKeys.listAccessKeys,
    ListAccountAliases: accountAliases.listAccountAliases,
    ListAttachedGroupPolicies: attachments.listAttachedGroupPolicies,
    ListAttachedRolePolicies: attachments.listAttachedRolePolicies,
    ListAttachedUserPolicies: attachments.listAttachedUserPolicies,
    ListEntitiesForPolicy: listEntitiesForPolicy.listEntitiesForPolicy,
    ListGroupPolicies: inlinePolicies.listGroupPolicies,
    ListGroups: groups.listGroups,
    ListGroupsForUser: groups.listGroupsForUser,
    ListInstanceProfileTags: tagging.listInstanceProfileTags,
    ListInstanceProfiles: instanceProfiles.listInstanceProfiles,
    ListInstanceProfilesForRole: instanceProfiles.listInstanceProfilesForRole,
    ListMFADevices: otherCredentials.listMFADevices,
    ListOpenIDConnectProviderTags: tagging.listOpenIDConnectProviderTags,
    ListOpenIDConnectProviders: oidcProviders.listOpenIDConnectProviders,
    ListPolicies: policies.listPolicies,
    ListPolicyTags: tagging.listPolicyTags,
    ListPolicyVersions: policyVersions.listPolicyVersions,
    ListRolePolicies: inlinePolicies.listRolePolicies,
    ListRoleTags: tagging.listRoleTags,
    ListRoles: roles.listRoles,
    ListSSHPublicKeys: otherCredentials.listSSHPublicKeys,
    ListServiceSpecificCredentials: serviceSpecificCredentials.listServiceSpecificCredentials,
    ListSigningCertificates: otherCredentials.listSigningCertificates,
    ListUserPolicies: inlinePolicies.listUserPolicies,
    ListUserTags: tagging.listUserTags,
    ListUsers: users.listUsers,
    ListVirtualMFADevices: otherCredentials.listVirtualMFADevices,
    PutGroupPolicy: inlinePolicies.putGroupPolicy,
    PutRolePermissionsBoundary: roles.putRolePermissionsBoundary,
    PutRolePolicy: inlinePolicies.putRolePolicy,
    PutUserPermissionsBoundary: users.putUserPermissionsBoundary,
    PutUserPolicy: inlinePolicies.putUserPolicy,
    RemoveClientIDFromOpenIDConnectProvider: oidcProviders.removeClientIDFromOpenIDConnectProvider,
    RemoveRoleFromInstanceProfile: instanceProfiles.removeRoleFromInstanceProfile,
    RemoveUserFromGroup: groups.removeUserFromGroup,
    ResetServiceSpecificCredential: serviceSpecificCredentials.resetServiceSpecificCredential,
    SetDefaultPolicyVersion: policyVersions.setDefaultPolicyVersion,
    SimulateCustomPolicy: simulation.simulateCustomPolicy,
    SimulatePrincipalPolicy: simulation.simulatePrincipalPolicy,
    TagInstanceProfile: tagging.tagInstanceProfile,
    TagOpenIDConnectProvider: tagging.tagOpenIDConnectProvider,
    TagPolicy: tagging.tagPolicy,
    TagRole: tagging.tagRole,
    TagUser: tagging.tagUser,
    UntagInstanceProfile: tagging.untagInstanceProfile,
    UntagOpenIDConnectProvider: tagging.untagOpenIDConnectProvider,
    UntagPolicy: tagging.untagPolicy,
    UntagRole: tagging.untagRole,
    UntagUser: tagging.untagUser,
    UpdateAccessKey: accessKeys.updateAccessKey,
    UpdateAssumeRolePolicy: roles.updateAssumeRolePolicy,
    UpdateGroup: groups.updateGroup,
    UpdateOpenIDConnectProviderThumbprint: oidcProviders.updateOpenIDConnectProviderThumbprint,
    UpdateRole: roles.updateRole,
    UpdateRoleDescription: roles.updateRoleDescription,
    UpdateServiceSpecificCredential: serviceSpecificCredentials.updateServiceSpecificCredential,
    UpdateUser: users.updateUser,
  },
  stored: {
    AttachGroupPolicy: policyEffect,
    AttachRolePolicy: policyEffect,
    AttachUserPolicy: policyEffect,
    CreateInstanceProfile: 'there are no instances to have it',
    CreatePolicy: policyEffect,
    CreatePolicyVersion: policyEffect,
    CreateRole: trustEffect,
    PutGroupPolicy: policyEffect,
    PutRolePermissionsBoundary: policyEffect,
    PutRolePolicy: policyEffect,
    PutUserPermissionsBoundary: policyEffect,
    PutUserPolicy: policyEffect,
    SetDefaultPolicyVersion: policyEffect,
    UpdateAssumeRolePolicy: trustEffect,
  },
} satisfies ServiceDefinition;

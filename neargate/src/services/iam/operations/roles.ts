import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRolePermissionsBoundaryRequest,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  PutRolePermissionsBoundaryRequest,
  UpdateAssumeRolePolicyRequest,
  UpdateRoleDescriptionRequest,
  UpdateRoleDescriptionResponse,
  UpdateRoleRequest,
  UpdateRoleResponse,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { deleteConflict, limitExceeded } from '../errors.ts';
import { findAttachablePolicy } from '../managed-policies.ts';
import { policyArn, roleName } from '../names.ts';
import { byName, pageOf } from '../paging.ts';
import { changeRole, describeRole, findChangeableRole, findRole, putRole } from '../roles.ts';
import { iamTablesOf, nameKey } from '../store.ts';
import { mergeTags } from '../tags.ts';
import { checkTrustPolicy } from '../trust-policy.ts';

/** Characters without spaces and line ends; AWS's default quota. */
const maxTrustPolicySize = 2048;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const createRole = operation<CreateRoleRequest, CreateRoleResponse>({
  handle(context, input) {
    const row = putRole(context, {
      name: input.RoleName ?? '',
      path: input.Path ?? '/',
      trustPolicy: checkedTrustPolicy(context, input.AssumeRolePolicyDocument),
      description: input.Description,
      maxSessionSeconds: input.MaxSessionDuration ?? 3600,
      permissionsBoundaryArn: boundaryArn(context, input.PermissionsBoundary),
      tags: mergeTags([], input.Tags),
    });
    return { Role: describeRole(row) };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole = operation<GetRoleRequest, GetRoleResponse>({
  handle: (context, input) => ({
    // Nobody records when a role was used, which IAM answers with an empty structure.
    Role: { ...describeRole(findRole(context, input.RoleName)), RoleLastUsed: {} },
  }),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const listRoles = operation<ListRolesRequest, ListRolesResponse>({
  handle(context, input) {
    const rows = byName(iamTablesOf(context).roles.values()).filter(({ path }) =>
      path.startsWith(input.PathPrefix ?? '/'),
    );
    const { items, paging } = pageOf(rows, ({ arn }) => arn, input);
    // IAM leaves tags and boundaries out of its lists.
    const roles = items.map((row) => describeRole({ ...row, tags: [], permissionsBoundaryArn: undefined }));
    return { Roles: roles, ...paging };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html */
export const updateRole = operation<UpdateRoleRequest, UpdateRoleResponse>({
  handle(context, input) {
    const found = findRole(context, input.RoleName);
    // A service-linked role's description is all that its account may change.
    const row = input.MaxSessionDuration === undefined ? found : findChangeableRole(context, input.RoleName);
    changeRole(context, row, {
      description: input.Description ?? row.description,
      maxSessionSeconds: input.MaxSessionDuration ?? row.maxSessionSeconds,
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html */
export const updateRoleDescription = operation<UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse>({
  handle(context, input) {
    const row = changeRole(context, findRole(context, input.RoleName), { description: input.Description });
    return { Role: describeRole(row) };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const updateAssumeRolePolicy = operation<UpdateAssumeRolePolicyRequest, Record<string, never>>({
  handle(context, input) {
    const row = findChangeableRole(context, input.RoleName);
    changeRole(context, row, { trustPolicy: checkedTrustPolicy(context, input.PolicyDocument) });
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
export const deleteRole = operation<DeleteRoleRequest, Record<string, never>>({
  handle(context, input) {
    const row = findChangeableRole(context, input.RoleName);
    const { roles, instanceProfiles } = iamTablesOf(context);
    if ([...instanceProfiles.values()].some(({ roleNames }) => roleNames.includes(row.name))) {
      throw deleteConflict('must remove roles from instance profile first');
    }
    if (row.attachedPolicyArns.length > 0) throw deleteConflict('must detach all policies first');
    if (Object.keys(row.inlinePolicies).length > 0) throw deleteConflict('must delete policies first');
    roles.delete(nameKey(row.name));
    return {};
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
export const putRolePermissionsBoundary = operation<PutRolePermissionsBoundaryRequest, Record<string, never>>(
  {
    input: { RoleName: roleName, PermissionsBoundary: policyArn },
    handle(context, input) {
      const row = findChangeableRole(context, input.RoleName);
      changeRole(context, row, { permissionsBoundaryArn: boundaryArn(context, input.PermissionsBoundary) });
      return {};
    },
  },
);

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html */
export const deleteRolePermissionsBoundary = operation<
  DeleteRolePermissionsBoundaryRequest,
  Record<string, never>
>({
  handle(context, input) {
    changeRole(context, findChangeableRole(context, input.RoleName), { permissionsBoundaryArn: undefined });
    return {};
  },
});

function checkedTrustPolicy(context: OperationContext, document = ''): string {
  checkTrustPolicy(context, document);
  if (document.replace(/\s/g, '').length > maxTrustPolicySize) {
    throw limitExceeded('ACLSizePerRole', maxTrustPolicySize);
  }
  return document;
}

function boundaryArn(context: OperationContext, arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : findAttachablePolicy(context, arn).arn;
}

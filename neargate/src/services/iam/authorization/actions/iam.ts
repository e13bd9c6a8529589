import { type ActionTable, byMember, type Input, type Place, text } from '../access.ts';

/** IAM's ARNs name no region. */
const holder =
  (kind: string) =>
  (name: string, { partition, accountId }: Place) =>
    `arn:${partition}:iam::${accountId}:${kind}/${name}`;
const whole = (arn: string) => arn;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export const iamActions: ActionTable = withKeys({
  ...byMember('iam', holder('role'), {
    RoleName: [
      'AttachRolePolicy',
      'CreateRole',
      'DeleteRole',
      'DeleteRolePermissionsBoundary',
      'DeleteRolePolicy',
      'DetachRolePolicy',
      'GetRole',
      'GetRolePolicy',
      'ListAttachedRolePolicies',
      'ListInstanceProfilesForRole',
      'ListRolePolicies',
      'ListRoleTags',
      'PutRolePermissionsBoundary',
      'PutRolePolicy',
      'TagRole',
      'UntagRole',
      'UpdateAssumeRolePolicy',
      'UpdateRole',
      'UpdateRoleDescription',
      'DeleteServiceLinkedRole',
    ],
  }),
  ...byMember('iam', holder('user'), {
    UserName: [
      'AttachUserPolicy',
      'CreateAccessKey',
      'CreateUser',
      'DeleteAccessKey',
      'DeleteUser',
      'DeleteUserPermissionsBoundary',
      'DeleteUserPolicy',
      'DetachUserPolicy',
      'GetUser',
      'GetUserPolicy',
      'ListAccessKeys',
      'ListAttachedUserPolicies',
      'ListGroupsForUser',
      'ListUserPolicies',
      'ListUserTags',
      'PutUserPermissionsBoundary',
      'PutUserPolicy',
      'TagUser',
      'UntagUser',
      'UpdateAccessKey',
      'UpdateUser',
    ],
  }),
  ...byMember('iam', holder('group'), {
    GroupName: [
      'AddUserToGroup',
      'AttachGroupPolicy',
      'CreateGroup',
      'DeleteGroup',
      'DeleteGroupPolicy',
      'DetachGroupPolicy',
      'GetGroup',
      'GetGroupPolicy',
      'ListAttachedGroupPolicies',
      'ListGroupPolicies',
      'PutGroupPolicy',
      'RemoveUserFromGroup',
      'UpdateGroup',
    ],
  }),
  ...byMember('iam', holder('instance-profile'), {
    InstanceProfileName: [
      'AddRoleToInstanceProfile',
      'CreateInstanceProfile',
      'DeleteInstanceProfile',
      'GetInstanceProfile',
      'RemoveRoleFromInstanceProfile',
      'TagInstanceProfile',
      'UntagInstanceProfile',
    ],
  }),
  ...byMember('iam', whole, {
    PolicyArn: [
      'CreatePolicyVersion',
      'DeletePolicy',
      'DeletePolicyVersion',
      'GetPolicy',
      'GetPolicyVersion',
      'ListEntitiesForPolicy',
      'ListPolicyTags',
      'ListPolicyVersions',
      'SetDefaultPolicyVersion',
      'TagPolicy',
      'UntagPolicy',
    ],
    PolicySourceArn: ['SimulatePrincipalPolicy'],
  }),
  ...byMember('iam', holder('policy'), { PolicyName: ['CreatePolicy'] }),
  CreateServiceLinkedRole: (input, { partition, accountId }) => [
    {
      action: 'iam:CreateServiceLinkedRole',
      resource: `arn:${partition}:iam::${accountId}:role/aws-service-role/${text(input, 'AWSServiceName')}/*`,
      keys: { 'iam:AWSServiceName': text(input, 'AWSServiceName') },
    },
  ],
});

function withKeys(table: ActionTable): ActionTable {
  return Object.fromEntries(
    Object.entries(table).map(([name, rule]) => [
      name,
      (input: Input, place: Place) =>
        rule(input, place).map((access) => ({
          ...access,
          resource: withPath(access.resource, text(input, 'Path')),
          keys: {
            'iam:PermissionsBoundary': text(input, 'PermissionsBoundary') || undefined,
            'iam:PolicyARN': /^(?:At|De)tach/.test(name) ? text(input, 'PolicyArn') : undefined,
            ...access.keys,
          },
        })),
    ]),
  );
}

/** What is created has the path that the input says. */
function withPath(arn: string, path: string): string {
  if (path === '' || path === '/') return arn;
  const slash = arn.lastIndexOf('/');
  return `${arn.slice(0, slash)}${path}${arn.slice(slash + 1)}`;
}

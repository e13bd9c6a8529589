import type { ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse } from '@aws-sdk/client-iam';
import { operation } from '../../operation.ts';
import { findPolicy } from '../managed-policies.ts';
import { byName, pageOf } from '../paging.ts';
import { iamTablesOf, type PolicyHolder } from '../store.ts';

interface Entity extends PolicyHolder {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly permissionsBoundaryArn?: string | undefined;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html */
export const listEntitiesForPolicy = operation<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse>({
  handle(context, input) {
    const { arn } = findPolicy(context, input.PolicyArn);
    const uses = (entity: Entity) =>
      input.PolicyUsageFilter === 'PermissionsBoundary'
        ? entity.permissionsBoundaryArn === arn
        : entity.attachedPolicyArns.includes(arn);
    const users = (kind: 'User' | 'Role' | 'Group', entities: Iterable<Entity>) =>
      input.EntityFilter !== undefined && input.EntityFilter !== kind
        ? []
        : byName(entities)
            .filter((entity) => uses(entity) && entity.path.startsWith(input.PathPrefix ?? '/'))
            .map((entity) => ({ kind, entity }));
    const tables = iamTablesOf(context);
    const all = [
      ...users('Group', tables.groups.values()),
      ...users('User', tables.users.values()),
      ...users('Role', tables.roles.values()),
    ];
    const { items, paging } = pageOf(all, ({ entity }) => entity.arn, input);
    const of = (kind: string) => items.filter((item) => item.kind === kind).map(({ entity }) => entity);
    return {
      PolicyGroups: of('Group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: of('User').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: of('Role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...paging,
    };
  },
});

import type {
  CreateServiceLinkedRoleRequest,
  CreateServiceLinkedRoleResponse,
  DeleteServiceLinkedRoleRequest,
  DeleteServiceLinkedRoleResponse,
  GetServiceLinkedRoleDeletionStatusRequest,
  GetServiceLinkedRoleDeletionStatusResponse,
} from '@aws-sdk/client-iam';
import { operation } from '../../operation.ts';
import { noSuchEntity } from '../errors.ts';
import { describeRole, findRole, isServiceLinked } from '../roles.ts';
import { createServiceLinkedRoleRow } from '../service-linked-roles.ts';
import { serviceLinkedRoleUsage } from '../service-linked-role-usage.ts';
import { iamTablesOf, nameKey } from '../store.ts';

/** Not verified: each service has words of its own for it. */
const inUse = 'The service-linked role is still used by resources of its service. Delete them first.';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html */
export const createServiceLinkedRole = operation<
  CreateServiceLinkedRoleRequest,
  CreateServiceLinkedRoleResponse
>({
  handle(context, { AWSServiceName: serviceName = '', CustomSuffix: suffix, Description: description }) {
    return { Role: describeRole(createServiceLinkedRoleRow(context, { serviceName, suffix, description })) };
  },
});

/**
 * The task ends at once: the role goes, or stays when its service still has resources.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html
 */
export const deleteServiceLinkedRole = operation<
  DeleteServiceLinkedRoleRequest,
  DeleteServiceLinkedRoleResponse
>({
  handle(context, input) {
    const row = findRole(context, input.RoleName);
    if (!isServiceLinked(row)) throw noSuchEntity(`The role with name ${row.name} cannot be found.`);
    const { roles, deletionTasks } = iamTablesOf(context);
    const serviceName = row.path.split('/')[2] ?? '';
    const usage = serviceLinkedRoleUsage(context.store, context.caller.accountId, serviceName);
    if (usage.length === 0) roles.delete(nameKey(row.name));
    const taskId = `task${row.path}${row.name}/${context.ids.uuid()}`;
    deletionTasks.put(taskId, { roleArn: row.arn, usage });
    return { DeletionTaskId: taskId };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html */
export const getServiceLinkedRoleDeletionStatus = operation<
  GetServiceLinkedRoleDeletionStatusRequest,
  GetServiceLinkedRoleDeletionStatusResponse
>({
  handle(context, { DeletionTaskId: taskId = '' }) {
    const task = iamTablesOf(context).deletionTasks.get(taskId);
    if (task === undefined) throw noSuchEntity(`Deletion task ${taskId} cannot be found.`);
    const { usage = [] } = task;
    if (usage.length === 0) return { Status: 'SUCCEEDED' };
    return { Status: 'FAILED', Reason: { Reason: inUse, RoleUsageList: [...usage] } };
  },
});

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
import { iamTablesOf, nameKey } from '../store.ts';

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
 * The role goes at once; whether its service still has resources is not looked at.
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
    roles.delete(nameKey(row.name));
    const taskId = `task${row.path}${row.name}/${context.ids.uuid()}`;
    deletionTasks.put(taskId, { roleArn: row.arn });
    return { DeletionTaskId: taskId };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html */
export const getServiceLinkedRoleDeletionStatus = operation<
  GetServiceLinkedRoleDeletionStatusRequest,
  GetServiceLinkedRoleDeletionStatusResponse
>({
  handle(context, { DeletionTaskId: taskId = '' }) {
    if (!iamTablesOf(context).deletionTasks.has(taskId)) {
      throw noSuchEntity(`Deletion task ${taskId} cannot be found.`);
    }
    return { Status: 'SUCCEEDED' };
  },
});

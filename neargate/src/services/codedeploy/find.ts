import type { OperationContext } from '../context.ts';
import {
  applicationNameRequired,
  applicationNotFound,
  deploymentIdRequired,
  deploymentNotFound,
  error,
  groupNameRequired,
  groupNotFound,
} from './errors.ts';
import {
  type ApplicationRow,
  codedeployTablesOf,
  type DeploymentGroupRow,
  type DeploymentRow,
  groupKey,
} from './store.ts';

// What a call names, or AWS's error that says it is not there.

export function findApplication(context: OperationContext, name: string | undefined): ApplicationRow {
  if (name === undefined || name === '') {
    throw applicationNameRequired();
  }
  const row = codedeployTablesOf(context).applications.get(name);
  if (row === undefined) throw applicationNotFound(name);
  return row;
}

export function findGroup(
  context: OperationContext,
  applicationName: string | undefined,
  name: string | undefined,
): DeploymentGroupRow {
  const application = findApplication(context, applicationName);
  if (name === undefined || name === '') {
    throw groupNameRequired();
  }
  const row = codedeployTablesOf(context).groups.get(groupKey(application.applicationName, name));
  if (row === undefined) throw groupNotFound(name);
  return row;
}

export function findDeployment(context: OperationContext, id: string | undefined): DeploymentRow {
  if (id === undefined || id === '') {
    throw deploymentIdRequired();
  }
  if (!/^d-[A-Z0-9]{9}$/.test(id)) {
    throw error('InvalidDeploymentId', `The deployment ID ${id} was specified in an invalid format.`);
  }
  const row = codedeployTablesOf(context).deployments.get(id);
  if (row === undefined) throw deploymentNotFound(id);
  return row;
}

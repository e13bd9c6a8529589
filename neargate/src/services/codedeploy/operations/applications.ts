import type {
  ApplicationInfo,
  BatchGetApplicationsInput,
  BatchGetApplicationsOutput,
  CreateApplicationInput,
  CreateApplicationOutput,
  DeleteApplicationInput,
  GetApplicationInput,
  GetApplicationOutput,
  ListApplicationsInput,
  ListApplicationsOutput,
  UpdateApplicationInput,
} from '@aws-sdk/client-codedeploy';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { applicationExists, batchLimit, invalidComputePlatform, invalidNextToken } from '../errors.ts';
import { findApplication } from '../find.ts';
import { requireName } from '../names.ts';
import { type ApplicationRow, codedeployTablesOf, groupKey } from '../store.ts';
import { mergeTags } from '../tags.ts';

type Empty = Record<string, never>;

const platforms = ['Server', 'Lambda', 'ECS'];
const pageSize = 100;

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateApplication.html */
export const createApplication = operation<CreateApplicationInput, CreateApplicationOutput>({
  handle(context, { applicationName = '', computePlatform = 'Server', tags = [] }) {
    if (applicationName === '') findApplication(context, applicationName);
    requireName(applicationName, 'InvalidApplicationName', 'application');
    if (!platforms.includes(computePlatform)) {
      throw invalidComputePlatform();
    }
    const { applications } = codedeployTablesOf(context);
    if (applications.has(applicationName)) throw applicationExists(applicationName);
    const applicationId = context.ids.uuid();
    applications.put(applicationName, {
      applicationName,
      applicationId,
      computePlatform,
      createdAtMs: context.clock.now(),
      tags: mergeTags([], tags),
    });
    return { applicationId };
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetApplication.html */
export const getApplication = operation<GetApplicationInput, GetApplicationOutput>({
  handle: (context, { applicationName }) => ({
    application: describe(findApplication(context, applicationName)),
  }),
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetApplications.html */
export const batchGetApplications = operation<BatchGetApplicationsInput, BatchGetApplicationsOutput>({
  handle(context, { applicationNames = [] }) {
    if (applicationNames.length > 100) throw batchLimit(100);
    return { applicationsInfo: applicationNames.map((name) => describe(findApplication(context, name))) };
  },
});

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListApplications.html */
export const listApplications = operation<ListApplicationsInput, ListApplicationsOutput>({
  handle(context, { nextToken }) {
    const names = [...codedeployTablesOf(context).applications.values()].map((row) => row.applicationName);
    const page = paginate(names, (name) => name, { token: nextToken, limit: pageSize }, invalidNextToken);
    return { applications: page.items, nextToken: page.nextToken };
  },
});

/** Gives another name, to its groups and deployments too. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_UpdateApplication.html */
export const updateApplication = operation<UpdateApplicationInput, Empty>({
  handle(context, { applicationName, newApplicationName: to }) {
    const row = findApplication(context, applicationName);
    const from = row.applicationName;
    if (to === undefined || to === from) return {};
    requireName(to, 'InvalidApplicationName', 'application');
    const { applications, groups, deployments, revisions } = codedeployTablesOf(context);
    if (applications.has(to)) throw applicationExists(to);
    applications.delete(from);
    applications.put(to, { ...row, applicationName: to });
    for (const [key, group] of groups.entries()) {
      if (group.applicationName !== from) continue;
      groups.delete(key);
      groups.put(groupKey(to, group.deploymentGroupName), { ...group, applicationName: to });
    }
    for (const table of [deployments, revisions] as const) {
      for (const [key, other] of table.entries()) {
        if (other.applicationName === from) table.put(key, { ...other, applicationName: to } as never);
      }
    }
    return {};
  },
});

/** Its groups and revisions go too. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteApplication.html */
export const deleteApplication = operation<DeleteApplicationInput, Empty>({
  handle(context, { applicationName }) {
    if (applicationName === undefined || applicationName === '') findApplication(context, applicationName);
    const { applications, groups, revisions } = codedeployTablesOf(context);
    applications.delete(applicationName ?? '');
    for (const table of [groups, revisions] as const) {
      for (const [key, row] of table.entries())
        if (row.applicationName === applicationName) table.delete(key);
    }
    return {};
  },
});

function describe(row: ApplicationRow): ApplicationInfo {
  return {
    applicationId: row.applicationId,
    applicationName: row.applicationName,
    createTime: toDate(row.createdAtMs),
    linkedToGitHub: false,
    computePlatform: row.computePlatform,
  };
}

import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import {
  batchDeleteBuilds,
  batchGetBuilds,
  invalidateProjectCache,
  listBuilds,
  listBuildsForProject,
  retryBuild,
  startBuild,
  startBuildBatch,
  stopBuild,
} from './operations/builds.ts';
import {
  batchGetProjects,
  createProject,
  deleteProject,
  listProjects,
  updateProject,
  updateProjectVisibility,
} from './operations/projects.ts';
import {
  batchGetReportGroups,
  createReportGroup,
  deleteReportGroup,
  listReportGroups,
  updateReportGroup,
} from './operations/report-groups.ts';
import {
  batchGetReports,
  deleteReport,
  describeTestCases,
  listReports,
  listReportsForReportGroup,
} from './operations/reports.ts';
import {
  deleteSourceCredentials,
  importSourceCredentials,
  listSourceCredentials,
} from './operations/source-credentials.ts';
import { createWebhook, deleteWebhook, updateWebhook } from './operations/webhooks.ts';

/**
 * AWS CodeBuild: projects, their builds and the builds' reports. The build controller runs what StartBuild puts in the queue.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/Welcome.html
 */
export const codebuild = {
  signingName: 'codebuild',
  protocol: 'json',
  targetPrefix: 'CodeBuild_20161006',
  jsonVersion: '1.1',
  apiVersion: '2016-10-06',
  validationErrorCode: 'InvalidInputException',
  constraints,
  operations: {
    BatchDeleteBuilds: batchDeleteBuilds,
    BatchGetBuilds: batchGetBuilds,
    BatchGetProjects: batchGetProjects,
    BatchGetReportGroups: batchGetReportGroups,
    BatchGetReports: batchGetReports,
    CreateProject: createProject,
    CreateReportGroup: createReportGroup,
    CreateWebhook: createWebhook,
    DeleteProject: deleteProject,
    DeleteReport: deleteReport,
    DeleteReportGroup: deleteReportGroup,
    DeleteSourceCredentials: deleteSourceCredentials,
    DeleteWebhook: deleteWebhook,
    DescribeTestCases: describeTestCases,
    ImportSourceCredentials: importSourceCredentials,
    InvalidateProjectCache: invalidateProjectCache,
    ListBuilds: listBuilds,
    ListBuildsForProject: listBuildsForProject,
    ListProjects: listProjects,
    ListReportGroups: listReportGroups,
    ListReports: listReports,
    ListReportsForReportGroup: listReportsForReportGroup,
    ListSourceCredentials: listSourceCredentials,
    RetryBuild: retryBuild,
    StartBuild: startBuild,
    StartBuildBatch: startBuildBatch,
    StopBuild: stopBuild,
    UpdateProject: updateProject,
    UpdateProjectVisibility: updateProjectVisibility,
    UpdateReportGroup: updateReportGroup,
    UpdateWebhook: updateWebhook,
  },
  stored: {
    CreateWebhook: 'no source provider is told of it, so nothing calls it',
    UpdateWebhook: 'as CreateWebhook',
    UpdateProjectVisibility: 'builds are published to nobody',
    ImportSourceCredentials: 'no source provider is asked with them',
  },
} satisfies ServiceDefinition;

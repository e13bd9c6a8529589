import type { Project, Webhook } from '@aws-sdk/client-codebuild';
import { formatArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { toDate } from '../timestamps.ts';
import { projectNotFound } from './errors.ts';
import { codebuildTablesOf, type ProjectRow, type WebhookRow } from './store.ts';

export const projectName = {
  min: 2,
  max: 150,
  pattern: String.raw`[A-Za-z0-9][A-Za-z0-9\-_]{1,149}`,
} as const;

export function codebuildArn({ caller }: OperationContext, resource: string): string {
  const { partition, region, accountId } = caller;
  return formatArn({ partition, service: 'codebuild', region, accountId, resource });
}

/** The project of a name or ARN, or undefined. */
export function lookUpProject(context: OperationContext, nameOrArn: string): ProjectRow | undefined {
  const prefix = codebuildArn(context, 'project/');
  const name = nameOrArn.startsWith(prefix) ? nameOrArn.slice(prefix.length) : nameOrArn;
  return codebuildTablesOf(context).projects.get(name);
}

export function findProject(context: OperationContext, nameOrArn: string): ProjectRow {
  const row = lookUpProject(context, nameOrArn);
  if (row !== undefined) return row;
  throw projectNotFound(
    nameOrArn.startsWith('arn:') ? nameOrArn : codebuildArn(context, `project/${nameOrArn}`),
  );
}

export function describeProject(row: ProjectRow): Project {
  const { badgeEnabled = false, ...settings } = row.settings;
  return {
    ...settings,
    name: row.name,
    arn: row.arn,
    badge: { badgeEnabled, badgeRequestUrl: badgeEnabled ? row.badgeRequestUrl : undefined },
    projectVisibility: row.projectVisibility,
    publicProjectAlias: row.publicProjectAlias,
    resourceAccessRole: row.resourceAccessRole,
    webhook: row.webhook === undefined ? undefined : describeWebhook(row.webhook),
    created: toDate(row.createdAtMs),
    lastModified: toDate(row.lastModifiedAtMs),
  };
}

/** A webhook without its secret, which AWS shows only when it was just made. */
export function describeWebhook(row: WebhookRow): Webhook {
  return {
    payloadUrl: row.payloadUrl,
    branchFilter: row.branchFilter,
    filterGroups: row.filterGroups?.map((group) => [...group]),
    buildType: row.buildType,
    manualCreation: row.manualCreation,
    scopeConfiguration: row.scopeConfiguration,
    pullRequestBuildPolicy: row.pullRequestBuildPolicy,
    lastModifiedSecret: toDate(row.lastModifiedSecretAtMs),
    statusMessage: 'Stored: Neargate registers no webhook at the source provider.',
  };
}

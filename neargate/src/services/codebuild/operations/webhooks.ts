import type {
  CreateWebhookInput,
  CreateWebhookOutput,
  DeleteWebhookInput,
  DeleteWebhookOutput,
  SourceType,
  UpdateWebhookInput,
  UpdateWebhookOutput,
  WebhookFilter,
} from '@aws-sdk/client-codebuild';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { invalidInput, resourceAlreadyExists, resourceNotFound } from '../errors.ts';
import { describeWebhook, findProject } from '../projects.ts';
import { codebuildTablesOf, type ProjectRow, type WebhookRow } from '../store.ts';

const providers: readonly SourceType[] = [
  'GITHUB',
  'GITHUB_ENTERPRISE',
  'BITBUCKET',
  'GITLAB',
  'GITLAB_SELF_MANAGED',
];

/**
 * Stores a webhook; the source provider is not told.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html
 */
export const createWebhook = operation<CreateWebhookInput, CreateWebhookOutput>({
  handle(context, { projectName = '', ...input }) {
    const project = findProject(context, projectName);
    const { type } = project.settings.source ?? {};
    if (type === undefined || !providers.includes(type))
      throw invalidInput(`Webhooks are not supported for source type ${type ?? 'null'}`);
    if (project.webhook !== undefined)
      throw resourceAlreadyExists(`A webhook already exists for the project ${project.name}`);
    requireFilters(input.filterGroups, input.branchFilter);
    const { region } = context.caller;
    const row: WebhookRow = {
      ...input,
      payloadUrl: `https://codebuild.${region}.amazonaws.com/webhooks?t=${context.ids.alphanumeric(100)}&v=1`,
      secret: context.ids.alphanumeric(64),
      lastModifiedSecretAtMs: context.clock.now(),
    };
    putWebhook(context, project, row);
    return { webhook: { ...describeWebhook(row), secret: row.secret } };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateWebhook.html */
export const updateWebhook = operation<UpdateWebhookInput, UpdateWebhookOutput>({
  handle(context, { projectName = '', rotateSecret, ...input }) {
    const project = findProject(context, projectName);
    const before = webhookOf(project);
    requireFilters(input.filterGroups, input.branchFilter);
    const row: WebhookRow = {
      ...before,
      // A branch filter and filter groups replace each other.
      branchFilter:
        input.filterGroups === undefined ? (input.branchFilter ?? before.branchFilter) : undefined,
      filterGroups:
        input.branchFilter === undefined ? (input.filterGroups ?? before.filterGroups) : undefined,
      buildType: input.buildType ?? before.buildType,
      pullRequestBuildPolicy: input.pullRequestBuildPolicy ?? before.pullRequestBuildPolicy,
      ...(rotateSecret === true
        ? { secret: context.ids.alphanumeric(64), lastModifiedSecretAtMs: context.clock.now() }
        : {}),
    };
    putWebhook(context, project, row);
    return {
      webhook: { ...describeWebhook(row), secret: rotateSecret === true ? row.secret : undefined },
    };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteWebhook.html */
export const deleteWebhook = operation<DeleteWebhookInput, DeleteWebhookOutput>({
  handle(context, { projectName = '' }) {
    const project = findProject(context, projectName);
    webhookOf(project);
    putWebhook(context, project, undefined);
    return {};
  },
});

function webhookOf(project: ProjectRow): WebhookRow {
  if (project.webhook === undefined)
    throw resourceNotFound(`No webhook found for the project ${project.name}`);
  return project.webhook;
}

function putWebhook(context: OperationContext, project: ProjectRow, webhook: WebhookRow | undefined): void {
  codebuildTablesOf(context).projects.put(project.name, { ...project, webhook });
}

function requireFilters(groups: readonly WebhookFilter[][] = [], branchFilter: string | undefined): void {
  if (groups.length > 0 && branchFilter !== undefined)
    throw invalidInput('A branch filter and filter groups cannot be used together');
  for (const group of groups) {
    if (!group.some(({ type }) => type === 'EVENT'))
      throw invalidInput('Each webhook filter group must have a filter of type EVENT');
    for (const { type, pattern = '' } of group) {
      if (type !== 'EVENT') requireExpression(pattern);
    }
  }
}

function requireExpression(pattern: string): void {
  try {
    new RegExp(pattern);
  } catch {
    throw invalidInput(`The webhook filter pattern '${pattern}' is not a regular expression`);
  }
}

import type {
  BatchGetReportGroupsInput,
  BatchGetReportGroupsOutput,
  CreateReportGroupInput,
  CreateReportGroupOutput,
  DeleteReportGroupInput,
  DeleteReportGroupOutput,
  ListReportGroupsInput,
  ListReportGroupsOutput,
  ReportGroup,
  UpdateReportGroupInput,
  UpdateReportGroupOutput,
} from '@aws-sdk/client-codebuild';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { invalidNextToken, resourceAlreadyExists, resourceNotFound } from '../errors.ts';
import { codebuildArn } from '../projects.ts';
import { codebuildTablesOf, type ReportGroupRow } from '../store.ts';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateReportGroup.html */
export const createReportGroup = operation<CreateReportGroupInput, CreateReportGroupOutput>({
  handle(context, { name = '', type = 'TEST', exportConfig = {}, tags = [] }) {
    const { reportGroups } = codebuildTablesOf(context);
    const arn = codebuildArn(context, `report-group/${name}`);
    if (reportGroups.has(arn)) throw resourceAlreadyExists(`Report group already exists: ${arn}`);
    const nowMs = context.clock.now();
    const row: ReportGroupRow = {
      arn,
      name,
      type,
      exportConfig,
      tags,
      createdAtMs: nowMs,
      lastModifiedAtMs: nowMs,
    };
    reportGroups.put(arn, row);
    return { reportGroup: describe(row) };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateReportGroup.html */
export const updateReportGroup = operation<UpdateReportGroupInput, UpdateReportGroupOutput>({
  handle(context, { arn = '', exportConfig, tags }) {
    const { reportGroups } = codebuildTablesOf(context);
    const before = reportGroups.get(arn);
    if (before === undefined) throw resourceNotFound(`Report group cannot be found: ${arn}`);
    const row: ReportGroupRow = {
      ...before,
      exportConfig: exportConfig ?? before.exportConfig,
      tags: tags ?? before.tags,
      lastModifiedAtMs: context.clock.now(),
    };
    reportGroups.put(arn, row);
    return { reportGroup: describe(row) };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteReportGroup.html */
export const deleteReportGroup = operation<DeleteReportGroupInput, DeleteReportGroupOutput>({
  handle(context, { arn = '' }) {
    codebuildTablesOf(context).reportGroups.delete(arn);
    return {};
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetReportGroups.html */
export const batchGetReportGroups = operation<BatchGetReportGroupsInput, BatchGetReportGroupsOutput>({
  handle(context, { reportGroupArns = [] }) {
    const { reportGroups } = codebuildTablesOf(context);
    const found = reportGroupArns.flatMap((arn) => reportGroups.get(arn) ?? []);
    return {
      reportGroups: found.map(describe),
      reportGroupsNotFound: reportGroupArns.filter((arn) => !reportGroups.has(arn)),
    };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListReportGroups.html */
export const listReportGroups = operation<ListReportGroupsInput, ListReportGroupsOutput>({
  handle(context, { nextToken, maxResults = 100, sortOrder = 'DESCENDING', sortBy = 'CREATED_TIME' }) {
    const valueOf = (row: ReportGroupRow) =>
      sortBy === 'NAME' ? row.name : sortBy === 'LAST_MODIFIED_TIME' ? row.lastModifiedAtMs : row.createdAtMs;
    const rows = [...codebuildTablesOf(context).reportGroups.values()].toSorted((left, right) =>
      valueOf(left) < valueOf(right) ? -1 : Number(valueOf(left) > valueOf(right)),
    );
    if (sortOrder === 'DESCENDING') rows.reverse();
    const page = paginate(rows, ({ arn }) => arn, { token: nextToken, limit: maxResults }, invalidNextToken);
    return { reportGroups: page.items.map(({ arn }) => arn), nextToken: page.nextToken };
  },
});

function describe(row: ReportGroupRow): ReportGroup {
  return {
    arn: row.arn,
    name: row.name,
    type: row.type,
    exportConfig: row.exportConfig,
    created: toDate(row.createdAtMs),
    lastModified: toDate(row.lastModifiedAtMs),
    tags: [...row.tags],
    status: 'ACTIVE',
  };
}

import type {
  BatchGetReportsInput,
  BatchGetReportsOutput,
  DeleteReportInput,
  DeleteReportOutput,
  DescribeTestCasesInput,
  DescribeTestCasesOutput,
  ListReportsForReportGroupInput,
  ListReportsForReportGroupOutput,
  ListReportsInput,
  ListReportsOutput,
  Report,
} from '@aws-sdk/client-codebuild';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { invalidNextToken, resourceNotFound } from '../errors.ts';
import { codebuildTablesOf, type ReportRow } from '../store.ts';

/** AWS keeps reports this long. */
const lifetimeMs = 30 * 24 * 60 * 60 * 1000;

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetReports.html */
export const batchGetReports = operation<BatchGetReportsInput, BatchGetReportsOutput>({
  handle(context, { reportArns = [] }) {
    const { reports } = codebuildTablesOf(context);
    return {
      reports: reportArns.flatMap((arn) => {
        const row = reports.get(arn);
        return row === undefined ? [] : [describe(context, row)];
      }),
      reportsNotFound: reportArns.filter((arn) => !reports.has(arn)),
    };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListReports.html */
export const listReports = operation<ListReportsInput, ListReportsOutput>({
  handle: (context, input) => listed([...codebuildTablesOf(context).reports.values()], input),
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListReportsForReportGroup.html */
export const listReportsForReportGroup = operation<
  ListReportsForReportGroupInput,
  ListReportsForReportGroupOutput
>({
  handle(context, { reportGroupArn = '', ...input }) {
    const { reportGroups, reports } = codebuildTablesOf(context);
    if (!reportGroups.has(reportGroupArn))
      throw resourceNotFound(`Report group cannot be found: ${reportGroupArn}`);
    return listed(
      [...reports.values()].filter((row) => row.reportGroupArn === reportGroupArn),
      input,
    );
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DescribeTestCases.html */
export const describeTestCases = operation<DescribeTestCasesInput, DescribeTestCasesOutput>({
  input: { reportArn: { required: true, min: 1 }, maxResults: { min: 1, max: 500 } },
  handle(context, { reportArn = '', nextToken, maxResults = 500, filter }) {
    const row = codebuildTablesOf(context).reports.get(reportArn);
    if (row === undefined) throw resourceNotFound(`Report cannot be found: ${reportArn}`);
    const cases = row.testCases
      .map((testCase, index) => ({ ...testCase, index }))
      .filter(
        ({ status, name, prefix }) =>
          (filter?.status === undefined || filter.status === status) &&
          (filter?.keyword === undefined || `${prefix} ${name}`.includes(filter.keyword)),
      );
    const page = paginate(
      cases,
      ({ index }) => String(index),
      { token: nextToken, limit: maxResults },
      invalidNextToken,
    );
    return {
      testCases: page.items.map(({ index: _index, ...testCase }) => ({ reportArn, ...testCase })),
      nextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteReport.html */
export const deleteReport = operation<DeleteReportInput, DeleteReportOutput>({
  handle(context, { arn = '' }) {
    codebuildTablesOf(context).reports.delete(arn);
    return {};
  },
});

function listed(rows: readonly ReportRow[], input: ListReportsInput) {
  const { filter, sortOrder = 'DESCENDING', nextToken, maxResults = 100 } = input;
  const wanted = rows.filter(({ status }) => filter?.status === undefined || filter.status === status);
  const page = paginate(
    sortOrder === 'ASCENDING' ? wanted : wanted.toReversed(),
    ({ arn }) => arn,
    { token: nextToken, limit: maxResults },
    invalidNextToken,
  );
  return { reports: page.items.map(({ arn }) => arn), nextToken: page.nextToken };
}

function describe(context: OperationContext, row: ReportRow): Report {
  const group = codebuildTablesOf(context).reportGroups.get(row.reportGroupArn);
  return {
    arn: row.arn,
    type: row.type,
    name: row.name,
    reportGroupArn: row.reportGroupArn,
    executionId: row.executionId,
    status: row.status,
    created: toDate(row.createdAtMs),
    expired: toDate(row.createdAtMs + lifetimeMs),
    exportConfig: group?.exportConfig ?? { exportConfigType: 'NO_EXPORT' },
    truncated: (row.summary?.total ?? 0) > row.testCases.length,
    testSummary:
      row.summary === undefined
        ? undefined
        : { ...row.summary, statusCounts: { ...row.summary.statusCounts } },
  };
}

import type { ReportType } from '@aws-sdk/client-codebuild';
import type { OperationContext } from '../../context.ts';
import type { ReportFormat } from '../buildspec/buildspec.ts';
import { resourceNotFound } from '../errors.ts';
import { codebuildArn } from '../projects.ts';
import { codebuildTablesOf, type ReportGroupRow, type ReportRow, type ReportTestCase } from '../store.ts';
import { parseJunit, ReportFileError } from './junit.ts';

/** AWS keeps a report for 30 days; the journal keeps this many. */
const keptReports = 200;

/** AWS's limit of test cases in a report; the rest is counted and not listed. */
const mostTestCases = 500;

/**
 * The report group that a buildspec names: by its ARN, or `PROJECT-NAME`, which is made when it is missing.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group-naming.html
 * @throws AwsError when there is no group of that ARN
 */
export function reportGroupOf(
  context: OperationContext,
  projectName: string,
  nameOrArn: string,
  type: ReportType,
): ReportGroupRow {
  const { reportGroups } = codebuildTablesOf(context);
  if (nameOrArn.startsWith('arn:')) {
    const row = reportGroups.get(nameOrArn);
    if (row === undefined) throw resourceNotFound(`Report group cannot be found: ${nameOrArn}`);
    return row;
  }
  const name = `${projectName}-${nameOrArn}`;
  const arn = codebuildArn(context, `report-group/${name}`);
  const before = reportGroups.get(arn);
  if (before !== undefined) return before;
  const nowMs = context.clock.now();
  const row: ReportGroupRow = {
    arn,
    name,
    type,
    exportConfig: { exportConfigType: 'NO_EXPORT' },
    tags: [],
    createdAtMs: nowMs,
    lastModifiedAtMs: nowMs,
  };
  reportGroups.put(arn, row);
  return row;
}

/** Stores a report; JUnit files are read and summarised, others only kept. */
export function putReport(
  context: OperationContext,
  given: {
    readonly group: ReportGroupRow;
    readonly name: string;
    readonly executionId: string;
    readonly format: ReportFormat;
    readonly files: readonly { readonly path: string; readonly content: Uint8Array }[];
  },
): ReportRow {
  const { group, files, format, name, executionId } = given;
  const { reports } = codebuildTablesOf(context);
  const testCases = format === 'JUNITXML' ? casesOf(files) : undefined;
  const row: ReportRow = {
    arn: codebuildArn(context, `report/${group.name}:${context.ids.uuid()}`),
    reportGroupArn: group.arn,
    name,
    type: group.type,
    executionId,
    status: testCases === undefined ? 'INCOMPLETE' : statusOf(testCases),
    createdAtMs: context.clock.now(),
    summary: testCases && summaryOf(testCases),
    testCases: testCases?.slice(0, mostTestCases) ?? [],
    files: files.map(({ path, content }) => ({ path, digest: context.blobs.put(Buffer.from(content)) })),
  };
  reports.put(row.arn, row);
  for (const oldest of reports.keys()) {
    if (reports.size <= keptReports) break;
    reports.delete(oldest);
  }
  return row;
}

/** Undefined when one of the files cannot be read as what it should be: half a report would look like a whole one. */
function casesOf(
  files: readonly { readonly path: string; readonly content: Uint8Array }[],
): readonly ReportTestCase[] | undefined {
  try {
    return files.flatMap(({ path, content }) => parseJunit(path, Buffer.from(content).toString('utf8')));
  } catch (error) {
    if (error instanceof ReportFileError) return undefined;
    throw error;
  }
}

function statusOf(cases: readonly ReportTestCase[]): 'SUCCEEDED' | 'FAILED' {
  return cases.some(({ status }) => status === 'FAILED' || status === 'ERROR') ? 'FAILED' : 'SUCCEEDED';
}

function summaryOf(cases: readonly ReportTestCase[]): NonNullable<ReportRow['summary']> {
  const statusCounts: Record<string, number> = { SUCCEEDED: 0, FAILED: 0, ERROR: 0, SKIPPED: 0, UNKNOWN: 0 };
  for (const { status } of cases) statusCounts[status] = (statusCounts[status] ?? 0) + 1;
  return {
    total: cases.length,
    statusCounts,
    durationInNanoSeconds: cases.reduce((sum, { durationInNanoSeconds }) => sum + durationInNanoSeconds, 0),
  };
}

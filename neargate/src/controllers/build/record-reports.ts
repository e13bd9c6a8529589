import { AwsError } from '../../core/aws-error.ts';
import { collectFiles, NoFilesError } from '../../drivers/build/collect-files.ts';
import type { ZipEntry } from '../../drivers/zip/write-zip.ts';
import {
  type Buildspec,
  reportFormats,
  type ReportSpec,
} from '../../services/codebuild/buildspec/buildspec.ts';
import { putReport, reportGroupOf } from '../../services/codebuild/reports/put-report.ts';
import type { OperationContext } from '../../services/context.ts';
import type { BuildRecord } from './build-record.ts';

/**
 * Stores the reports that the buildspec names. A report that cannot be made is said in the log and fails nothing, as on AWS.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html
 */
export function recordReports(request: {
  readonly context: OperationContext;
  readonly record: BuildRecord;
  readonly spec: Buildspec;
  readonly sourceDirectory: string;
  readonly say: (line: string) => void;
}): void {
  const { context, record, spec, sourceDirectory, say } = request;
  for (const report of spec.reports) {
    const files = reportFiles(sourceDirectory, report, say);
    if (files === undefined) continue;
    try {
      const type = reportFormats[report.format];
      const { arn } = context.store.transact(() => {
        const group = reportGroupOf(context, record.row().projectName, report.group, type);
        return putReport(context, {
          group,
          name: report.group,
          executionId: record.row().arn,
          format: report.format,
          files,
        });
      });
      say(`Uploaded ${type} report ${arn}`);
      record.observe({ reportArns: [...record.row().observed.reportArns, arn] });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      say(`The report ${report.group} was not stored: ${error.message}`);
    }
  }
}

function reportFiles(
  sourceDirectory: string,
  { group, files, baseDirectory, discardPaths }: ReportSpec,
  say: (line: string) => void,
): readonly ZipEntry[] | undefined {
  try {
    return collectFiles(
      sourceDirectory,
      {
        files: files.length === 0 ? ['**/*'] : files,
        ...(baseDirectory === undefined ? {} : { baseDirectory }),
        excludePaths: [],
        discardPaths,
        enableSymlinks: false,
      },
      () => undefined,
    );
  } catch (error) {
    if (!(error instanceof NoFilesError)) throw error;
    say(`No files were found for the report ${group}: ${error.message}`);
    return undefined;
  }
}

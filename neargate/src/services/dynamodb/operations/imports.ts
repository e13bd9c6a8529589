import type {
  DescribeImportInput,
  DescribeImportOutput,
  ImportSummary,
  ImportTableDescription,
  ImportTableInput,
  ImportTableOutput,
  ListImportsInput,
  ListImportsOutput,
} from '@aws-sdk/client-dynamodb';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { checkTable } from '../check-table.ts';
import { importConflict, importNotFound, tableExists, validation } from '../errors.ts';
import { newTable } from '../new-table.ts';
import { dynamodbImportsOf, dynamodbTablesOf, type ImportRow } from '../store.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ImportTable.html */
export const importTable = operation<ImportTableInput, ImportTableOutput>({
  handle(context, input) {
    const imports = dynamodbImportsOf(context);
    const { ClientToken: clientToken = context.ids.uuid(), TableCreationParameters: parameters } = input;
    const compression = input.InputCompressionType ?? 'NONE';
    requireReadable(input.InputFormat, compression);
    const table = newTable(context, { ...parameters, TableName: parameters?.TableName });
    const arn = `${table.arn}/import/${String(context.clock.now()).padStart(14, '0')}-${context.ids.hex(8)}`;
    const row: ImportRow = {
      arn,
      tableArn: table.arn,
      tableId: table.id,
      clientToken,
      source: input.S3BucketSource ?? { S3Bucket: undefined },
      format: input.InputFormat ?? 'DYNAMODB_JSON',
      formatOptions: input.InputFormatOptions,
      compression,
      parameters: parameters ?? { TableName: undefined, AttributeDefinitions: [], KeySchema: [] },
      startedAtMs: context.clock.now(),
      observed: { status: 'IN_PROGRESS', processedBytes: 0, processedItems: 0, errors: 0 },
    };
    const earlier = [...imports.values()].find((other) => other.clientToken === clientToken);
    if (earlier !== undefined) {
      if (askedFor(earlier) !== askedFor(row)) throw importConflict();
      return { ImportTableDescription: describeImportRow(earlier) };
    }
    checkTable(table);
    const tables = dynamodbTablesOf(context);
    if (tables.has(table.name)) throw tableExists(table.name);
    tables.put(table.name, { ...table, importArn: arn });
    imports.put(arn, row);
    return { ImportTableDescription: describeImportRow(row) };
  },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeImport.html */
export const describeImport = operation<DescribeImportInput, DescribeImportOutput>({
  handle(context, { ImportArn: arn = '' }) {
    const row = dynamodbImportsOf(context).get(arn);
    if (row === undefined) throw importNotFound(arn);
    return { ImportTableDescription: describeImportRow(row) };
  },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListImports.html */
export const listImports = operation<ListImportsInput, ListImportsOutput>({
  handle(context, { TableArn, PageSize = 25, NextToken }) {
    const found = [...dynamodbImportsOf(context).values()].filter(
      ({ tableArn }) => TableArn === undefined || tableArn === TableArn,
    );
    const { items, nextToken } = paginate(
      found,
      ({ arn }) => arn,
      { token: NextToken, limit: PageSize },
      () => validation('Invalid NextToken'),
    );
    return { ImportSummaryList: items.map(summary), NextToken: nextToken };
  },
});

/** What this machine has no reader for is refused before anything is made. */
function requireReadable(format: ImportTableInput['InputFormat'], compression: string): void {
  if (format === 'ION') {
    throw validation('Neargate does not read Amazon Ion: export the data as DYNAMODB_JSON or CSV.');
  }
  if (compression === 'ZSTD') {
    throw validation('Neargate does not read Zstandard: compress the data with GZIP, or not at all.');
  }
}

function askedFor({ source, format, formatOptions, compression, parameters }: ImportRow): string {
  return JSON.stringify([source, format, formatOptions ?? null, compression, parameters]);
}

function summary({ arn, tableArn, source, format, startedAtMs, observed }: ImportRow): ImportSummary {
  return {
    ImportArn: arn,
    ImportStatus: observed.status,
    TableArn: tableArn,
    S3BucketSource: source,
    InputFormat: format,
    StartTime: toDate(startedAtMs),
    EndTime: observed.endedAtMs === undefined ? undefined : toDate(observed.endedAtMs),
  };
}

function describeImportRow(row: ImportRow): ImportTableDescription {
  const { observed } = row;
  return {
    ...summary(row),
    TableId: row.tableId,
    ClientToken: row.clientToken,
    InputFormatOptions: row.formatOptions,
    InputCompressionType: row.compression,
    TableCreationParameters: row.parameters,
    ErrorCount: observed.errors,
    ProcessedSizeBytes: observed.processedBytes,
    ProcessedItemCount: observed.processedItems,
    // No table holds items, so that none is ever imported.
    ImportedItemCount: 0,
    FailureCode: observed.failure?.code,
    FailureMessage: observed.failure?.message,
  };
}

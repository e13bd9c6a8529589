import type {
  AttributeDefinition,
  BillingMode,
  GlobalSecondaryIndex,
  InputCompressionType,
  InputFormat,
  InputFormatOptions,
  KeySchemaElement,
  LocalSecondaryIndex,
  OnDemandThroughput,
  ProvisionedThroughput,
  S3BucketSource,
  SSESpecification,
  StreamSpecification,
  TableClass,
  TableCreationParameters,
  Tag,
} from '@aws-sdk/client-dynamodb';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

/** A table's description. There is no table behind it. */
export interface TableRow {
  readonly name: string;
  readonly arn: string;
  /** A UUID. */
  readonly id: string;
  readonly attributes: readonly AttributeDefinition[];
  readonly keySchema: readonly KeySchemaElement[];
  readonly billingMode: BillingMode;
  /** Zeros on demand. */
  readonly throughput: ProvisionedThroughput;
  readonly onDemand?: OnDemandThroughput | undefined;
  readonly globalIndexes: readonly GlobalSecondaryIndex[];
  readonly localIndexes: readonly LocalSecondaryIndex[];
  readonly stream?: StreamSpecification | undefined;
  readonly encryption?: SSESpecification | undefined;
  readonly tableClass: TableClass;
  readonly isProtected: boolean;
  readonly timeToLive?: string | undefined;
  /** Both present while point-in-time recovery is on. */
  readonly recoveryDays?: number | undefined;
  readonly recoverableSinceMs?: number | undefined;
  /** Where a restored table came from. */
  readonly restored?:
    | {
        readonly sourceTableArn: string;
        readonly backupArn?: string | undefined;
        /** The time of which the source is shown. */
        readonly atMs: number;
      }
    | undefined;
  /** The import that makes the table, until it has ended. */
  readonly importArn?: string | undefined;
  readonly tags: readonly Tag[];
  readonly createdAtMs: number;
  /** What was asked for last is settled by the controller of tables. */
  readonly observed: {
    readonly status: 'CREATING' | 'UPDATING' | 'ACTIVE' | 'DELETING';
    readonly sinceMs: number;
  };
}

/** A table's description at a time; there are no items to keep beside it. */
export interface BackupRow {
  readonly arn: string;
  readonly name: string;
  readonly table: TableRow;
  readonly createdAtMs: number;
  /** Made available by the controller of tables. */
  readonly observed: { readonly status: 'CREATING' | 'AVAILABLE' };
}

/** An import of S3 objects into a new table. */
export interface ImportRow {
  readonly arn: string;
  readonly tableArn: string;
  readonly tableId: string;
  readonly clientToken: string;
  readonly source: S3BucketSource;
  readonly format: InputFormat;
  readonly formatOptions?: InputFormatOptions | undefined;
  readonly compression: InputCompressionType;
  readonly parameters: TableCreationParameters;
  readonly startedAtMs: number;
  /** Written back by the controller of tables, which reads the objects. */
  readonly observed: ImportOutcome & {
    readonly status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
    readonly endedAtMs?: number | undefined;
  };
}

/** What came of reading an import's objects. */
export interface ImportOutcome {
  readonly processedBytes: number;
  readonly processedItems: number;
  /** Items that could be no items of the table. */
  readonly errors: number;
  readonly failure?: { readonly code: string; readonly message: string } | undefined;
}

/** The table that its controller watches through the store's change feed. */
export const dynamodbTableName = 'dynamodb.tables';

/** Keyed by name. */
export function dynamodbTables(store: Store, scope: string): Table<TableRow> {
  return store.table(dynamodbTableName, scope);
}

export const dynamodbBackupName = 'dynamodb.backups';

/** Keyed by ARN. */
export function dynamodbBackups(store: Store, scope: string): Table<BackupRow> {
  return store.table(dynamodbBackupName, scope);
}

export function dynamodbBackupsOf(context: OperationContext): Table<BackupRow> {
  return dynamodbBackups(context.store, regionalScope(context.caller));
}

/** Keyed by ARN. */
export function dynamodbImports(store: Store, scope: string): Table<ImportRow> {
  return store.table('dynamodb.imports', scope);
}

export function dynamodbImportsOf(context: OperationContext): Table<ImportRow> {
  return dynamodbImports(context.store, regionalScope(context.caller));
}

export function dynamodbTablesOf(context: OperationContext): Table<TableRow> {
  return dynamodbTables(context.store, regionalScope(context.caller));
}

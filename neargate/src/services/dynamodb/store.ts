import type {
  AttributeDefinition,
  BillingMode,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  OnDemandThroughput,
  ProvisionedThroughput,
  SSESpecification,
  StreamSpecification,
  TableClass,
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
  /** Present while point-in-time recovery is on. */
  readonly recoveryDays?: number | undefined;
  readonly tags: readonly Tag[];
  readonly createdAtMs: number;
  /** What was asked for last is settled by the controller of tables. */
  readonly observed: {
    readonly status: 'CREATING' | 'UPDATING' | 'ACTIVE' | 'DELETING';
    readonly sinceMs: number;
  };
}

/** The table that its controller watches through the store's change feed. */
export const dynamodbTableName = 'dynamodb.tables';

/** Keyed by name. */
export function dynamodbTables(store: Store, scope: string): Table<TableRow> {
  return store.table(dynamodbTableName, scope);
}

export function dynamodbTablesOf(context: OperationContext): Table<TableRow> {
  return dynamodbTables(context.store, regionalScope(context.caller));
}

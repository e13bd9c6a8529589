import type {
  CreateTableInput,
  CreateTableOutput,
  DeleteTableInput,
  DeleteTableOutput,
  DescribeTableInput,
  DescribeTableOutput,
  ListTablesInput,
  ListTablesOutput,
  UpdateTableInput,
  UpdateTableOutput,
} from '@aws-sdk/client-dynamodb';
import { operation } from '../../operation.ts';
import { checkTable } from '../check-table.ts';
import { describeTable, throughputOf } from '../describe-table.ts';
import { invalidParameters, protectedTable, tableExists } from '../errors.ts';
import { findActiveTable, findTable } from '../find-table.ts';
import { newTable } from '../new-table.ts';
import { dynamodbTablesOf, type TableRow } from '../store.ts';
import { withUsedAttributes } from '../used-attributes.ts';

const longestPage = 100;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
export const createTable = operation<CreateTableInput, CreateTableOutput>({
  handle(context, input) {
    const tables = dynamodbTablesOf(context);
    const row = newTable(context, input);
    checkTable(row);
    if (tables.has(row.name)) throw tableExists(row.name);
    tables.put(row.name, row);
    return { TableDescription: describeTable(row) };
  },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html */
export const describeTableOperation = operation<DescribeTableInput, DescribeTableOutput>({
  handle: (context, { TableName }) => ({ Table: describeTable(findTable(context, TableName)) }),
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html */
export const updateTable = operation<UpdateTableInput, UpdateTableOutput>({
  handle(context, input) {
    const before = findActiveTable(context, input.TableName);
    const billingMode = input.BillingMode ?? before.billingMode;
    const changed: TableRow = {
      ...before,
      attributes: input.AttributeDefinitions ?? before.attributes,
      billingMode,
      throughput:
        billingMode === 'PAY_PER_REQUEST'
          ? throughputOf(input.ProvisionedThroughput)
          : (input.ProvisionedThroughput ?? before.throughput),
      onDemand: input.OnDemandThroughput ?? before.onDemand,
      globalIndexes: updatedIndexes(before, input),
      stream: input.StreamSpecification ?? before.stream,
      encryption: input.SSESpecification ?? before.encryption,
      tableClass: input.TableClass ?? before.tableClass,
      isProtected: input.DeletionProtectionEnabled ?? before.isProtected,
      observed: { status: 'UPDATING', sinceMs: context.clock.now() },
    };
    checkTable(withUsedAttributes(changed));
    dynamodbTablesOf(context).put(before.name, changed);
    return { TableDescription: describeTable(changed) };
  },
});

function updatedIndexes(
  { globalIndexes }: TableRow,
  { GlobalSecondaryIndexUpdates: updates = [] }: UpdateTableInput,
): TableRow['globalIndexes'] {
  let indexes = [...globalIndexes];
  for (const { Create, Update, Delete } of updates) {
    const name = Create?.IndexName ?? Update?.IndexName ?? Delete?.IndexName;
    const isThere = indexes.some(({ IndexName }) => IndexName === name);
    if (Create !== undefined && isThere)
      throw invalidParameters(`Attempting to create an index which already exists: ${name}`);
    if (Create === undefined && !isThere)
      throw invalidParameters(`The table does not have the specified index: ${name}`);
    if (Create !== undefined) indexes.push(Create);
    else if (Delete !== undefined) indexes = indexes.filter(({ IndexName }) => IndexName !== name);
    else indexes = indexes.map((index) => (index.IndexName === name ? { ...index, ...Update } : index));
  }
  return indexes;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html */
export const deleteTable = operation<DeleteTableInput, DeleteTableOutput>({
  handle(context, { TableName }) {
    const row = findActiveTable(context, TableName);
    if (row.isProtected) throw protectedTable();
    const deleted: TableRow = {
      ...row,
      observed: { status: 'DELETING', sinceMs: context.clock.now() },
    };
    dynamodbTablesOf(context).put(row.name, deleted);
    return { TableDescription: describeTable(deleted) };
  },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html */
export const listTables = operation<ListTablesInput, ListTablesOutput>({
  handle(context, { ExclusiveStartTableName: after = '', Limit = longestPage }) {
    const names = [...dynamodbTablesOf(context).keys()].filter((name) => name > after).toSorted();
    const page = names.slice(0, Limit);
    return {
      TableNames: page,
      ...(page.length < names.length ? { LastEvaluatedTableName: page.at(-1) } : {}),
    };
  },
});

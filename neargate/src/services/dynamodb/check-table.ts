import type { KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { invalidParameters, validation } from './errors.ts';
import type { TableRow } from './store.ts';

/**
 * What DynamoDB checks of a table's keys and capacity. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
 * @throws AwsError ValidationException
 */
export function checkTable(row: TableRow): void {
  if (!/^[\w.-]{3,255}$/.test(row.name))
    throw validation(
      'TableName must be at least 3 characters long and at most 255 characters long, and may contain only the characters a-z, A-Z, 0-9, underscore, hyphen and dot',
    );
  checkKeys(row.keySchema);
  const indexes = [...row.globalIndexes, ...row.localIndexes];
  for (const { KeySchema = [] } of indexes) checkKeys(KeySchema);
  const defined = row.attributes.map(({ AttributeName = '' }) => AttributeName);
  const used = new Set(
    [row.keySchema, ...indexes.map(({ KeySchema = [] }) => KeySchema)]
      .flat()
      .map(({ AttributeName = '' }) => AttributeName),
  );
  if ([...used].some((name) => !defined.includes(name)))
    throw invalidParameters(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${[...used].join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`,
    );
  if (defined.some((name) => !used.has(name)))
    throw invalidParameters(
      'Some AttributeDefinitions are not used. AttributeDefinitions: ' +
        `[${defined.join(', ')}], keys used: [${[...used].join(', ')}]`,
    );
  const { ReadCapacityUnits: read = 0, WriteCapacityUnits: write = 0 } = row.throughput;
  if (row.billingMode === 'PROVISIONED' && (read === 0 || write === 0))
    throw invalidParameters(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  if (row.billingMode === 'PAY_PER_REQUEST' && (read !== 0 || write !== 0))
    throw invalidParameters(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
}

function checkKeys(schema: readonly KeySchemaElement[]): void {
  const [first, second, ...others] = schema;
  if (first?.KeyType !== 'HASH')
    throw invalidParameters('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  if (second !== undefined && second.KeyType !== 'RANGE')
    throw invalidParameters('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  if (others.length > 0) throw invalidParameters('Invalid KeySchema: too many elements');
}

import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import * as settings from './operations/settings.ts';
import * as tables from './operations/tables.ts';
import { listTagsOfResource, tagResource, untagResource } from './operations/tagging.ts';

const kept = 'Descriptions of tables are kept; no table holds items.';

/** Amazon DynamoDB, as far as tables are described. Calls for items are refused by name, as all that is not served. */
export const dynamodb = {
  signingName: 'dynamodb',
  protocol: 'json',
  targetPrefix: 'DynamoDB_20120810',
  jsonVersion: '1.0',
  apiVersion: '2012-08-10',
  validationErrorCode: 'ValidationException',
  constraints,
  operations: {
    CreateTable: tables.createTable,
    DeleteTable: tables.deleteTable,
    DescribeContinuousBackups: settings.describeContinuousBackups,
    DescribeTable: tables.describeTableOperation,
    DescribeTimeToLive: settings.describeTimeToLive,
    ListTables: tables.listTables,
    ListTagsOfResource: listTagsOfResource,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateContinuousBackups: settings.updateContinuousBackups,
    UpdateTable: tables.updateTable,
    UpdateTimeToLive: settings.updateTimeToLive,
  },
  stored: {
    CreateTable: kept,
    UpdateContinuousBackups: kept,
    UpdateTable: kept,
    UpdateTimeToLive: kept,
  },
} satisfies ServiceDefinition;

import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import * as backups from './operations/backups.ts';
import * as imports from './operations/imports.ts';
import * as restores from './operations/restores.ts';
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
    CreateBackup: backups.createBackup,
    CreateTable: tables.createTable,
    DeleteBackup: backups.deleteBackup,
    DeleteTable: tables.deleteTable,
    DescribeBackup: backups.describeBackup,
    DescribeContinuousBackups: settings.describeContinuousBackups,
    DescribeImport: imports.describeImport,
    DescribeTable: tables.describeTableOperation,
    DescribeTimeToLive: settings.describeTimeToLive,
    ImportTable: imports.importTable,
    ListBackups: backups.listBackups,
    ListImports: imports.listImports,
    ListTables: tables.listTables,
    ListTagsOfResource: listTagsOfResource,
    RestoreTableFromBackup: restores.restoreTableFromBackup,
    RestoreTableToPointInTime: restores.restoreTableToPointInTime,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateContinuousBackups: settings.updateContinuousBackups,
    UpdateTable: tables.updateTable,
    UpdateTimeToLive: settings.updateTimeToLive,
  },
  stored: {
    CreateBackup: kept,
    CreateTable: kept,
    ImportTable:
      'objects are read, their items checked and counted; no table holds items, so that none is imported',
    RestoreTableFromBackup: kept,
    RestoreTableToPointInTime: kept,
    UpdateContinuousBackups: kept,
    UpdateTable: kept,
    UpdateTimeToLive: kept,
  },
} satisfies ServiceDefinition;

import type {
  ContinuousBackupsDescription,
  DescribeContinuousBackupsInput,
  DescribeContinuousBackupsOutput,
  DescribeTimeToLiveInput,
  DescribeTimeToLiveOutput,
  UpdateContinuousBackupsInput,
  UpdateContinuousBackupsOutput,
  UpdateTimeToLiveInput,
  UpdateTimeToLiveOutput,
} from '@aws-sdk/client-dynamodb';
import { operation } from '../../operation.ts';
import { backupsUnavailable, validation } from '../errors.ts';
import { findActiveTable, findTable } from '../find-table.ts';
import { toDate } from '../../timestamps.ts';
import { restorableTimes } from '../restorable-times.ts';
import { dynamodbTablesOf, type TableRow } from '../store.ts';

const defaultRecoveryDays = 35;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
export const updateTimeToLive = operation<UpdateTimeToLiveInput, UpdateTimeToLiveOutput>({
  handle(context, { TableName, TimeToLiveSpecification: given }) {
    const row = findActiveTable(context, TableName);
    const isEnabled = given?.Enabled === true;
    if (isEnabled && row.timeToLive !== undefined) throw validation('TimeToLive is already enabled');
    if (!isEnabled && row.timeToLive === undefined) throw validation('TimeToLive is already disabled');
    if (isEnabled && (given.AttributeName ?? '') === '')
      throw validation('TimeToLiveSpecification needs an AttributeName');
    dynamodbTablesOf(context).put(row.name, {
      ...row,
      timeToLive: isEnabled ? given.AttributeName : undefined,
    });
    return { TimeToLiveSpecification: given };
  },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html */
export const describeTimeToLive = operation<DescribeTimeToLiveInput, DescribeTimeToLiveOutput>({
  handle(context, { TableName }) {
    const { timeToLive } = findTable(context, TableName);
    return {
      TimeToLiveDescription:
        timeToLive === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive },
    };
  },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html */
export const updateContinuousBackups = operation<UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput>(
  {
    handle(context, { TableName, PointInTimeRecoverySpecification: given }) {
      const row = findTable(context, TableName);
      if (row.observed.status === 'CREATING') throw backupsUnavailable(row.name);
      const isEnabled = given?.PointInTimeRecoveryEnabled === true;
      const nowMs = context.clock.now();
      const changed: TableRow = {
        ...row,
        recoveryDays: isEnabled ? (given.RecoveryPeriodInDays ?? defaultRecoveryDays) : undefined,
        recoverableSinceMs: isEnabled ? (row.recoverableSinceMs ?? nowMs) : undefined,
      };
      dynamodbTablesOf(context).put(row.name, changed);
      return { ContinuousBackupsDescription: describeBackups(changed, nowMs) };
    },
  },
);

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html */
export const describeContinuousBackups = operation<
  DescribeContinuousBackupsInput,
  DescribeContinuousBackupsOutput
>({
  handle: (context, { TableName }) => ({
    ContinuousBackupsDescription: describeBackups(findTable(context, TableName), context.clock.now()),
  }),
});

function describeBackups(row: TableRow, nowMs: number): ContinuousBackupsDescription {
  const { recoveryDays } = row;
  const times = restorableTimes(row, nowMs);
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription:
      recoveryDays === undefined
        ? { PointInTimeRecoveryStatus: 'DISABLED' }
        : {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: recoveryDays,
            EarliestRestorableDateTime: times && toDate(times.earliestMs),
            LatestRestorableDateTime: times && toDate(times.latestMs),
          },
  };
}

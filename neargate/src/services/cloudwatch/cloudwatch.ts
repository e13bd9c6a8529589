import type { ServiceDefinition } from '../operation.ts';
import {
  describeAlarmHistory,
  disableAlarmActions,
  enableAlarmActions,
  setAlarmState,
} from './operations/alarm-state.ts';
import {
  deleteAlarms,
  describeAlarms,
  describeAlarmsForMetric,
  putMetricAlarm,
} from './operations/alarms.ts';
import { deleteDashboards, getDashboard, listDashboards, putDashboard } from './operations/dashboards.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';

/**
 * Amazon CloudWatch: metrics, alarms, dashboards. Alarms keep INSUFFICIENT_DATA until something evaluates them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/Welcome.html
 */
export const cloudwatch = {
  signingName: 'monitoring',
  protocol: 'json',
  targetPrefix: 'GraniteServiceVersion20100801',
  jsonVersion: '1.0',
  apiVersion: '2010-08-01',
  validationErrorCode: 'ValidationError',
  operations: {
    DeleteAlarms: deleteAlarms,
    DeleteDashboards: deleteDashboards,
    DescribeAlarmHistory: describeAlarmHistory,
    DescribeAlarms: describeAlarms,
    DescribeAlarmsForMetric: describeAlarmsForMetric,
    DisableAlarmActions: disableAlarmActions,
    EnableAlarmActions: enableAlarmActions,
    GetDashboard: getDashboard,
    ListDashboards: listDashboards,
    ListTagsForResource: listTagsForResource,
    PutDashboard: putDashboard,
    PutMetricAlarm: putMetricAlarm,
    SetAlarmState: setAlarmState,
    TagResource: tagResource,
    UntagResource: untagResource,
  },
} satisfies ServiceDefinition;

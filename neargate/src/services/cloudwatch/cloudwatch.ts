import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import {
  describeAlarmHistory,
  disableAlarmActions,
  enableAlarmActions,
  setAlarmState,
} from './operations/alarm-state.ts';
import { deleteAlarms, putMetricAlarm } from './operations/alarms.ts';
import { putCompositeAlarm } from './operations/composite-alarms.ts';
import { deleteDashboards, getDashboard, listDashboards, putDashboard } from './operations/dashboards.ts';
import { describeAlarms, describeAlarmsForMetric } from './operations/describe-alarms.ts';
import { getMetricData } from './operations/get-metric-data.ts';
import { getMetricStatistics } from './operations/get-metric-statistics.ts';
import { listMetrics } from './operations/list-metrics.ts';
import { putMetricData } from './operations/put-metric-data.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';

/**
 * Amazon CloudWatch: metrics, alarms (which `controllers/alarms` evaluates), dashboards.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/Welcome.html
 */
export const cloudwatch = {
  signingName: 'monitoring',
  protocol: 'json',
  queryCompatible: true,
  targetPrefix: 'GraniteServiceVersion20100801',
  jsonVersion: '1.0',
  apiVersion: '2010-08-01',
  validationErrorCode: 'ValidationError',
  constraints,
  operations: {
    DeleteAlarms: deleteAlarms,
    DeleteDashboards: deleteDashboards,
    DescribeAlarmHistory: describeAlarmHistory,
    DescribeAlarms: describeAlarms,
    DescribeAlarmsForMetric: describeAlarmsForMetric,
    DisableAlarmActions: disableAlarmActions,
    EnableAlarmActions: enableAlarmActions,
    GetDashboard: getDashboard,
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    ListDashboards: listDashboards,
    ListMetrics: listMetrics,
    ListTagsForResource: listTagsForResource,
    PutCompositeAlarm: putCompositeAlarm,
    PutDashboard: putDashboard,
    PutMetricAlarm: putMetricAlarm,
    PutMetricData: putMetricData,
    SetAlarmState: setAlarmState,
    TagResource: tagResource,
    UntagResource: untagResource,
  },
  stored: {
    PutDashboard: 'nothing draws it',
  },
} satisfies ServiceDefinition;

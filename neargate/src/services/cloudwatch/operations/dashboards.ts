import type {
  DeleteDashboardsInput,
  DeleteDashboardsOutput,
  GetDashboardInput,
  GetDashboardOutput,
  ListDashboardsInput,
  ListDashboardsOutput,
  PutDashboardInput,
  PutDashboardOutput,
} from '@aws-sdk/client-cloudwatch';
import { formatArn } from '../../../core/arn.ts';
import { operation } from '../../operation.ts';
import { paginateByKey } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { dashboardNotFound, dashboardsNotFound, invalidDashboard, invalidNextToken } from '../errors.ts';
import { cloudwatchTablesOf } from '../store.ts';

const pageSize = 1000;
const dashboardName = { min: 1, max: 255, pattern: '[A-Za-z0-9_-]+' } as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
export const putDashboard = operation<PutDashboardInput, PutDashboardOutput>({
  input: { DashboardName: { ...dashboardName, required: true }, DashboardBody: { required: true } },
  handle(context, { DashboardName = '', DashboardBody = '' }) {
    requireBody(DashboardBody);
    const { partition, accountId } = context.caller;
    cloudwatchTablesOf(context).dashboards.put(DashboardName, {
      dashboardName: DashboardName,
      dashboardArn: formatArn({
        partition,
        service: 'cloudwatch',
        region: '',
        accountId,
        resource: `dashboard/${DashboardName}`,
      }),
      dashboardBody: DashboardBody,
      lastModifiedAtMs: context.clock.now(),
    });
    return { DashboardValidationMessages: [] };
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html */
export const getDashboard = operation<GetDashboardInput, GetDashboardOutput>({
  handle(context, { DashboardName = '' }) {
    const row = cloudwatchTablesOf(context).dashboards.get(DashboardName);
    if (row === undefined) throw dashboardNotFound(DashboardName);
    return {
      DashboardArn: row.dashboardArn,
      DashboardBody: row.dashboardBody,
      DashboardName: row.dashboardName,
    };
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListDashboards.html */
export const listDashboards = operation<ListDashboardsInput, ListDashboardsOutput>({
  handle(context, { DashboardNamePrefix = '', NextToken }) {
    const rows = [...cloudwatchTablesOf(context).dashboards.values()].filter((row) =>
      row.dashboardName.startsWith(DashboardNamePrefix),
    );
    const page = paginateByKey(
      rows,
      (row) => row.dashboardName,
      { token: NextToken, limit: pageSize },
      invalidNextToken,
    );
    return {
      DashboardEntries: page.items.map((row) => ({
        DashboardName: row.dashboardName,
        DashboardArn: row.dashboardArn,
        LastModified: toDate(row.lastModifiedAtMs),
        Size: Buffer.byteLength(row.dashboardBody),
      })),
      NextToken: page.nextToken,
    };
  },
});

/**
 * Deletes all of the dashboards or, when one does not exist, none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteDashboards.html
 */
export const deleteDashboards = operation<DeleteDashboardsInput, DeleteDashboardsOutput>({
  input: { DashboardNames: { required: true, min: 1 } },
  handle(context, { DashboardNames = [] }) {
    const { dashboards } = cloudwatchTablesOf(context);
    const missing = DashboardNames.filter((name) => !dashboards.has(name));
    if (missing.length > 0) throw dashboardsNotFound(missing);
    for (const name of DashboardNames) dashboards.delete(name);
    return {};
  },
});

function requireBody(text: string): void {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalidDashboard('The field DashboardBody must be a valid JSON object');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalidDashboard('The field DashboardBody must be a valid JSON object');
  if (!('widgets' in body) || !Array.isArray(body.widgets))
    throw invalidDashboard('The field DashboardBody must have a list of widgets');
}

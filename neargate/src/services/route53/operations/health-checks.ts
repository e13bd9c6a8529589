import type {
  CreateHealthCheckRequest,
  CreateHealthCheckResponse,
  DeleteHealthCheckRequest,
  DeleteHealthCheckResponse,
  GetHealthCheckCountRequest,
  GetHealthCheckCountResponse,
  GetHealthCheckRequest,
  GetHealthCheckResponse,
  HealthCheck,
  HealthCheckConfig,
  ListHealthChecksRequest,
  ListHealthChecksResponse,
  UpdateHealthCheckRequest,
  UpdateHealthCheckResponse,
} from '@aws-sdk/client-route-53';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { healthCheckAlreadyExists, invalidInput, noSuchHealthCheck } from '../errors.ts';
import { type HealthCheckRow, route53TablesOf } from '../store.ts';

const longestPage = 100;

/** Nothing checks from outside. https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHealthCheck.html */
export const createHealthCheck = operation<CreateHealthCheckRequest, CreateHealthCheckResponse>({
  handle(context, { CallerReference: callerReference = '', HealthCheckConfig: config }) {
    const { healthChecks } = route53TablesOf(context);
    if (config?.Type === undefined) throw invalidInput('The health check needs a Type.');
    const known = [...healthChecks.values()].find((row) => row.callerReference === callerReference);
    if (known !== undefined && JSON.stringify(known.config) !== JSON.stringify(withDefaults(config)))
      throw healthCheckAlreadyExists();
    const row = known ?? {
      id: context.ids.uuid(),
      callerReference,
      config: withDefaults(config),
      version: 1,
    };
    healthChecks.put(row.id, row);
    return {
      HealthCheck: describe(row),
      Location: `https://route53.amazonaws.com/2013-04-01/healthcheck/${row.id}`,
    };
  },
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
function withDefaults(config: HealthCheckConfig): HealthCheckConfig {
  const isCalculated = config.Type === 'CALCULATED' || config.Type === 'CLOUDWATCH_METRIC';
  return {
    Inverted: false,
    Disabled: false,
    ...(isCalculated
      ? {}
      : {
          RequestInterval: 30,
          FailureThreshold: 3,
          MeasureLatency: false,
          EnableSNI: config.Type?.startsWith('HTTPS') === true,
        }),
    ...config,
  };
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheck.html */
export const getHealthCheck = operation<GetHealthCheckRequest, GetHealthCheckResponse>({
  handle: (context, { HealthCheckId }) => ({
    HealthCheck: describe(findHealthCheck(context, HealthCheckId)),
  }),
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHealthChecks.html */
export const listHealthChecks = operation<ListHealthChecksRequest, ListHealthChecksResponse>({
  handle(context, { Marker, MaxItems }) {
    const rows = [...route53TablesOf(context).healthChecks.values()];
    const start = Marker === undefined ? 0 : rows.findIndex(({ id }) => id === Marker);
    if (start === -1) throw invalidInput(`The marker ${Marker} is not valid.`);
    const limit = Math.min(Number(MaxItems ?? longestPage), longestPage);
    const next = rows[start + limit];
    return {
      HealthChecks: rows.slice(start, start + limit).map(describe),
      Marker: Marker ?? '',
      IsTruncated: next !== undefined,
      NextMarker: next?.id,
      MaxItems: limit,
    };
  },
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_UpdateHealthCheck.html */
export const updateHealthCheck = operation<UpdateHealthCheckRequest, UpdateHealthCheckResponse>({
  handle(context, { HealthCheckId, HealthCheckVersion, ResetElements = [], ...changes }) {
    const row = findHealthCheck(context, HealthCheckId);
    if (HealthCheckVersion !== undefined && Number(HealthCheckVersion) !== row.version)
      throw new AwsError(
        'HealthCheckVersionMismatch',
        `The health check has version ${row.version}, not ${HealthCheckVersion}.`,
        { status: 409 },
      );
    const reset = new Set<string>(ResetElements);
    const kept = Object.fromEntries(
      Object.entries({ ...row.config, ...changes }).filter(([name]) => !reset.has(name)),
    );
    const changed = { ...row, config: { ...kept, Type: row.config.Type }, version: row.version + 1 };
    route53TablesOf(context).healthChecks.put(row.id, changed);
    return { HealthCheck: describe(changed) };
  },
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHealthCheck.html */
export const deleteHealthCheck = operation<DeleteHealthCheckRequest, DeleteHealthCheckResponse>({
  handle(context, { HealthCheckId }) {
    const { id } = findHealthCheck(context, HealthCheckId);
    const tables = route53TablesOf(context);
    tables.healthChecks.delete(id);
    tables.tags.delete(`healthcheck ${id}`);
    return {};
  },
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckCount.html */
export const getHealthCheckCount = operation<GetHealthCheckCountRequest, GetHealthCheckCountResponse>({
  handle: (context) => ({ HealthCheckCount: route53TablesOf(context).healthChecks.size }),
});

function findHealthCheck(context: OperationContext, id = ''): HealthCheckRow {
  const row = route53TablesOf(context).healthChecks.get(id);
  if (row === undefined) throw noSuchHealthCheck(id);
  return row;
}

function describe({ id, callerReference, config, version }: HealthCheckRow): HealthCheck {
  return { Id: id, CallerReference: callerReference, HealthCheckConfig: config, HealthCheckVersion: version };
}

import type { CreateTargetGroupInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { validationError } from './errors.ts';
import type { HealthCheckSettings, TargetGroupRow } from './store.ts';

export type HealthCheckInput = Pick<
  CreateTargetGroupInput,
  | 'HealthCheckEnabled'
  | 'HealthCheckProtocol'
  | 'HealthCheckPort'
  | 'HealthCheckPath'
  | 'HealthCheckIntervalSeconds'
  | 'HealthCheckTimeoutSeconds'
  | 'HealthyThresholdCount'
  | 'UnhealthyThresholdCount'
  | 'Matcher'
>;

/**
 * A group's health check after a request: what the request says, else what it was (`current`), else AWS's default for the
 * protocol. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export function checkedHealthCheck(
  group: Pick<TargetGroupRow, 'targetType' | 'protocol' | 'protocolVersion'>,
  current: HealthCheckSettings | undefined,
  input: HealthCheckInput,
): HealthCheckSettings {
  const base = current ?? defaults(group);
  const protocol = input.HealthCheckProtocol ?? base.protocol;
  const isHttp = protocol === 'HTTP' || protocol === 'HTTPS';
  const isGrpc = group.protocolVersion === 'GRPC';
  const settings: HealthCheckSettings = {
    enabled: input.HealthCheckEnabled ?? base.enabled,
    protocol,
    port: input.HealthCheckPort ?? base.port,
    path: isHttp ? (input.HealthCheckPath ?? base.path ?? '/') : undefined,
    intervalSeconds: input.HealthCheckIntervalSeconds ?? base.intervalSeconds,
    timeoutSeconds: input.HealthCheckTimeoutSeconds ?? base.timeoutSeconds,
    healthyThresholdCount: input.HealthyThresholdCount ?? base.healthyThresholdCount,
    unhealthyThresholdCount: input.UnhealthyThresholdCount ?? base.unhealthyThresholdCount,
    httpCode: isHttp && !isGrpc ? (input.Matcher?.HttpCode ?? base.httpCode ?? '200') : undefined,
    grpcCode: isGrpc ? (input.Matcher?.GrpcCode ?? base.grpcCode ?? '12') : undefined,
  };
  check(group, settings);
  return settings;
}

function defaults(
  group: Pick<TargetGroupRow, 'targetType' | 'protocol' | 'protocolVersion'>,
): HealthCheckSettings {
  const isLambda = group.targetType === 'lambda';
  const isHttp = isLambda || group.protocol === 'HTTP' || group.protocol === 'HTTPS';
  return {
    enabled: !isLambda,
    protocol: isHttp ? 'HTTP' : 'TCP',
    port: 'traffic-port',
    path: group.protocolVersion === 'GRPC' ? '/AWS.ALB/healthcheck' : undefined,
    intervalSeconds: isLambda ? 35 : 30,
    timeoutSeconds: isLambda ? 30 : isHttp ? 5 : 10,
    healthyThresholdCount: 5,
    unhealthyThresholdCount: 2,
  };
}

function check(group: Pick<TargetGroupRow, 'targetType'>, settings: HealthCheckSettings): void {
  const between = (name: string, value: number, low: number, high: number) => {
    if (value < low || value > high) throw validationError(`${name} must be between '${low}' and '${high}'`);
  };
  if (!settings.enabled && group.targetType !== 'lambda') {
    throw validationError(
      `Health check enabled must be true for target groups with target type '${group.targetType}'`,
    );
  }
  between('Health check interval', settings.intervalSeconds, 5, 300);
  between('Health check timeout', settings.timeoutSeconds, 2, 120);
  between('Healthy threshold count', settings.healthyThresholdCount, 2, 10);
  between('Unhealthy threshold count', settings.unhealthyThresholdCount, 2, 10);
  if (settings.timeoutSeconds >= settings.intervalSeconds) {
    throw validationError('Health check interval must be greater than the timeout.');
  }
  const port = Number(settings.port);
  if (settings.port !== 'traffic-port' && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    throw validationError(`Health check port '${settings.port}' is not valid`);
  }
  if (settings.path !== undefined && (!settings.path.startsWith('/') || settings.path.length > 1024)) {
    throw validationError(
      `Health check path '${settings.path}' must begin with a '/' character, and can only contain printable ASCII characters`,
    );
  }
  if (settings.httpCode !== undefined) checkCodes(settings.httpCode, 200, 499);
  if (settings.grpcCode !== undefined) checkCodes(settings.grpcCode, 0, 99);
}

/** Codes and ranges of codes, separated by commas: `200,202`, `200-399`. */
function checkCodes(codes: string, low: number, high: number): void {
  const valid = codes.split(',').every((part) => {
    const match = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(part);
    if (match === null) return false;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    return first >= low && first <= last && last <= high;
  });
  if (!valid) throw validationError(`Health check matcher '${codes}' must be within '${low}-${high}'`);
}

import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DeleteTargetGroupInput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
  ProtocolEnum,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ec2WithDefaults } from '../../ec2/default-network.ts';
import { operation } from '../../operation.ts';
import { defaultTargetGroupAttributes } from '../attributes.ts';
import {
  duplicateTargetGroupName,
  loadBalancerNotFound,
  resourceInUse,
  targetGroupNotFound,
  tooMany,
  validationError,
} from '../errors.ts';
import { accountLimits } from '../limits.ts';
import { checkedHealthCheck } from '../health-check.ts';
import { page } from '../paging.ts';
import { type Elbv2Tables, elbv2TablesOf, type TargetGroupRow } from '../store.ts';
import { putTags } from '../tags.ts';
import { loadBalancerUsing } from '../target-groups-in-use.ts';

const protocols = ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC'];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
export const createTargetGroup = operation<CreateTargetGroupInput, CreateTargetGroupOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const name = checkedName(input.Name ?? '');
    const targetType = input.TargetType ?? 'instance';
    const place: TargetGroupPlace = targetType === 'lambda' ? {} : checkedPlace(input);
    if (place.vpcId !== undefined && !ec2WithDefaults(context).vpcs.has(place.vpcId)) {
      throw validationError(`The VPC ID '${place.vpcId}' is not found`);
    }
    const draft = {
      name,
      targetType,
      ...place,
      ipAddressType: input.IpAddressType ?? 'ipv4',
      healthCheck: checkedHealthCheck({ targetType, ...place }, undefined, input),
    };
    const existing = [...tables.targetGroups.values()].find((row) => row.name === name);
    if (existing !== undefined) {
      const { targetGroupArn: _, attributes: __, ...settings } = existing;
      if (JSON.stringify(sorted(settings)) !== JSON.stringify(sorted(draft))) {
        throw duplicateTargetGroupName(name);
      }
      return { TargetGroups: [describeTargetGroup(tables, existing)] };
    }
    if (tables.targetGroups.size >= accountLimits['target-groups']) {
      throw tooMany('TargetGroups', 'The maximum number of target groups has been reached');
    }
    const { region, accountId } = context.caller;
    const row: TargetGroupRow = {
      ...draft,
      targetGroupArn: `arn:aws:elasticloadbalancing:${region}:${accountId}:targetgroup/${name}/${context.ids.hex(16)}`,
      attributes: defaultTargetGroupAttributes(draft),
    };
    tables.targetGroups.put(row.targetGroupArn, row);
    putTags(tables, row.targetGroupArn, input.Tags);
    return { TargetGroups: [describeTargetGroup(tables, row)] };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroups.html */
export const describeTargetGroups = operation<DescribeTargetGroupsInput, DescribeTargetGroupsOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const { TargetGroupArns: arns, Names: names, LoadBalancerArn: loadBalancerArn } = input;
    const all = [...tables.targetGroups.values()];
    for (const arn of arns ?? []) if (!tables.targetGroups.has(arn)) throw targetGroupNotFound();
    for (const name of names ?? []) if (!all.some((row) => row.name === name)) throw targetGroupNotFound();
    if (loadBalancerArn !== undefined && !tables.loadBalancers.has(loadBalancerArn)) {
      throw loadBalancerNotFound();
    }
    const asked = all.filter(
      (row) =>
        (arns?.includes(row.targetGroupArn) ?? true) &&
        (names?.includes(row.name) ?? true) &&
        (loadBalancerArn === undefined ||
          loadBalancerUsing(tables, row.targetGroupArn)?.loadBalancerArn === loadBalancerArn),
    );
    const { items, nextMarker } = page(asked, (row) => row.targetGroupArn, input);
    return { TargetGroups: items.map((row) => describeTargetGroup(tables, row)), NextMarker: nextMarker };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html */
export const modifyTargetGroup = operation<ModifyTargetGroupInput, ModifyTargetGroupOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const row = findTargetGroup(tables, input.TargetGroupArn);
    const changed = { ...row, healthCheck: checkedHealthCheck(row, row.healthCheck, input) };
    tables.targetGroups.put(row.targetGroupArn, changed);
    return { TargetGroups: [describeTargetGroup(tables, changed)] };
  },
});

/** Deleting what is gone succeeds. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html */
export const deleteTargetGroup = operation<DeleteTargetGroupInput, Record<string, never>>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const arn = input.TargetGroupArn ?? '';
    if (loadBalancerUsing(tables, arn) !== undefined) throw resourceInUse(arn);
    if (!tables.targetGroups.delete(arn)) return {};
    tables.tags.delete(arn);
    for (const [key, target] of tables.targets.entries()) {
      if (target.targetGroupArn === arn) tables.targets.delete(key);
    }
    for (const [key, health] of tables.targetHealth.entries()) {
      if (health.targetGroupArn === arn) tables.targetHealth.delete(key);
    }
    return {};
  },
});

/** The target group's row, or TargetGroupNotFound. */
export function findTargetGroup(tables: Elbv2Tables, arn: string | undefined): TargetGroupRow {
  const row = tables.targetGroups.get(arn ?? '');
  if (row === undefined) throw targetGroupNotFound();
  return row;
}

function checkedName(name: string): string {
  if (name.length > 32)
    throw validationError(`Target group name '${name}' cannot be longer than '32' characters`);
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    throw validationError(
      `Target group name '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`,
    );
  }
  if (name.startsWith('-') || name.endsWith('-')) {
    throw validationError(`Target group name '${name}' cannot begin or end with a hyphen(-)`);
  }
  return name;
}

type TargetGroupPlace = Pick<TargetGroupRow, 'protocol' | 'port' | 'vpcId' | 'protocolVersion'>;

function checkedPlace(input: CreateTargetGroupInput): TargetGroupPlace {
  const { Protocol: protocol, Port: port, VpcId: vpcId } = input;
  if (protocol === undefined) throw validationError('A protocol must be specified');
  if (!protocols.includes(protocol)) {
    throw validationError(`Target group protocol '${protocol}' must be one of '${protocols.join(', ')}'`);
  }
  if (port === undefined) throw validationError('A port must be specified');
  if (port < 1 || port > 65_535) throw validationError(`Port '${port}' must be between '1' and '65535'`);
  if (vpcId === undefined) throw validationError('A VPC ID must be specified');
  const isHttp = protocol === 'HTTP' || protocol === 'HTTPS';
  // Terraform's provider sends an empty text for a version that is not said.
  const protocolVersion = isHttp ? input.ProtocolVersion || 'HTTP1' : undefined;
  if (protocolVersion !== undefined && !['HTTP1', 'HTTP2', 'GRPC'].includes(protocolVersion)) {
    throw validationError("The protocol version must be 'HTTP1', 'HTTP2' or 'GRPC'");
  }
  return { protocol, port, vpcId, protocolVersion };
}

/** With its keys in a fixed order and nothing undefined, so that two can be compared as text. */
function sorted(value: object): unknown {
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([left], [right]) => left.localeCompare(right));
  return entries.map(([key, member]) => [
    key,
    typeof member === 'object' ? sorted(member as object) : member,
  ]);
}

function describeTargetGroup(tables: Elbv2Tables, row: TargetGroupRow): TargetGroup {
  const { healthCheck } = row;
  const user = loadBalancerUsing(tables, row.targetGroupArn);
  const hasMatcher = healthCheck.httpCode !== undefined || healthCheck.grpcCode !== undefined;
  return {
    TargetGroupArn: row.targetGroupArn,
    TargetGroupName: row.name,
    TargetType: row.targetType,
    Protocol: row.protocol as ProtocolEnum,
    ProtocolVersion: row.protocolVersion,
    Port: row.port,
    VpcId: row.vpcId,
    IpAddressType: row.ipAddressType as 'ipv4' | 'ipv6',
    HealthCheckEnabled: healthCheck.enabled,
    HealthCheckProtocol: healthCheck.protocol as ProtocolEnum,
    HealthCheckPort: healthCheck.port,
    HealthCheckPath: healthCheck.path,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThresholdCount,
    UnhealthyThresholdCount: healthCheck.unhealthyThresholdCount,
    Matcher: hasMatcher ? { HttpCode: healthCheck.httpCode, GrpcCode: healthCheck.grpcCode } : undefined,
    LoadBalancerArns: user === undefined ? [] : [user.loadBalancerArn],
  };
}

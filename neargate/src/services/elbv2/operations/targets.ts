import type {
  DeregisterTargetsInput,
  DeregisterTargetsOutput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  RegisterTargetsInput,
  RegisterTargetsOutput,
  TargetDescription,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { cidrContains, parseIpv4 } from '../../../network/ipv4.ts';
import { ec2WithDefaults } from '../../ec2/default-network.ts';
import type { Ec2Tables } from '../../ec2/store.ts';
import { operation } from '../../operation.ts';
import { invalidTarget, tooMany, unsupported, validationError } from '../errors.ts';
import { accountLimits } from '../limits.ts';
import { type Elbv2Tables, elbv2TablesOf, type TargetGroupRow, targetKey, type TargetRow } from '../store.ts';
import { targetHealthOf, zoneOfTarget } from '../target-health.ts';
import { loadBalancerUsing } from '../target-groups-in-use.ts';
import { findTargetGroup } from './target-groups.ts';

/** Where targets outside the VPC may be; public addresses are refused. */
const privateBlocks = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

const maxTargetsPerGroup = accountLimits['targets-per-target-group'];

/** Registering again changes nothing, except that it ends draining. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html */
export const registerTargets = operation<RegisterTargetsInput, RegisterTargetsOutput>({
  input: { TargetGroupArn: { required: true }, Targets: { required: true, min: 1 } },
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const group = findTargetGroup(tables, input.TargetGroupArn);
    for (const target of input.Targets ?? []) {
      const row: TargetRow = {
        ...checkedTarget(ec2WithDefaults(context), group, target),
        registeredAtMs: context.clock.now(),
      };
      const key = targetKey(row.targetGroupArn, row.id, row.port);
      const existing = tables.targets.get(key);
      if (existing !== undefined && existing.deregisteredAtMs === undefined) continue;
      if (countTargets(tables, group) >= maxTargetsPerGroup) {
        throw tooMany('Targets', `A target group can have at most '${maxTargetsPerGroup}' targets`);
      }
      tables.targets.put(key, row);
      tables.targetHealth.delete(key);
    }
    return {};
  },
});

/**
 * A target of a group that is in use drains; it leaves when its delay is over. Unknown targets are no error.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html
 */
export const deregisterTargets = operation<DeregisterTargetsInput, DeregisterTargetsOutput>({
  input: { TargetGroupArn: { required: true }, Targets: { required: true, min: 1 } },
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const group = findTargetGroup(tables, input.TargetGroupArn);
    const isInUse = loadBalancerUsing(tables, group.targetGroupArn) !== undefined;
    for (const { Id: id = '', Port: port } of input.Targets ?? []) {
      if (group.targetType === 'ip' && parseIpv4(id) === undefined) {
        throw invalidTarget(`The IP address '${id}' is not a valid IPv4 address`);
      }
      for (const [key, row] of tables.targets.entries()) {
        if (row.targetGroupArn !== group.targetGroupArn || row.id !== id) continue;
        if (port !== undefined && row.port !== port) continue;
        if (!isInUse) {
          tables.targets.delete(key);
          tables.targetHealth.delete(key);
        } else if (row.deregisteredAtMs === undefined) {
          tables.targets.put(key, { ...row, deregisteredAtMs: context.clock.now() });
        }
      }
    }
    return {};
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html */
export const describeTargetHealth = operation<DescribeTargetHealthInput, DescribeTargetHealthOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const ec2 = ec2WithDefaults(context);
    const group = findTargetGroup(tables, input.TargetGroupArn);
    const loadBalancer = loadBalancerUsing(tables, group.targetGroupArn);
    const registered = [...tables.targets.values()].filter(
      (row) => row.targetGroupArn === group.targetGroupArn,
    );
    const includesAnomalies = (input.Include ?? []).some(
      (each) => each === 'AnomalyDetection' || each === 'All',
    );
    const describeRow = (row: TargetRow): TargetHealthDescription => {
      const zone = zoneOfTarget(ec2, group, row);
      const health = targetHealthOf({
        target: row,
        zone,
        loadBalancer,
        observed: tables.targetHealth.get(targetKey(row.targetGroupArn, row.id, row.port)),
      });
      return {
        Target: { Id: row.id, Port: row.port, AvailabilityZone: zone },
        HealthCheckPort:
          group.healthCheck.port === 'traffic-port' ? String(row.port) : group.healthCheck.port,
        TargetHealth: { State: health.state, Reason: health.reason, Description: health.description },
        AnomalyDetection: includesAnomalies ? describeAnomaly(tables, row) : undefined,
        AdministrativeOverride: {
          State: 'no_override',
          Reason: 'AdministrativeOverride.NoOverride',
          Description: 'No override is currently active on target',
        },
      };
    };
    if (input.Targets === undefined || input.Targets.length === 0) {
      return { TargetHealthDescriptions: registered.map(describeRow) };
    }
    return {
      TargetHealthDescriptions: input.Targets.map((wanted) => {
        const port = wanted.Port ?? group.port;
        const row = registered.find((each) => each.id === wanted.Id && each.port === port);
        return row === undefined ? describeUnregistered(wanted, port) : describeRow(row);
      }),
    };
  },
});

function countTargets(tables: Elbv2Tables, { targetGroupArn }: TargetGroupRow): number {
  let count = 0;
  for (const row of tables.targets.values()) {
    if (row.targetGroupArn === targetGroupArn && row.deregisteredAtMs === undefined) count++;
  }
  return count;
}

/** What anomaly detection has found so far; `normal` until it has found something. */
function describeAnomaly(tables: Elbv2Tables, row: TargetRow): TargetHealthDescription['AnomalyDetection'] {
  const found = tables.targetAnomalies.get(targetKey(row.targetGroupArn, row.id, row.port));
  return {
    Result: found?.result ?? 'normal',
    MitigationInEffect: found?.isMitigated === true ? 'yes' : 'no',
  };
}

function describeUnregistered(wanted: TargetDescription, port: number | undefined): TargetHealthDescription {
  return {
    Target: { Id: wanted.Id, Port: port },
    TargetHealth: {
      State: 'unused',
      Reason: 'Target.NotRegistered',
      Description: 'Target is not registered to the target group',
    },
  };
}

function checkedTarget(
  ec2: Ec2Tables,
  group: TargetGroupRow,
  target: TargetDescription,
): Omit<TargetRow, 'registeredAtMs'> {
  if (group.targetType !== 'ip') throw unsupported(`targets of type '${group.targetType}'`);
  const { Id: id = '', AvailabilityZone: availabilityZone } = target;
  const port = target.Port ?? group.port;
  if (port === undefined || port < 1 || port > 65_535) {
    throw validationError(`Target port '${port ?? ''}' must be between '1' and '65535'`);
  }
  if (parseIpv4(id) === undefined)
    throw validationError(`The IP address '${id}' is not a valid IPv4 address`);
  const blocks = ec2.vpcs.get(group.vpcId ?? '')?.cidrBlockAssociations.map((each) => each.cidrBlock) ?? [];
  const isInVpc = blocks.some((block) => cidrContains(block, id));
  if (!isInVpc) {
    if (!privateBlocks.some((block) => cidrContains(block, id))) {
      throw invalidTarget(
        `The IP address '${id}' is not within the subnets of VPC '${group.vpcId ?? ''}' and is not a private address`,
      );
    }
    if (availabilityZone !== 'all') {
      throw validationError(
        `The Availability Zone must be 'all' for the IP address '${id}', which is outside of the VPC`,
      );
    }
  }
  return { targetGroupArn: group.targetGroupArn, id, port, availabilityZone };
}

import { AwsError } from '../../core/aws-error.ts';
import { UserError } from '../../core/user-error.ts';
import { privateAddress } from '../../controllers/ecs-task/task-changes.ts';
import { smallDiskObstacle } from '../../drivers/build/small-disk.ts';
import type { FaultAnswer, FaultRequest, FaultStatus } from '../../gateway/network-protocol.ts';
import { elbv2Tables } from '../../services/elbv2/store.ts';
import { type Fault, faultRows, type FaultRow } from '../../services/faults/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { killTask } from '../kill-containers.ts';
import { findNamed } from './find-resource.ts';
import {
  namedNatGateways,
  namedSecurityGroups,
  namedSubnets,
  namedTargetGroups,
  namedTasks,
} from './network-names.ts';

/** The faults of the default account and region, the oldest first. */
export function faultStatuses(plane: ControlPlane): readonly FaultStatus[] {
  return [...faultRows(plane.store, scopeOf(plane)).values()].map(faultStatus);
}

/**
 * Breaks what the request names.
 * @throws UserError when there is no such thing, or this machine cannot break it
 */
export async function startFault(plane: ControlPlane, request: FaultRequest): Promise<FaultAnswer> {
  const { store } = plane;
  const scope = scopeOf(plane);
  if (request.kind === 'task') {
    const { taskArn, taskId } = findNamed('task', request.task, namedTasks(store, scope));
    if (killTask(store, taskArn) === 0)
      throw new UserError(`Task ${taskId} has no process to kill.`, { remedy: 'Wait until it is RUNNING.' });
    return { said: `The processes of task ${taskId} are killed.` };
  }
  const fault = faultOf(plane, scope, request);
  const row = await asUserError(plane.invoke('faults', 'StartFault', { fault }, plane.accountCaller()));
  const status = faultStatus(row);
  return { said: `${status.what}. Heal it with: neargate fault heal ${status.id}`, fault: status };
}

/** @throws UserError when there is no fault of that id */
export async function healFaults(
  plane: ControlPlane,
  id: string | undefined,
): Promise<readonly FaultStatus[]> {
  const ids = id === undefined ? faultStatuses(plane).map((status) => status.id) : [id];
  const healed: FaultStatus[] = [];
  for (const faultId of ids)
    healed.push(
      faultStatus(await asUserError(plane.invoke('faults', 'HealFault', { faultId }, plane.accountCaller()))),
    );
  return healed;
}

function faultOf(
  { store, settings }: ControlPlane,
  scope: string,
  request: Exclude<FaultRequest, { kind: 'task' }>,
): Fault {
  switch (request.kind) {
    case 'zone':
      return {
        kind: 'availability-zone',
        // A letter is short for the zone of the region.
        zoneName: /^[a-z]$/.test(request.zone) ? settings.region + request.zone : request.zone,
      };
    case 'nat':
      return {
        kind: 'nat-gateway',
        natGatewayId: findNamed('NAT gateway', request.natGateway, namedNatGateways(store, scope)),
      };
    case 'cut': {
      const [one, other] = request.between;
      const isSubnet = namedSubnets(store, scope).some(({ names }) => names.includes(one));
      const find = (name: string) =>
        isSubnet
          ? findNamed('subnet', name, namedSubnets(store, scope))
          : findNamed('security group', name, namedSecurityGroups(store, scope));
      return { kind: 'cut', by: isSubnet ? 'subnet' : 'security-group', between: [find(one), find(other)] };
    }
    case 'target': {
      const targetGroupArn = findNamed('target group', request.targetGroup, namedTargetGroups(store, scope));
      const addressOfTask = new Map(
        namedTasks(store, scope).map(({ row }) => [privateAddress(row), row.taskId]),
      );
      const targets = [...elbv2Tables(store, scope).targets.values()].filter(
        (row) => row.targetGroupArn === targetGroupArn,
      );
      const { id, port } = findNamed(
        'target',
        request.target,
        targets.map((row) => ({ row, names: [addressOfTask.get(row.id) ?? row.id, row.id] })),
      );
      const { delayMs } = request;
      return {
        kind: 'target-health',
        targetGroupArn,
        targetId: id,
        port,
        answer: delayMs === undefined ? { kind: 'none' } : { kind: 'delay', delayMs },
      };
    }
    case 'disk': {
      const obstacle = smallDiskObstacle();
      if (obstacle !== undefined)
        throw new UserError(`The disk of a build cannot be filled here: ${obstacle}.`, {
          remedy: 'Run Neargate as root on Linux for this fault.',
        });
      return { kind: 'build-disk', projectName: request.project, sizeMib: request.sizeMib };
    }
    default:
      throw new UserError('There is no fault of this kind.', {
        remedy: 'Use one of: zone, nat, task, target, cut, disk.',
      });
  }
}

function faultStatus({ faultId, fault, startedAtMs }: FaultRow): FaultStatus {
  return { id: faultId, what: faultInWords(fault), since: new Date(startedAtMs).toISOString() };
}

function faultInWords(fault: Fault): string {
  switch (fault.kind) {
    case 'availability-zone':
      return `Availability Zone ${fault.zoneName} is out of service`;
    case 'nat-gateway':
      return `NAT gateway ${fault.natGatewayId} passes nothing on`;
    case 'cut':
      return `Nothing passes between ${fault.by === 'subnet' ? 'subnets' : 'security groups'} ${fault.between.join(' and ')}`;
    case 'target-health': {
      const { targetGroupArn, targetId, port, answer } = fault;
      const group = targetGroupArn.split('/')[1] ?? targetGroupArn;
      const how = answer.kind === 'delay' ? `are ${answer.delayMs} ms late` : 'get no answer';
      return `Health checks of target ${targetId}:${port} of ${group} ${how}`;
    }
    case 'build-disk':
      return `Builds of ${fault.projectName} that start now have a disk of ${fault.sizeMib} MiB`;
  }
}

/** AWS's errors are for AWS's clients; here the sentence is enough. */
async function asUserError<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new UserError(error.message, { exitCode: 2 });
  }
}

function scopeOf({ settings }: ControlPlane): string {
  return `${settings.accountId}/${settings.region}`;
}

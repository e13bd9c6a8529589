import { networkInterfaceId, privateAddress } from '../../controllers/ecs-task/task-changes.ts';
import { ec2Tables } from '../../services/ec2/store.ts';
import { nameTag } from '../../services/ec2/tags.ts';
import { ecsTables, type TaskRow } from '../../services/ecs/store.ts';
import { elbv2Tables } from '../../services/elbv2/store.ts';
import { rdsTables } from '../../services/rds/store.ts';
import type { Store } from '../../store/store.ts';
import type { Named } from './find-resource.ts';

/** Tasks that have not stopped, by id; a service stands for its first task. */
export function namedTasks(store: Store, scope: string): readonly Named<TaskRow>[] {
  const seen = new Set<string>();
  return [...ecsTables(store, scope).tasks.values()]
    .filter(({ observed }) => observed.lastStatus !== 'STOPPED')
    .map((row) => {
      const { serviceName } = row;
      const isFirst = serviceName !== undefined && !seen.has(serviceName);
      if (serviceName !== undefined) seen.add(serviceName);
      return {
        row,
        names: [row.taskId, isFirst ? serviceName : undefined, row.taskArn, privateAddress(row)],
      };
    });
}

export function namedNatGateways(store: Store, scope: string): readonly Named<string>[] {
  const tables = ec2Tables(store, scope);
  return [...tables.natGateways.values()]
    .filter(({ observed }) => observed.state === 'available')
    .map(({ natGatewayId: id, subnetId }) => ({ row: id, names: [id, nameTag(tables, id), subnetId] }));
}

export function namedSecurityGroups(store: Store, scope: string): readonly Named<string>[] {
  return [...ec2Tables(store, scope).securityGroups.values()].map(({ groupId, groupName }) => ({
    row: groupId,
    names: [groupId, groupName],
  }));
}

export function namedSubnets(store: Store, scope: string): readonly Named<string>[] {
  const tables = ec2Tables(store, scope);
  return [...tables.subnets.values()].map(({ subnetId, cidrBlock }) => ({
    row: subnetId,
    names: [subnetId, nameTag(tables, subnetId), cidrBlock],
  }));
}

export function namedTargetGroups(store: Store, scope: string): readonly Named<string>[] {
  return [...elbv2Tables(store, scope).targetGroups.values()].map(({ targetGroupArn, name }) => ({
    row: targetGroupArn,
    names: [name, undefined, targetGroupArn],
  }));
}

/** Everything that has a network interface of its own, by the names of its owner. A load balancer stands for its first node. */
export function namedInterfaces(store: Store, scope: string): readonly Named<string>[] {
  const owners = new Map<string, string[]>();
  const own = (interfaceId: string | undefined, ...names: readonly string[]) => {
    if (interfaceId !== undefined) owners.set(interfaceId, [...(owners.get(interfaceId) ?? []), ...names]);
  };
  for (const { row, names } of namedTasks(store, scope))
    own(networkInterfaceId(row), ...names.filter((name) => name !== undefined));
  for (const { identifier, networkInterfaceId: id } of rdsTables(store, scope).instances.values())
    own(id, identifier);
  for (const { name, zones } of elbv2Tables(store, scope).loadBalancers.values())
    own(zones[0]?.networkInterfaceId, name);
  return [...ec2Tables(store, scope).networkInterfaces.values()].map((row) => {
    const names = owners.get(row.networkInterfaceId) ?? [];
    return {
      row: row.networkInterfaceId,
      names: [names[0] ?? row.networkInterfaceId, row.privateIpAddress, row.networkInterfaceId, ...names],
    };
  });
}

import { AwsError } from '../../core/aws-error.ts';
import type { Store } from '../../store/store.ts';
import { codebuildTables } from '../codebuild/store.ts';
import { ec2Tables } from '../ec2/store.ts';
import { zonesOf } from '../ec2/zones.ts';
import { elbv2Tables, targetKey } from '../elbv2/store.ts';
import type { Fault } from './store.ts';

const longestDelayMs = 120_000;
const largestDiskMib = 65_536;

/**
 * Checks that what the fault names exists and can be broken in that way.
 * @throws AwsError ResourceNotFoundException or ValidationException, with what there is instead
 */
export function validateFault(store: Store, scope: string, fault: Fault): void {
  const ec2 = ec2Tables(store, scope);
  switch (fault.kind) {
    case 'availability-zone': {
      const names = zonesOf(scope.split('/')[1] ?? '').map(({ zoneName }) => zoneName);
      if (!names.includes(fault.zoneName)) throw notFound('Availability Zone', fault.zoneName, names);
      return;
    }
    case 'nat-gateway': {
      const state = ec2.natGateways.get(fault.natGatewayId)?.observed.state;
      if (state !== 'available') {
        const running = [...ec2.natGateways.values()].filter(
          ({ observed }) => observed.state === 'available',
        );
        throw notFound(
          'available NAT gateway',
          fault.natGatewayId,
          running.map(({ natGatewayId }) => natGatewayId),
        );
      }
      return;
    }
    case 'cut': {
      const table: { has(id: string): boolean; keys(): Iterable<string> } =
        fault.by === 'subnet' ? ec2.subnets : ec2.securityGroups;
      for (const id of fault.between) {
        if (!table.has(id))
          throw notFound(fault.by === 'subnet' ? 'subnet' : 'security group', id, [...table.keys()]);
      }
      return;
    }
    case 'target-health': {
      const { targets } = elbv2Tables(store, scope);
      const { targetGroupArn, targetId, port, answer } = fault;
      if (!targets.has(targetKey(targetGroupArn, targetId, port))) {
        const registered = [...targets.values()].filter((row) => row.targetGroupArn === targetGroupArn);
        throw notFound(
          'registered target',
          `${targetId}:${port}`,
          registered.map((row) => `${row.id}:${row.port}`),
        );
      }
      if (answer.kind === 'delay') requireWithin('delayMs', answer.delayMs, 1, longestDelayMs);
      return;
    }
    case 'build-disk': {
      const { projects } = codebuildTables(store, scope);
      const names = Array.from(projects.values(), ({ name }) => name);
      if (!names.includes(fault.projectName)) throw notFound('CodeBuild project', fault.projectName, names);
      requireWithin('sizeMib', fault.sizeMib, 1, largestDiskMib);
    }
  }
}

function requireWithin(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new AwsError('ValidationException', `${name} must be a whole number from ${least} to ${most}`);
  }
}

function notFound(what: string, name: string, known: readonly string[]): AwsError {
  const instead = known.length === 0 ? 'There is none' : `There are: ${known.join(', ')}`;
  return new AwsError('ResourceNotFoundException', `There is no ${what} ${name}. ${instead}.`);
}

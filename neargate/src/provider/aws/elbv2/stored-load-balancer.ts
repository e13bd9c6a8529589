import { type Diagnostic, warningDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import { blocksOf } from '../../arguments.ts';

/** By argument: why nothing comes of it here. */
const storedArguments = {
  ipam_pools: 'there are no IPAM pools to take addresses from, so that none is looked for',
  minimum_load_balancer_capacity: 'no capacity is provisioned for it',
} as const;

/** Says which arguments of a load balancer are only kept. */
export function storedLoadBalancerWarnings(config: PlainObject): readonly Diagnostic[] {
  return Object.entries(storedArguments)
    .filter(([name]) => blocksOf(config, name).length > 0)
    .map(([name, reason]) =>
      warningDiagnostic('Stored, not enforced', `${name} is kept as AWS would describe it: ${reason}.`),
    );
}

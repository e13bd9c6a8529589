import type { ModifyIpPoolsInput, ModifyIpPoolsOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { operation } from '../../operation.ts';
import { validationError } from '../errors.ts';
import { ipamPoolsOf, requireIpamPoolUse } from '../ip-pools.ts';
import { elbv2TablesOf } from '../store.ts';
import { findLoadBalancer } from './load-balancers.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyIpPools.html */
export const modifyIpPools = operation<ModifyIpPoolsInput, ModifyIpPoolsOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const row = findLoadBalancer(tables, input.LoadBalancerArn);
    const given = input.IpamPools?.Ipv4IpamPoolId;
    const isRemoved = (input.RemoveIpamPools ?? []).includes('ipv4');
    if (given === undefined && !isRemoved) {
      throw validationError('IpamPools or RemoveIpamPools must be specified');
    }
    if (given !== undefined && isRemoved) {
      throw validationError('An IPAM pool cannot be specified and removed at the same time');
    }
    requireIpamPoolUse(row);
    const changed = { ...row, ipv4IpamPoolId: given };
    tables.loadBalancers.put(row.loadBalancerArn, changed);
    return { IpamPools: ipamPoolsOf(changed) };
  },
});

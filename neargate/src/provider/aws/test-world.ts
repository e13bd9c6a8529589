import { regionalScope } from '../../services/context.ts';
import { settleNatGateway } from '../../services/ec2/nat-gateways.ts';
import { ec2Tables } from '../../services/ec2/store.ts';
import { elbv2Tables } from '../../services/elbv2/store.ts';
import { createInvoke } from '../../services/invoke.ts';
import { createTestContext, type TestContext } from '../../services/test-context.ts';
import type { PlainObject } from '../../terraform/provider.ts';
import { createProviderTester, type ProviderTester } from '../provider-tester.ts';
import { awsProvider } from './aws-provider.ts';

/** The aws provider over a control plane in memory. */
export interface TestWorld extends TestContext, ProviderTester {}

/** @param configuration The `provider` block's arguments as data. */
export async function createTestWorld(
  configuration: PlainObject = { region: 'us-east-1' },
): Promise<TestWorld> {
  const world = await createTestContext();
  const { context, clock } = world;
  const provider = awsProvider({
    invoke: createInvoke(context),
    clock,
    ids: context.ids,
    accountId: context.caller.accountId,
    defaultRegion: 'us-east-1',
  });
  const tester = await createProviderTester(provider, clock, configuration, () => settle(world));
  return { ...world, ...tester };
}

/** Does what controllers do: NAT gateways and load balancers become what they say. */
function settle({ context, clock }: TestContext): void {
  const scope = regionalScope(context.caller);
  const ec2 = ec2Tables(context.store, scope);
  const elbv2 = elbv2Tables(context.store, scope);
  context.store.transact(() => {
    for (const row of ec2.natGateways.values()) settleNatGateway(ec2, row.natGatewayId, clock.now());
    for (const row of elbv2.loadBalancers.values()) {
      if (row.observed.state !== 'provisioning') continue;
      elbv2.loadBalancers.put(row.loadBalancerArn, { ...row, observed: { state: 'active', listening: [] } });
    }
  });
}

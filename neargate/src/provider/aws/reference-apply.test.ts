import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { regionalScope } from '../../services/context.ts';
import { settleNatGateway } from '../../services/ec2/nat-gateways.ts';
import { ec2Tables } from '../../services/ec2/store.ts';
import { ecsTables } from '../../services/ecs/store.ts';
import { elbv2Tables } from '../../services/elbv2/store.ts';
import { createInvoke } from '../../services/invoke.ts';
import { forgetDbInstance } from '../../services/rds/db-instances.ts';
import { rdsTables } from '../../services/rds/store.ts';
import { createTestContext, type TestContext } from '../../services/test-context.ts';
import { type RunRequest, runTerraform } from '../../terraform/run.ts';
import { awsProvider } from './aws-provider.ts';

const directory = fileURLToPath(new URL('../../../../terraform', import.meta.url));

describe("the repository's own architecture on the control plane", () => {
  let stateRoot: string;
  let world: TestContext;

  beforeAll(async () => {
    stateRoot = await mkdtemp(join(tmpdir(), 'neargate-reference-'));
    world = await createTestContext();
  });

  afterAll(() => rm(stateRoot, { recursive: true, force: true }));

  /** Runs the engine while virtual time passes and controllers do their part. */
  async function run(action: RunRequest['action'], ...variables: string[]): Promise<string> {
    let text = '';
    const { context, clock } = world;
    const { caller, ids, ...environment } = context;
    const ran = runTerraform(
      {
        action,
        directory,
        variables: variables.map((variable) => ({ kind: 'value', text: variable })),
        environment: {},
        color: false,
        width: 100,
      },
      {
        providers: [
          awsProvider({
            invoke: createInvoke({ ...environment, ids }),
            clock,
            ids,
            accountId: caller.accountId,
            defaultRegion: caller.region,
          }),
        ],
        stateRoot,
        clock,
        ids,
        signal: new AbortController().signal,
        emit: (line) => {
          text += line.text;
        },
      },
    );
    let isDone = false;
    const done = ran.finally(() => (isDone = true));
    while (!isDone) {
      control(world);
      await clock.advance(100);
    }
    expect(await done, text).toBe(0);
    return text;
  }

  it('is applied, found unchanged and destroyed, with everything that is optional', async () => {
    const everything = ['enable_flow_logs=true', 'enable_alb_access_logs=true', 'enable_s3_endpoint=true'];
    const applied = await run('apply', ...everything);
    const count = Number(/Resources: (\d+) added, 0 changed, 0 destroyed\./.exec(applied)?.[1]);
    expect(count).toBeGreaterThan(80);
    expect(await run('plan', ...everything)).toContain('No changes.');
    expect(await run('destroy', ...everything, 'force_destroy=true')).toContain(
      `Destroy complete! Resources: ${count} destroyed.`,
    );
    expect([
      ...ec2Tables(world.context.store, regionalScope(world.context.caller)).networkInterfaces.keys(),
    ]).toEqual([]);
  }, 60_000);
});

/** What controllers would do: what takes time becomes what it is to be. */
function control({ context, clock }: TestContext): void {
  const scope = regionalScope(context.caller);
  const ec2 = ec2Tables(context.store, scope);
  const ecs = ecsTables(context.store, scope);
  const elbv2 = elbv2Tables(context.store, scope);
  const rds = rdsTables(context.store, scope);
  context.store.transact(() => {
    for (const row of ec2.natGateways.values()) settleNatGateway(ec2, row.natGatewayId, clock.now());
    for (const row of elbv2.loadBalancers.values()) {
      if (row.observed.state !== 'provisioning') continue;
      elbv2.loadBalancers.put(row.loadBalancerArn, { ...row, observed: { state: 'active', listening: [] } });
    }
    for (const row of ecs.services.values()) {
      if (row.status === 'DRAINING') ecs.services.put(row.serviceArn, { ...row, status: 'INACTIVE' });
    }
    for (const row of rds.instances.values()) {
      if (row.desired.state === 'deleted') {
        forgetDbInstance(context, row.identifier);
      } else if (row.observed.status === 'creating') {
        const observed = { status: 'available' as const, startedAtMs: clock.now() };
        rds.instances.put(row.identifier, { ...row, observed });
      }
    }
  });
}

// Applies a Terraform directory to a control plane in memory and plans it again, in this process, and prints the CPU time of
// each run as JSON. Time is virtual, so that waiting for what takes long on AWS costs nothing and is not measured.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { providers } from '../../src/provider/providers.ts';
import { regionalScope } from '../../src/services/context.ts';
import { settleNatGateway } from '../../src/services/ec2/nat-gateways.ts';
import { ec2Tables } from '../../src/services/ec2/store.ts';
import { elbv2Tables } from '../../src/services/elbv2/store.ts';
import { createInvoke } from '../../src/services/invoke.ts';
import { rdsTables } from '../../src/services/rds/store.ts';
import { createTestContext, type TestContext } from '../../src/services/test-context.ts';
import { type RunRequest, runTerraform } from '../../src/terraform/run.ts';

const [directory = '', plans = '10'] = process.argv.slice(2);
const stateRoot = mkdtempSync(path.join(tmpdir(), 'neargate-bench-engine-'));
try {
  const world = await createTestContext();
  const apply = await run(world, 'apply');
  const planned = [];
  for (let count = 0; count < Number(plans); count++) planned.push(await run(world, 'plan'));
  const resources = Number(/Resources: (\d+) added/.exec(apply.text)?.[1]);
  if (!planned.every(({ text }) => text.includes('No changes.')))
    throw new Error('a second plan finds changes');
  process.stdout.write(
    `${JSON.stringify({ resources, applyMs: apply.cpuMs, planMs: planned.map(({ cpuMs }) => cpuMs) })}\n`,
  );
} finally {
  rmSync(stateRoot, { recursive: true, force: true });
}

async function run(
  world: TestContext,
  action: RunRequest['action'],
): Promise<{ text: string; cpuMs: number }> {
  const { context, clock } = world;
  const begun = process.cpuUsage();
  let text = '';
  let isOver = false;
  const exitCode = runTerraform(
    { action, directory, variables: [], environment: {}, color: false, width: 100 },
    {
      providers: providers({
        invoke: createInvoke(context),
        clock,
        ids: context.ids,
        accountId: context.caller.accountId,
        defaultRegion: context.caller.region,
      }),
      stateRoot,
      clock,
      ids: context.ids,
      signal: new AbortController().signal,
      emit: (line) => {
        text += line.text;
      },
    },
  ).finally(() => {
    isOver = true;
  });
  // A plan waits for nothing that takes time on AWS.
  while (!isOver && action !== 'plan') {
    // Files are read in real time; virtual time runs between.
    await new Promise((resolve) => setImmediate(resolve));
    settle(world);
    await clock.advance(500);
  }
  if ((await exitCode) !== 0) throw new Error(text);
  const { user, system } = process.cpuUsage(begun);
  return { text, cpuMs: (user + system) / 1000 };
}

/** What controllers would do: what takes time becomes what it is to be. */
function settle({ context, clock }: TestContext): void {
  const scope = regionalScope(context.caller);
  const ec2 = ec2Tables(context.store, scope);
  const elbv2 = elbv2Tables(context.store, scope);
  const rds = rdsTables(context.store, scope);
  context.store.transact(() => {
    for (const row of ec2.natGateways.values()) settleNatGateway(ec2, row.natGatewayId, clock.now());
    for (const row of elbv2.loadBalancers.values()) {
      if (row.observed.state !== 'provisioning') continue;
      elbv2.loadBalancers.put(row.loadBalancerArn, { ...row, observed: { state: 'active', listening: [] } });
    }
    for (const row of rds.instances.values()) {
      if (row.observed.status !== 'creating') continue;
      rds.instances.put(row.identifier, {
        ...row,
        observed: { status: 'available', startedAtMs: clock.now() },
      });
    }
  });
}

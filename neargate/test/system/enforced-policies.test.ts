import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clone, cloneRepository } from './clone.ts';
import { NeargateProcess } from './neargate-process.ts';

const startPatienceMs = 600_000;

// What is tested is terraform/ as much as Neargate: its roles must be allowed everything that AWS would ask of them.
describe('the reference system where policies and signatures count', { timeout: startPatienceMs }, () => {
  let clone: Clone;
  let system: NeargateProcess;

  beforeAll(async () => {
    clone = await cloneRepository();
    system = new NeargateProcess(clone, [], {
      program: clone.startProgram,
      environment: { HOME: clone.home, NEARGATE_IAM: 'enforce', NEARGATE_AUTH: 'strict' },
      patienceMs: startPatienceMs,
    });
  }, startPatienceMs);

  afterAll(async () => {
    await system.stop();
    clone.remove();
  });

  it('becomes ready through its pipeline, with no call denied', async () => {
    await system.says(/Ready {2}(http:\S+)/);
    await system.says('Stop with Ctrl-C.');
    expect(system.output).toMatch(/product-service +2 of 2 tasks healthy/);
    expect(system.output).toMatch(/user-service +2 of 2 tasks healthy/);
    const response = await fetch(`http://127.0.0.1:${clone.gatewayPort}/_neargate/iam/denials`);
    expect(await response.json()).toEqual({ isEnforced: true, denials: [] });
  });
});

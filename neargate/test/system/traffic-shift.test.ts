import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HookStatus } from '../../src/gateway/deployment-protocol.ts';
import { startLoad } from './api.ts';
import { createProject, eventually, neargate, NeargateProcess, type Project } from './neargate-process.ts';

const testTimeoutMs = 300_000;

/** The fixture's service deployed by BLUE_GREEN: a second target group, a rule of both, and a hook before production traffic. */
function makeBlueGreen({ terraform }: Project): void {
  const file = `${terraform}/main.tf`;
  const text = readFileSync(file, 'utf8');
  const start = text.indexOf('resource "aws_lb_target_group" "web"');
  const group = text.slice(start, text.indexOf('\n}\n', start) + 3);
  const changed = text
    .replace(
      '    container_port   = 3000\n  }\n',
      `    container_port   = 3000

    advanced_configuration {
      alternate_target_group_arn = aws_lb_target_group.green.arn
      production_listener_rule   = aws_lb_listener_rule.production.arn
      role_arn                   = aws_iam_role.execution.arn
    }
  }

  deployment_configuration {
    strategy             = "BLUE_GREEN"
    bake_time_in_minutes = "1"

    lifecycle_hook {
      hook_target_arn  = "arn:aws:lambda:us-east-1:123456789012:function:check"
      role_arn         = aws_iam_role.execution.arn
      lifecycle_stages = ["PRE_PRODUCTION_TRAFFIC_SHIFT"]
    }
  }
`,
    )
    .replace('enable   = true\n    rollback = false', 'enable   = true\n    rollback = true');
  const rule = `
resource "aws_lb_listener_rule" "production" {
  listener_arn = aws_lb_listener.http.arn
  priority     = 1

  action {
    type = "forward"

    forward {
      target_group {
        arn    = aws_lb_target_group.web.arn
        weight = 100
      }
      target_group {
        arn    = aws_lb_target_group.green.arn
        weight = 0
      }
    }
  }

  condition {
    path_pattern {
      values = ["/*"]
    }
  }

  # ECS shifts the weights.
  lifecycle {
    ignore_changes = [action]
  }
}
`;
  writeFileSync(
    file,
    `${changed}\n${group.replace('"web" {', '"green" {').replace('= "web"', '= "green"')}${rule}`,
  );
}

// The cases follow one another on one system: starting it is what takes the time.
describe('a blue/green deployment', { timeout: testTimeoutMs }, () => {
  let project: Project;
  let up: NeargateProcess;
  let variables: string[];
  /** The program serves in every mode that it does not know; another one makes another task definition. */
  const apply = async (mode: string) => {
    const { exitCode, output } = await neargate(project, 'apply', ...variables, '-var', `mode=${mode}`);
    if (exitCode !== 0) throw new Error(output);
  };
  const hooks = async (): Promise<readonly HookStatus[]> =>
    JSON.parse((await neargate(project, 'deployment', 'hooks', '--json')).output) as HookStatus[];
  const waitingHook = () => eventually(async () => (await hooks())[0]);
  const answer = (verb: 'approve' | 'deny') => neargate(project, 'deployment', verb);
  const versions = async () => {
    const { output } = await neargate(project, 'status', '--json');
    const { services } = JSON.parse(output) as {
      services: readonly { taskDefinition: string; rolloutState: string }[];
    };
    return services.map(({ taskDefinition, rolloutState }) => `${taskDefinition} ${rolloutState}`);
  };
  const settled = (expected: string) =>
    eventually(async () => ((await versions())[0] === expected ? true : undefined));

  beforeAll(async () => {
    project = await createProject();
    makeBlueGreen(project);
    variables = ['-var', `listener_port=${project.listenerPort}`];
    up = new NeargateProcess(project, ['up', ...variables]);
    await waitingHook();
    await answer('approve');
    await up.says(/Ready {2}http:\S+/);
  }, testTimeoutMs);

  afterAll(async () => {
    await up.stop();
    project.remove();
  });

  it('serves the new version once its hook is approved, and loses no request', async () => {
    const load = startLoad(`http://localhost:${project.listenerPort}/web`, 2);
    await apply('second');
    expect(await waitingHook()).toMatchObject({
      stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT',
      targetType: 'AWS_LAMBDA',
      status: 'IN_PROGRESS',
    });
    expect((await answer('approve')).output).toContain('approved: the deployment goes on');
    await settled('web:2 COMPLETED');
    const statuses = await load.stop();
    expect(statuses.length).toBeGreaterThan(10);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });

  it('goes back when its hook is denied, and loses no request either', async () => {
    const load = startLoad(`http://localhost:${project.listenerPort}/web`, 2);
    await apply('third');
    await waitingHook();
    expect((await answer('deny')).output).toContain('denied: the deployment is rolled back');
    await settled('web:2 COMPLETED');
    const statuses = await load.stop();
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });
});

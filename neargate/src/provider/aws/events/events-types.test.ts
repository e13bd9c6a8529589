import { beforeEach, describe, expect, it } from 'vitest';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const rule = (changes = '') =>
  `name = "push"\nevent_pattern = jsonencode({ source = ["aws.codecommit"], detail = { event = ["referenceUpdated"] } })\n${changes}`;

describe('aws_cloudwatch_event_rule', () => {
  it('is put, compared as JSON, and need not say that it is enabled', async () => {
    const resource = world.resource('aws_cloudwatch_event_rule');
    expect(await resource.apply(rule('tags = { A = "1" }'))).toMatchObject({
      id: 'push',
      arn: 'arn:aws:events:us-east-1:123456789012:rule/push',
      event_bus_name: 'default',
    });
    const same = `name = "push"\ntags = { A = "1" }\nevent_pattern = <<-EOT
      { "source": ["aws.codecommit"], "detail": { "event": ["referenceUpdated"] } }
    EOT
`;
    expect((await resource.plan(same)).action).toBe('no-op');
    expect((await resource.plan(rule('state = "ENABLED"\ntags = { A = "1" }'))).action).toBe('no-op');
    await resource.apply(rule('is_enabled = false\ntags = { A = "1" }'));
    expect(resource.state).toMatchObject({ is_enabled: false, state: 'DISABLED' });
  });

  it('changes in place and puts back what was changed elsewhere', async () => {
    const resource = world.resource('aws_cloudwatch_event_rule');
    await resource.apply(rule());
    await resource.apply(rule('description = "d"\nstate = "DISABLED"'));
    expect((await resource.plan(rule('description = "d"\nstate = "DISABLED"'))).action).toBe('no-op');
    world.call('events', 'EnableRule', { Name: 'push' });
    expect((await resource.plan(rule('description = "d"\nstate = "DISABLED"'))).action).toBe('update');
    // As in the provider, a state that is not written is left as it is.
    expect((await resource.plan(rule('description = "d"'))).action).toBe('no-op');
    expect((await resource.plan(rule().replace('"push"', '"other"'))).action).toBe('replace');
    world.call('events', 'DeleteRule', { Name: 'push' });
    expect((await resource.plan(rule())).action).toBe('create');
  });

  it('needs a pattern or a schedule, and a pattern that is JSON', async () => {
    const resource = world.resource('aws_cloudwatch_event_rule');
    await expect(resource.apply('name = "push"')).rejects.toThrow(
      'one of `schedule_expression,event_pattern` must be specified',
    );
    await expect(resource.apply('name = "push"\nevent_pattern = "{"')).rejects.toThrow(/invalid JSON/);
    await expect(resource.apply('name = "push"\nevent_pattern = "[]"')).rejects.toMatchObject({
      code: 'InvalidEventPatternException',
    });
  });

  it('makes a name up, on a bus of its own', async () => {
    const bus = world.resource('aws_cloudwatch_event_bus');
    await bus.apply('name = "orders"\ndescription = "d"');
    expect((await bus.plan('name = "orders"\ndescription = "d"')).action).toBe('no-op');
    await bus.apply('name = "orders"\ntags = { A = "1" }');
    expect((await bus.plan('name = "orders"\ntags = { A = "1" }')).action).toBe('no-op');
    const resource = world.resource('aws_cloudwatch_event_rule');
    const body = 'event_bus_name = "orders"\nname_prefix = "r-"\nevent_pattern = "{\\"source\\":[\\"a\\"]}"';
    const state = await resource.apply(body);
    expect(state['id']).toMatch(/^orders\/r-[0-9a-f]{26}$/);
    expect((await resource.plan(body)).action).toBe('no-op');
    await resource.destroy();
    await bus.destroy();
  });
});

describe('aws_cloudwatch_event_target', () => {
  beforeEach(() => world.resource('aws_cloudwatch_event_rule').apply(rule()));

  it('is put with an id of its own, changed and removed', async () => {
    const resource = world.resource('aws_cloudwatch_event_target');
    const body = (changes = '') =>
      `rule = "push"\narn = "arn:aws:codepipeline:us-east-1:123456789012:p"\nrole_arn = "arn:aws:iam::123456789012:role/r"\n${changes}`;
    const state = await resource.apply(body());
    expect(state['target_id']).toMatch(/^terraform-[0-9a-f]{26}$/);
    expect((await resource.plan(body())).action).toBe('no-op');
    expect((await resource.plan(body('input = "{}"'))).action).toBe('update');
    await resource.apply(body('input = "{\\"a\\": 1}"'));
    expect((await resource.plan(body('input = "{ \\"a\\":1 }"'))).action).toBe('no-op');
    await resource.destroy();
    expect(world.call('events', 'ListTargetsByRule', { Rule: 'push' }).Targets).toEqual([]);
  });

  it('keeps every kind of parameters', async () => {
    const resource = world.resource('aws_cloudwatch_event_target');
    const body = `
      rule      = "push"
      target_id = "task"
      arn       = "arn:aws:ecs:us-east-1:123456789012:cluster/main"
      role_arn  = "arn:aws:iam::123456789012:role/r"
      ecs_target {
        task_definition_arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1"
        launch_type         = "FARGATE"
        tags                = { A = "1" }
        network_configuration {
          subnets = ["subnet-1"]
        }
        capacity_provider_strategy {
          capacity_provider = "FARGATE"
          weight            = 1
        }
      }
      input_transformer {
        input_paths    = { detail = "$.detail" }
        input_template = "<detail>"
      }
      retry_policy {
        maximum_event_age_in_seconds = 60
        maximum_retry_attempts       = 3
      }
      dead_letter_config {
        arn = "arn:aws:sqs:us-east-1:123456789012:q"
      }
      run_command_targets {
        key    = "tag:Name"
        values = ["a"]
      }`;
    await resource.apply(body.replace(/capacity_provider_strategy \{[^}]*\}/, ''));
    expect((await resource.plan(body.replace(/capacity_provider_strategy \{[^}]*\}/, ''))).action).toBe(
      'no-op',
    );
    const [target] = world.call('events', 'ListTargetsByRule', { Rule: 'push' }).Targets ?? [];
    expect(target).toMatchObject({
      EcsParameters: {
        NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-1'], AssignPublicIp: 'DISABLED' } },
        Tags: [{ Key: 'A', Value: '1' }],
      },
      RunCommandParameters: { RunCommandTargets: [{ Key: 'tag:Name', Values: ['a'] }] },
    });
    expect((await resource.plan(body.replace('"task"', '"other"'))).action).toBe('replace');
  });
});

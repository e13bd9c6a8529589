import { describe, expect, it } from 'vitest';
import { createEventBusWorld, pipelineArn } from '../../controllers/event-bus/event-bus-test-world.ts';
import { deliveryProblem, deliveryTroubles } from './event-deliveries.ts';

const placeOf = (resource: string, argument: readonly string[] = []) => `${resource}/${argument.join('/')}:1`;

describe('deliveries that fail', () => {
  it('are problems at the HCL of the target, for as long as the target fails', async () => {
    const world = await createEventBusWorld();
    const problems = () =>
      deliveryTroubles(world.context.store, world.clock.now()).map((trouble) =>
        deliveryProblem(trouble, placeOf),
      );
    world.putTarget({
      RoleArn: 'arn:aws:iam::123456789012:role/missing',
      DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:123456789012:dead' },
    });
    world.push();
    await world.clock.advance(0);
    world.push();
    await world.clock.advance(0);
    expect(problems()).toEqual([
      {
        resource: 'rule on-push, target pipeline',
        cause:
          'The event "CodeCommit Repository State Change" was not delivered: The role arn:aws:iam::123456789012:role/missing cannot be assumed by principal \'events.amazonaws.com\': it does not exist. The dead-letter queue arn:aws:sqs:us-east-1:123456789012:dead did not take it: The queue arn:aws:sqs:us-east-1:123456789012:dead does not exist.',
        place: 'on-push-pipeline/role_arn:1',
        remedy: expect.stringContaining('sts:AssumeRole') as string,
      },
    ]);
    world.putTarget({});
    world.push();
    await world.clock.advance(0);
    expect(problems()).toEqual([]);
    world.call('codepipeline', 'DeletePipeline', { name: 'delivery' });
    world.push();
    await world.clock.advance(0);
    expect(problems()[0]?.cause).toContain(pipelineArn.split(':').at(-1));
    await world.clock.advance(600_000);
    expect(problems()).toEqual([]);
    await world.stopControllers();
  });
});

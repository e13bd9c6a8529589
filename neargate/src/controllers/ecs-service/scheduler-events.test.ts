import { describe, expect, it } from 'vitest';
import { schedulerEvents } from './scheduler-events.ts';

describe('the event of a task that cannot be placed', () => {
  it('gives the reason', () => {
    expect(schedulerEvents.cannotPlace('CannotPullContainerError: web: not found')).toBe(
      ' was unable to place a task. Reason: CannotPullContainerError: web: not found',
    );
  });

  it('has words of its own for a role that cannot be assumed', () => {
    const reason =
      "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/execution' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.";
    expect(schedulerEvents.cannotPlace(reason)).toBe(` failed to launch a task with (error ${reason}).`);
  });
});

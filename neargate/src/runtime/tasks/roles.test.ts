import { describe, expect, it } from 'vitest';
import { letsTasksIn } from './roles.ts';

const policy = (statement: unknown) => JSON.stringify({ Version: '2012-10-17', Statement: statement });

describe('letsTasksIn', () => {
  it('accepts a policy that names the ECS tasks principal', () => {
    const statement = {
      Effect: 'Allow',
      Action: ['sts:AssumeRole'],
      Principal: { Service: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] },
    };
    expect(letsTasksIn(policy([statement]))).toBe(true);
    expect(letsTasksIn(policy(statement))).toBe(true);
  });

  it('refuses other services, other actions and denials', () => {
    const statement = {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'ecs.amazonaws.com' },
    };
    const tasks = { ...statement, Principal: { Service: 'ecs-tasks.amazonaws.com' } };
    expect(letsTasksIn(policy(statement))).toBe(false);
    expect(letsTasksIn(policy({ ...tasks, Action: 'sts:TagSession' }))).toBe(false);
    expect(letsTasksIn(policy({ ...tasks, Effect: 'Deny' }))).toBe(false);
  });
});

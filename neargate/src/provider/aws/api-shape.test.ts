import { describe, expect, it } from 'vitest';
import type { BlockSchema } from '../../terraform/provider.ts';
import { type ApiNaming, fromApi, timeText, toApi } from './api-shape.ts';

const schema: Pick<BlockSchema, 'attributes' | 'blocks'> = {
  attributes: {
    arn: { type: 'string', computed: true },
    task_role_arn: { type: 'string', optional: true },
    desired_count: { type: 'number', optional: true },
    enabled: { type: 'bool', optional: true },
    names: { type: 'set(string)', optional: true },
    minutes: { type: 'string', optional: true },
    only_here: { type: 'string', optional: true },
    created: { type: 'string', computed: true },
  },
  blocks: {
    rule: {
      nesting: 'list',
      attributes: { name: { type: 'string', required: true } },
      blocks: {
        filter: { nesting: 'list', max: 1, attributes: { prefix: { type: 'string', optional: true } } },
      },
    },
    network: { nesting: 'list', max: 1, attributes: { subnets: { type: 'set(string)', required: true } } },
    strategy: { nesting: 'list', max: 1, attributes: { type: { type: 'string', required: true } } },
  },
};

const naming: ApiNaming = {
  style: 'camel',
  names: {
    minutes: { member: 'timeout', write: (text) => Number(text), read: (count) => String(count as number) },
    only_here: null,
    rule: 'rules',
    'rule.name': 'ruleName',
    strategy: { member: 'strategies', many: true },
  },
};

describe('the shape of an API', () => {
  it('is written from arguments, without what is not set or only AWS sets', () => {
    const input = toApi(
      {
        arn: 'a',
        task_role_arn: 'r',
        desired_count: 0,
        enabled: false,
        names: [],
        minutes: '5',
        only_here: 'x',
        rule: [
          { name: 'one', filter: [{ prefix: null }] },
          { name: 'two', filter: [] },
        ],
        network: [{ subnets: ['s'] }],
        strategy: [{ type: 'spread' }],
      },
      schema,
      naming,
    );
    expect(input).toEqual({
      taskRoleArn: 'r',
      desiredCount: 0,
      enabled: false,
      timeout: 5,
      rules: [{ ruleName: 'one', filter: {} }, { ruleName: 'two' }],
      network: { subnets: ['s'] },
      strategies: [{ type: 'spread' }],
    });
  });

  it('is read back to arguments, an object as one block and nothing as none', () => {
    const state = fromApi(
      {
        arn: 'a',
        desiredCount: 2,
        timeout: 5,
        created: new Date(Date.UTC(2026, 0, 1)),
        rules: [{ ruleName: 'one', filter: {} }],
        network: { subnets: ['s'] },
      },
      schema,
      naming,
    );
    expect(state).toMatchObject({
      arn: 'a',
      task_role_arn: null,
      desired_count: 2,
      minutes: '5',
      created: '2026-01-01T00:00:00Z',
      rule: [{ name: 'one', filter: [{ prefix: null }] }],
      network: [{ subnets: ['s'] }],
      strategy: [],
    });
    expect(Object.hasOwn(state, 'only_here')).toBe(false);
  });

  it('keeps Pascal case apart, and fractions of a second', () => {
    expect(toApi({ task_role_arn: 'r' }, schema, { style: 'pascal' })).toEqual({ TaskRoleArn: 'r' });
    expect(timeText(new Date(1))).toBe('1970-01-01T00:00:00.001Z');
    expect(timeText(undefined)).toBeNull();
  });
});

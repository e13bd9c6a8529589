import { describe, expect, it } from 'vitest';
import { containerDefinitionsProblem, sameContainerDefinitions } from './container-definitions.ts';

const same = (left: unknown, right: unknown) =>
  sameContainerDefinitions(JSON.stringify(left), JSON.stringify(right));

describe('container definitions', () => {
  it('are the same in any order, with or without what ECS fills in', () => {
    const written = [
      {
        name: 'b',
        image: 'i',
        environment: [
          { name: 'Y', value: '2' },
          { name: 'X', value: '1' },
        ],
        healthCheck: { command: ['CMD', 'true'] },
        command: null,
      },
      { name: 'a', image: 'i', portMappings: [{ containerPort: 80 }] },
    ];
    const stored = [
      {
        name: 'a',
        image: 'i',
        cpu: 0,
        essential: true,
        environment: [],
        mountPoints: [],
        volumesFrom: [],
        systemControls: [],
        portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
      },
      {
        name: 'b',
        image: 'i',
        essential: true,
        environment: [
          { name: 'X', value: '1' },
          { name: 'Y', value: '2' },
        ],
        healthCheck: { command: ['CMD', 'true'], interval: 30, retries: 3, timeout: 5 },
        portMappings: [],
      },
    ];
    expect(same(written, stored)).toBe(true);
  });

  it.each([
    [{ image: 'j' }],
    [{ essential: false }],
    [{ command: ['b', 'a'] }],
    [{ portMappings: [{ containerPort: 80, protocol: 'udp' }] }],
    [{ environment: [{ name: 'X', value: '2' }] }],
    [{ healthCheck: { command: ['CMD', 'true'], retries: 4 } }],
  ])('are different with %j', (change) => {
    const container = {
      name: 'a',
      image: 'i',
      command: ['a', 'b'],
      portMappings: [{ containerPort: 80 }],
      environment: [{ name: 'X', value: '1' }],
      healthCheck: { command: ['CMD', 'true'] },
    };
    expect(same([container], [{ ...container, ...change }])).toBe(false);
  });

  it('say what is wrong with them', () => {
    expect(containerDefinitionsProblem('{}')).toBe('the document is not an array of objects');
    expect(containerDefinitionsProblem('[')).toMatch(/JSON/);
    expect(containerDefinitionsProblem('[{"name":"a","environment":[{"name":"P","value":true}]}]')).toBe(
      'container a: environment variable P is a boolean, it must be a string',
    );
    expect(
      containerDefinitionsProblem('[{"name":"a","environment":[{"name":"P","value":null}]}]'),
    ).toBeUndefined();
  });
});

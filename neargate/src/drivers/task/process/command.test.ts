import { describe, expect, it } from 'vitest';

import { containerCommand, containerEnvironment } from './command.ts';

const image = { Entrypoint: ['entry'], Cmd: ['default'], Env: ['A=1', 'B=x=y', 'A=2'] };

describe('containerCommand', () => {
  it.each([
    [{}, ['entry', 'default']],
    [{ command: ['other'] }, ['entry', 'other']],
    [{ command: [] }, ['entry', 'default']],
    [{ entryPoint: ['sh', '-c'] }, ['sh', '-c']],
    [{ entryPoint: ['sh', '-c'], command: ['echo'] }, ['sh', '-c', 'echo']],
  ])('with the override %j is %j', (override, expected) => {
    expect(containerCommand(image, override)).toEqual(expected);
  });
});

describe('containerEnvironment', () => {
  it('puts the container’s variables over the image’s', () => {
    expect(containerEnvironment(image, { B: 'own', C: '' })).toEqual({ A: '2', B: 'own', C: '' });
  });
});

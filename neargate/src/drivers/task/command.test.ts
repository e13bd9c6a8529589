import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { containerCommand, containerEnvironment, isNodeProgram } from './command.ts';

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

describe('isNodeProgram', () => {
  it('looks through a shell script that becomes what it is given', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'neargate command '));
    const script = path.join(directory, 'docker-entrypoint.sh');
    writeFileSync(script, '#!/bin/sh\nexec "$@"\n');
    expect(isNodeProgram(process.execPath, ['node', 'server.js'])).toBe(true);
    expect(isNodeProgram(script, ['docker-entrypoint.sh', 'node', 'server.js'])).toBe(true);
    expect(isNodeProgram(script, ['docker-entrypoint.sh', 'python', 'server.py'])).toBe(false);
    rmSync(directory, { recursive: true });
  });
});

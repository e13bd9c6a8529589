import { describe, expect, it } from 'vitest';
import { lineOf } from './failure-cause.ts';

const buildspec = `version: 0.2
phases:
  pre_build:
    commands:
      - npm ci
      - npm test
      - "docker login"
  build:
    commands:
      - |
        docker build .
        docker tag a b
`;

describe('lineOf', () => {
  it('finds a command as a list item, quoted, or inside a block', () => {
    expect(lineOf(buildspec, 'npm test')).toBe(6);
    expect(lineOf(buildspec, 'docker login')).toBe(7);
    expect(lineOf(buildspec, 'docker build .')).toBe(11);
  });

  it('finds the whole command before one that contains it', () => {
    expect(lineOf('- npm test --all\n- npm test\n', 'npm test')).toBe(2);
  });

  it('says nothing about what is not there', () => {
    expect(lineOf(buildspec, 'npm run build')).toBeUndefined();
    expect(lineOf(buildspec, ' ')).toBeUndefined();
  });
});

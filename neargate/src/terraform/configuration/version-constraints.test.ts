import { expect, it } from 'vitest';
import { satisfiesVersion } from './version-constraints.ts';

it.each([
  ['1.11.4', '>= 1.9.0', true],
  ['1.11.4', '~> 1.11', true],
  ['1.11.4', '~> 1.10.0', false],
  ['1.11.4', '~> 2.0', false],
  ['1.11.4', '>= 1.0, < 1.11', false],
  ['1.11.4', '= 1.11.4', true],
  ['1.11.4', '1.11.4', true],
  ['1.11.4', '!= 1.11.4', false],
  ['1.11.4', '> 1.11.4', false],
  ['1.11.4', '<= 1.11.4', true],
  ['1.9.0', '>= 1.10', false],
  ['1.11.4', ' >= 1.9 , <2 ', true],
  ['1.11.4', 'abc', undefined],
  ['1.11.4', '>= 1.9,', undefined],
  ['1.11.4', '=> 1.9', undefined],
])('%s %s: %s', (version, constraint, expected) => {
  expect(satisfiesVersion(version, constraint)).toBe(expected);
});

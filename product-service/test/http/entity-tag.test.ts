import { describe, expect, it } from 'vitest';
import { isNotModified, requireMatch } from '../../src/http/entity-tag.ts';
import { Problem } from '../../src/http/problem.ts';

function refusalOf(ifMatch: string | undefined): string | undefined {
  try {
    requireMatch(ifMatch, '"3"');
  } catch (error) {
    if (error instanceof Problem) return error.problemName;
    throw error;
  }
  return undefined;
}

describe('If-Match', () => {
  it.each([
    ['"3"', undefined],
    ['*', undefined],
    [' "1" , "3"', undefined],
    ['"a,b", "3"', undefined],
    [undefined, 'precondition-required'],
    ['"2"', 'precondition-failed'],
    ['W/"3"', 'precondition-failed'],
    ['""', 'precondition-failed'],
    ['3', 'invalid-parameters'],
    ['"3', 'invalid-parameters'],
    ['', 'invalid-parameters'],
    ['*, "3"', 'invalid-parameters'],
  ])('%s against version 3 gives %s', (ifMatch, refusal) => {
    expect(refusalOf(ifMatch)).toBe(refusal);
  });
});

describe('If-None-Match', () => {
  it.each([
    [undefined, false],
    ['"2"', false],
    ['"3"', true],
    ['W/"3"', true],
    ['"1", W/"3"', true],
    ['*', true],
  ])('%s against version 3: not modified is %s', (ifNoneMatch, notModified) => {
    expect(isNotModified(ifNoneMatch, '"3"')).toBe(notModified);
  });
});

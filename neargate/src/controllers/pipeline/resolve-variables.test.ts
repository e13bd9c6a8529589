import { describe, expect, it } from 'vitest';
import { resolveVariables } from './resolve-variables.ts';

const scope = new Map([
  ['Source', { CommitId: 'abc', CommitMessage: 'say "hi" for $1 & $&' }],
  ['variables', { TAG: '' }],
]);

describe('variables in a configuration', () => {
  it('are replaced by their values as they are', () => {
    expect(
      resolveVariables(
        { A: '#{Source.CommitId}-#{variables.TAG}-#{x}', B: '#{Source.CommitMessage}' },
        scope,
      ),
    ).toEqual({ configuration: { A: 'abc--#{x}', B: 'say "hi" for $1 & $&' } });
  });

  it('that have no value are named', () => {
    expect(resolveVariables({ A: '#{Source.Nope}' }, scope)).toEqual({ unresolved: '#{Source.Nope}' });
    expect(resolveVariables({ A: '#{Other.A}' }, scope)).toEqual({ unresolved: '#{Other.A}' });
    expect(resolveVariables({ A: '#{Source.toString}' }, scope)).toEqual({
      unresolved: '#{Source.toString}',
    });
  });
});

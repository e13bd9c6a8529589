import { describe, expect, it } from 'vitest';
import { worstHealth } from './services.ts';

describe('worstHealth', () => {
  it('is healthy only where every target is', () => {
    expect(worstHealth([{ state: 'healthy' }, { state: 'healthy' }])).toEqual({ state: 'healthy' });
    expect(worstHealth([{ state: 'healthy' }, { state: 'initial' }])).toEqual({ state: 'initial' });
  });

  it('says nothing where a target is not registered, or there is none', () => {
    expect(worstHealth([{ state: 'healthy' }, undefined])).toBeUndefined();
    expect(worstHealth([])).toBeUndefined();
  });
});

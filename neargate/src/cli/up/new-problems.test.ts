import { describe, expect, it } from 'vitest';
import { ProblemWatch } from './new-problems.ts';

const problem = (address: string) => ({
  resource: `target group users, target ${address}:3001`,
  cause: 'Security group sg-1 has no inbound rule that allows TCP 3001.',
  place: 'main.tf:7',
});

describe('ProblemWatch', () => {
  it('tells a problem once it has lasted, and once only, whichever task shows it', () => {
    const watch = new ProblemWatch();
    expect(watch.observe([problem('10.0.1.4')], 0)).toEqual([]);
    expect(watch.observe([problem('10.0.1.4')], 3_000)).toHaveLength(1);
    expect(watch.observe([problem('10.0.1.9')], 4_000)).toEqual([]);
  });

  it('tells it again when it comes back after it was gone for a while', () => {
    const watch = new ProblemWatch();
    watch.observe([problem('10.0.1.4')], 0);
    expect(watch.observe([problem('10.0.1.4')], 3_000)).toHaveLength(1);
    watch.observe([], 5_000);
    expect(watch.observe([problem('10.0.1.4')], 6_000)).toEqual([]);
    watch.observe([], 11_000);
    watch.observe([problem('10.0.1.4')], 12_000);
    expect(watch.observe([problem('10.0.1.4')], 15_500)).toHaveLength(1);
  });

  it('does not tell what passes', () => {
    const watch = new ProblemWatch();
    watch.observe([problem('10.0.1.4')], 0);
    watch.observe([], 1_000);
    watch.observe([], 6_000);
    expect(watch.observe([problem('10.0.1.4')], 7_000)).toEqual([]);
  });
});

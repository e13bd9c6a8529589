import { describe, expect, it } from 'vitest';
import { readsCodecommit } from './pipeline-decides.ts';

const pipeline = (provider: string | null) => ({
  stage: [{ name: 'Source', action: [{ name: 'Source', provider }] }],
});

describe('readsCodecommit', () => {
  it('is for pipelines whose source can be pushed to here', () => {
    expect(readsCodecommit([pipeline('CodeCommit')])).toBe(true);
    expect(readsCodecommit([pipeline('S3'), pipeline('GitHub')])).toBe(false);
    expect(readsCodecommit([])).toBe(false);
  });

  it('takes what a plan does not know yet for no', () => {
    expect(readsCodecommit([pipeline(null), { stage: null }])).toBe(false);
  });
});

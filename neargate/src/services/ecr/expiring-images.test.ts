import { describe, expect, it } from 'vitest';
import { expiringImages, type LifecycleImage } from './expiring-images.ts';

const day = 24 * 60 * 60 * 1000;
const now = 100 * day;

/** Images in the order of their push, one a day, the last one today. */
function images(...tags: (readonly string[])[]): LifecycleImage[] {
  return tags.map((own, index) => ({
    imageDigest: `image-${index}`,
    tags: own,
    pushedAtMs: now - (tags.length - 1 - index) * day,
    isReferenced: false,
  }));
}

function rule(rulePriority: number, selection: Record<string, unknown>, type = 'expire') {
  return { rulePriority, selection, action: { type } };
}

function expired(rules: readonly unknown[], all: readonly LifecycleImage[]): string[] {
  return expiringImages(JSON.stringify({ rules }), all, now).expiring.map(({ image }) => image.imageDigest);
}

describe('expiringImages', () => {
  it('keeps the newest of those that a rule counts', () => {
    const keepTwo = rule(1, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 2 });
    expect(expired([keepTwo], images(['a'], [], ['b'], ['c']))).toEqual(['image-1', 'image-0']);
  });

  it('keeps the order of pushes in one moment', () => {
    const keepOne = rule(1, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 });
    const sameMoment = images([], []).map((image) => ({ ...image, pushedAtMs: now }));
    expect(expired([keepOne], sameMoment)).toEqual(['image-0']);
  });

  it('expires by age and says when the next one is old enough', () => {
    const policy = JSON.stringify({
      rules: [
        rule(1, { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 2 }),
      ],
    });
    const { expiring, nextAtMs } = expiringImages(policy, images([], [], ['kept'], []), now);
    expect(expiring.map(({ image }) => image.imageDigest)).toEqual(['image-1', 'image-0']);
    expect(nextAtMs).toBe(now + 2 * day);
  });

  it('does not let a later rule take what an earlier one selects', () => {
    const keepProd = rule(1, {
      tagStatus: 'tagged',
      tagPrefixList: ['prod'],
      countType: 'imageCountMoreThan',
      countNumber: 10,
    });
    const keepNone = rule(2, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 });
    expect(expired([keepNone, keepProd], images(['prod-1'], ['dev-1'], ['dev-2']))).toEqual(['image-1']);
  });

  it('selects images that fit every prefix and pattern', () => {
    const selection = { tagStatus: 'tagged', countType: 'imageCountMoreThan', countNumber: 1 };
    const all = images(['release-1', 'x'], ['release-2'], ['release-3', 'x']);
    expect(expired([rule(1, { ...selection, tagPatternList: ['rel*-*', 'x'] })], all)).toEqual(['image-0']);
    expect(expired([rule(1, { ...selection, tagPrefixList: ['release-'] })], all)).toEqual([
      'image-1',
      'image-0',
    ]);
  });

  it('leaves what an index names, and rules that archive', () => {
    const keepOne = rule(1, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 });
    const referenced = images([], [], ['index']).map((image, index) => ({
      ...image,
      isReferenced: index === 0,
    }));
    expect(expired([keepOne], referenced)).toEqual(['image-1']);
    expect(expired([{ ...keepOne, action: { type: 'transition' } }], referenced)).toEqual([]);
  });
});

import { matchesWildcard } from './tag-mutability.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** A rule as `lifecyclePolicyProblem` has found it right. */
interface Rule {
  readonly rulePriority: number;
  readonly selection: {
    readonly tagStatus: 'tagged' | 'untagged' | 'any';
    readonly tagPrefixList?: readonly string[];
    readonly tagPatternList?: readonly string[];
    readonly countType: string;
    readonly countNumber: number;
  };
  readonly action: { readonly type: string };
}

export interface LifecycleImage {
  readonly imageDigest: string;
  readonly tags: readonly string[];
  readonly pushedAtMs: number;
  readonly lastPulledAtMs?: number | undefined;
  /** An index names it: it stays as long as that does. */
  readonly isReferenced: boolean;
}

export interface Expiry {
  readonly image: LifecycleImage;
  readonly rulePriority: number;
}

export interface LifecycleOutcome {
  readonly expiring: readonly Expiry[];
  /** When the next image becomes old enough, if nothing else happens. */
  readonly nextAtMs: number | undefined;
}

/**
 * Which images a lifecycle policy expires. Rules are applied by priority; an image that a rule selects is not looked at by
 * later ones, whether it is expired or not. Rules that archive images do nothing here: there is no archive.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 * @param images in the order in which they were pushed
 */
export function expiringImages(
  policyText: string,
  images: readonly LifecycleImage[],
  nowMs: number,
): LifecycleOutcome {
  const { rules } = JSON.parse(policyText) as { readonly rules: readonly Rule[] };
  const expiring: Expiry[] = [];
  const nextTimes: number[] = [];
  let left = images.toReversed().toSorted((a, b) => b.pushedAtMs - a.pushedAtMs);
  for (const rule of rules.toSorted((a, b) => a.rulePriority - b.rulePriority)) {
    const selected = left.filter((image) => selects(rule, image));
    left = left.filter((image) => !selected.includes(image));
    if (rule.action.type !== 'expire') continue;
    for (const [index, image] of selected.entries()) {
      if (image.isReferenced) continue;
      const atMs = expiresAtMs(rule, image, index);
      if (atMs === undefined) continue;
      if (atMs <= nowMs) expiring.push({ image, rulePriority: rule.rulePriority });
      else nextTimes.push(atMs);
    }
  }
  return { expiring, nextAtMs: nextTimes.length === 0 ? undefined : Math.min(...nextTimes) };
}

/** Every prefix and pattern of a rule needs a tag of the image that it fits. */
function selects({ selection }: Rule, { tags }: LifecycleImage): boolean {
  switch (selection.tagStatus) {
    case 'any':
      return true;
    case 'untagged':
      return tags.length === 0;
    case 'tagged':
      return (
        tags.length > 0 &&
        (selection.tagPrefixList ?? []).every((prefix) => tags.some((tag) => tag.startsWith(prefix))) &&
        (selection.tagPatternList ?? []).every((pattern) => tags.some((tag) => matchesWildcard(pattern, tag)))
      );
  }
}

/** @param index of the image among those that the rule selects, newest first */
function expiresAtMs({ selection }: Rule, image: LifecycleImage, index: number): number | undefined {
  const { countType, countNumber } = selection;
  switch (countType) {
    case 'imageCountMoreThan':
      return index >= countNumber ? 0 : undefined;
    case 'sinceImagePushed':
      return image.pushedAtMs + countNumber * dayMs;
    case 'sinceImagePulled':
      return (image.lastPulledAtMs ?? image.pushedAtMs) + countNumber * dayMs;
    default:
      // Counts from when an image was archived, which none is.
      return undefined;
  }
}

import { invalidParameter } from './errors.ts';

/** Only what the rules look at; everything else is kept as text. */
interface LifecycleRule {
  readonly rulePriority?: unknown;
  readonly selection?: {
    readonly tagStatus?: unknown;
    readonly tagPrefixList?: unknown;
    readonly tagPatternList?: unknown;
    readonly countType?: unknown;
    readonly countUnit?: unknown;
    readonly countNumber?: unknown;
  };
  readonly action?: { readonly type?: unknown };
}

const countTypes: readonly unknown[] = [
  'imageCountMoreThan',
  'sinceImagePushed',
  'sinceImagePulled',
  'sinceImageTransitioned',
];

/**
 * What is wrong with a lifecycle policy, or undefined.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export function lifecyclePolicyProblem(text: string): string | undefined {
  let policy: { rules?: unknown } | null;
  try {
    policy = JSON.parse(text) as { rules?: unknown } | null;
  } catch {
    return 'the policy is not valid JSON';
  }
  if (!Array.isArray(policy?.rules) || policy.rules.length === 0)
    return 'the policy must have at least one rule';
  const rules = policy.rules as LifecycleRule[];
  for (const rule of rules) {
    const problem = ruleProblem(rule);
    if (problem !== undefined) return `rule ${String(rule.rulePriority)}: ${problem}`;
  }
  const priorities = rules.map(({ rulePriority }) => rulePriority as number);
  if (new Set(priorities).size < priorities.length) return 'rulePriority must be unique among the rules';
  for (const status of ['untagged', 'any']) {
    const count = rules.filter(({ selection }) => selection?.tagStatus === status).length;
    if (count > 1) return `only one rule may have tagStatus ${status}`;
  }
  const any = rules.find(({ selection }) => selection?.tagStatus === 'any');
  if (any !== undefined && any.rulePriority !== Math.max(...priorities)) {
    return 'the rule with tagStatus any must have the highest rulePriority';
  }
  return undefined;
}

/** @throws AwsError InvalidParameterException for a policy that is not one */
export function requireLifecyclePolicy(text: string): void {
  const problem = lifecyclePolicyProblem(text);
  if (problem === undefined) return;
  throw invalidParameter(
    `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${problem}'`,
  );
}

function ruleProblem({ rulePriority, selection, action }: LifecycleRule): string | undefined {
  if (!Number.isInteger(rulePriority) || (rulePriority as number) < 1)
    return 'rulePriority must be an integer from 1';
  if (selection === undefined) return 'selection is required';
  const { tagStatus, tagPrefixList, tagPatternList, countType, countUnit, countNumber } = selection;
  if (!['tagged', 'untagged', 'any'].includes(tagStatus as string))
    return 'tagStatus must be tagged, untagged or any';
  const hasTags = [tagPrefixList, tagPatternList].some((list) => Array.isArray(list) && list.length > 0);
  if (tagStatus === 'tagged' && !hasTags)
    return 'tagPrefixList or tagPatternList is required with tagStatus tagged';
  if (tagStatus !== 'tagged' && hasTags)
    return 'tagPrefixList and tagPatternList are only allowed with tagStatus tagged';
  const wildcards = (Array.isArray(tagPatternList) ? tagPatternList : []) as string[];
  if (wildcards.some((pattern) => pattern.split('*').length > 5))
    return 'a tag pattern may have at most 4 wildcards';
  if (!countTypes.includes(countType)) return `countType must be one of ${countTypes.join(', ')}`;
  if (countType !== 'imageCountMoreThan' && countUnit !== 'days')
    return `countUnit days is required with countType ${String(countType)}`;
  if (!Number.isInteger(countNumber) || (countNumber as number) < 1)
    return 'countNumber must be an integer from 1';
  return ['expire', 'transition'].includes(action?.type as string) ? undefined : 'action.type must be expire';
}

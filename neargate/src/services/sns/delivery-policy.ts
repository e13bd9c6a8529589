import { isObject, parseJson } from '../events/json.ts';

/** How deliveries over HTTP are repeated. Delays are seconds. */
export interface HttpRetryPolicy {
  readonly minDelayTarget: number;
  readonly maxDelayTarget: number;
  readonly numRetries: number;
  readonly numNoDelayRetries: number;
  readonly numMinDelayRetries: number;
  readonly numMaxDelayRetries: number;
  readonly backoffFunction: 'arithmetic' | 'exponential' | 'geometric' | 'linear';
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
export const defaultRetryPolicy: HttpRetryPolicy = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  numMaxDelayRetries: 0,
  backoffFunction: 'linear',
};

type NumberName = Exclude<keyof HttpRetryPolicy, 'backoffFunction'>;

const bounds: Readonly<Record<NumberName, readonly [min: number, max: number]>> = {
  minDelayTarget: [1, 3600],
  maxDelayTarget: [1, 3600],
  numRetries: [0, 100],
  numNoDelayRetries: [0, 100],
  numMinDelayRetries: [0, 100],
  numMaxDelayRetries: [0, 100],
};
const backoffFunctions = ['arithmetic', 'exponential', 'geometric', 'linear'] as const;

/** What is wrong with the JSON text of a delivery policy; undefined when nothing is. */
export function deliveryPolicyProblem(text: string): string | undefined {
  const policy = parseJson(text);
  if (!isObject(policy)) return 'failed to parse JSON.';
  for (const retry of [healthyRetryOf(policy), defaultHealthyRetryOf(policy)]) {
    if (retry === undefined) continue;
    if (!isObject(retry)) return 'healthyRetryPolicy must be a JSON map';
    const problem = retryProblem(retry);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function retryProblem(retry: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, [min, max]] of Object.entries(bounds)) {
    const value = retry[name] ?? undefined;
    if (value === undefined) continue;
    if (!Number.isInteger(value) || Number(value) < min || Number(value) > max)
      return `healthyRetryPolicy.${name} must be between ${min} and ${max}`;
  }
  const merged = { ...defaultRetryPolicy, ...retry } as HttpRetryPolicy;
  const unknown = !backoffFunctions.includes(merged.backoffFunction);
  if (unknown) return `healthyRetryPolicy.backoffFunction must be one of ${backoffFunctions.join(', ')}`;
  if (merged.maxDelayTarget < merged.minDelayTarget)
    return 'healthyRetryPolicy.maxDelayTarget must be greater than or equal to minDelayTarget';
  const counted = merged.numNoDelayRetries + merged.numMinDelayRetries + merged.numMaxDelayRetries;
  return counted > merged.numRetries
    ? 'healthyRetryPolicy.numRetries must be greater than or equal to the total of the other retries'
    : undefined;
}

/** What holds for a subscription: its own policy, or its topic's where it has none or the topic's overrides it. */
export function effectiveRetryPolicy(
  topicPolicy: string | undefined,
  subscriptionPolicy: string | undefined,
): HttpRetryPolicy {
  const ofTopic = parseJson(topicPolicy ?? '');
  const ofSubscription = parseJson(subscriptionPolicy ?? '');
  const http = isObject(ofTopic) && isObject(ofTopic['http']) ? ofTopic['http'] : {};
  const own = isObject(ofSubscription) ? healthyRetryOf(ofSubscription) : undefined;
  const chosen =
    http['disableSubscriptionOverrides'] === true
      ? http['defaultHealthyRetryPolicy']
      : (own ?? http['defaultHealthyRetryPolicy']);
  if (!isObject(chosen)) return defaultRetryPolicy;
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== null));
  return { ...defaultRetryPolicy, ...given };
}

function healthyRetryOf(policy: Readonly<Record<string, unknown>>): unknown {
  return policy['healthyRetryPolicy'] ?? undefined;
}

function defaultHealthyRetryOf({ http }: Readonly<Record<string, unknown>>): unknown {
  return isObject(http) ? (http['defaultHealthyRetryPolicy'] ?? undefined) : undefined;
}

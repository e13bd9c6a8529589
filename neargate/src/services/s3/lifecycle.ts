import type { LifecycleRule, Transition } from '@aws-sdk/client-s3';
import { invalidArgument, invalidRequest, malformedXml } from './errors.ts';

/** A rule as it is kept: rows hold no Date, so that dates are texts. */
export type StoredLifecycleRule = Omit<LifecycleRule, 'Expiration' | 'Transitions'> & {
  readonly Expiration?: StoredExpiration | undefined;
  readonly Transitions?: readonly StoredTransition[] | undefined;
};

type StoredExpiration = Omit<NonNullable<LifecycleRule['Expiration']>, 'Date'> & {
  readonly Date?: string | undefined;
};
type StoredTransition = Omit<Transition, 'Date'> & { readonly Date?: string | undefined };

const maxRules = 1000;

const actions = [
  'Expiration',
  'Transitions',
  'NoncurrentVersionTransitions',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
] as const;

/**
 * The rules as they are kept, a rule without an id having got one. Throws for what S3 does not take.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
 */
export function storedLifecycleRules(
  rules: readonly LifecycleRule[] | undefined,
  newId: () => string,
): StoredLifecycleRule[] {
  if (rules === undefined || rules.length === 0 || rules.length > maxRules) throw malformedXml();
  const stored = rules.map((rule) => storedRule(rule, newId));
  const ids = new Set(stored.map(({ ID }) => ID));
  if (ids.size < stored.length) {
    throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule');
  }
  return stored;
}

/** The rules as the API answers them. */
export function describeLifecycleRules(rules: readonly StoredLifecycleRule[]): LifecycleRule[] {
  return rules.map(({ Expiration: expiration, Transitions: transitions, ...rule }) => ({
    ...rule,
    ...(expiration === undefined ? {} : { Expiration: withDate(expiration) }),
    ...(transitions === undefined ? {} : { Transitions: transitions.map(withDate) }),
  }));
}

function storedRule(rule: LifecycleRule, newId: () => string): StoredLifecycleRule {
  if (rule.Status !== 'Enabled' && rule.Status !== 'Disabled') throw malformedXml();
  if (rule.Filter !== undefined && rule.Prefix !== undefined) throw malformedXml();
  if (rule.ID !== undefined && rule.ID.length > 255) {
    throw invalidArgument('ID length should not exceed allowed limit of 255');
  }
  if (actions.every((action) => rule[action] === undefined)) {
    throw invalidRequest('At least one action needs to be specified in a rule');
  }
  const { Expiration: expiration, Transitions: transitions, ...rest } = rule;
  if (expiration?.Days !== undefined && expiration.Days <= 0) {
    throw invalidArgument("'Days' for Expiration action must be a positive integer");
  }
  return {
    ...rest,
    ID: rule.ID ?? newId(),
    ...(expiration === undefined ? {} : { Expiration: withoutDate(expiration) }),
    ...(transitions === undefined ? {} : { Transitions: transitions.map(withoutDate) }),
  };
}

function withoutDate<Action extends { Date?: Date | undefined }>({ Date: date, ...action }: Action) {
  return { ...action, ...(date === undefined ? {} : { Date: date.toISOString() }) };
}

function withDate<Action extends { readonly Date?: string | undefined }>({ Date: text, ...action }: Action) {
  return { ...action, ...(text === undefined ? {} : { Date: new Date(text) }) };
}

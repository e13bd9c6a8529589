import type { BlockList } from 'node:net';

/**
 * An event pattern, parsed. All fields and every group of alternatives must match.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export interface Pattern {
  readonly fields: ReadonlyMap<string, FieldPattern>;
  /** Each `$or` of the object: at least one of its patterns must match. */
  readonly alternatives: readonly (readonly Pattern[])[];
}

export type FieldPattern =
  | { readonly kind: 'object'; readonly pattern: Pattern }
  /** One of these must hold for the field's value, or for one element of it when it is a list. */
  | { readonly kind: 'leaf'; readonly matchers: readonly Matcher[] };

export type Matcher =
  | { readonly kind: 'exists'; readonly expected: boolean }
  | { readonly kind: 'equals'; readonly value: string | number | boolean | null }
  | { readonly kind: 'text'; readonly test: TextTest }
  /** The value is a text and none of these tests hold. */
  | { readonly kind: 'no-text'; readonly tests: readonly TextTest[] }
  /** The value is none of these. */
  | { readonly kind: 'none-of'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'numeric'; readonly bounds: readonly NumericBound[] }
  | { readonly kind: 'cidr'; readonly network: BlockList };

export type TextTest =
  | { readonly kind: 'prefix' | 'suffix'; readonly text: string; readonly ignoreCase: boolean }
  | { readonly kind: 'equals-ignore-case'; readonly text: string }
  | { readonly kind: 'wildcard'; readonly expression: RegExp };

export type NumericOperator = '=' | '<' | '<=' | '>' | '>=';

export interface NumericBound {
  readonly operator: NumericOperator;
  readonly value: number;
}

import type { Span } from './source.ts';
import type { Value } from './values.ts';

/** The content of a file or of a block, in source order. A name may occur once among attributes. */
export interface Body {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly blocks: readonly Block[];
  readonly span: Span;
  /** Where a missing argument is reported: the opening brace, or the only argument of a block on one line. */
  readonly missingItemSpan: Span;
}

/** `name = expression` */
export interface Attribute {
  readonly name: string;
  readonly expression: Expression;
  readonly nameSpan: Span;
  /** From the name to the end of the expression. */
  readonly span: Span;
}

/** `type "label" "label" { ... }` */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  readonly typeSpan: Span;
  readonly labelSpans: readonly Span[];
  /** The header: from the type to the last label. What a diagnostic about the whole block points at. */
  readonly headerSpan: Span;
  readonly span: Span;
}

export type Expression =
  | LiteralExpression
  | TemplateExpression
  | TemplateWrapExpression
  | VariableExpression
  | AttributeAccessExpression
  | IndexExpression
  | SplatExpression
  | SplatItemExpression
  | FunctionCallExpression
  | ConditionalExpression
  | BinaryExpression
  | UnaryExpression
  | ParenthesesExpression
  | TupleExpression
  | ObjectExpression
  | ForExpression
  | TemplateForExpression;

/** A number, `true`, `false`, `null`, or a string without interpolation. */
export interface LiteralExpression {
  readonly kind: 'literal';
  readonly value: Value;
  readonly span: Span;
}

/** A quoted or heredoc template with more than one part: the parts are converted to strings and joined. */
export interface TemplateExpression {
  readonly kind: 'template';
  readonly parts: readonly Expression[];
  readonly span: Span;
}

/** `"${expression}"`: exactly one interpolation, which keeps the expression's own type. */
export interface TemplateWrapExpression {
  readonly kind: 'template-wrap';
  readonly expression: Expression;
  readonly span: Span;
}

/** The root name of a traversal, such as `var` in `var.name`. */
export interface VariableExpression {
  readonly kind: 'variable';
  readonly name: string;
  readonly span: Span;
}

/** `object.name` */
export interface AttributeAccessExpression {
  readonly kind: 'attribute-access';
  readonly object: Expression;
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
}

/** `collection[key]`, and the legacy `collection.0`. */
export interface IndexExpression {
  readonly kind: 'index';
  readonly collection: Expression;
  readonly key: Expression;
  /** From the opening to the closing bracket. */
  readonly keySpan: Span;
  readonly span: Span;
}

/** `source[*].a` (full) and `source.*.a` (attribute-only): `each` is evaluated per element, over its `splat-item`. */
export interface SplatExpression {
  readonly kind: 'splat';
  readonly source: Expression;
  readonly each: Expression;
  readonly item: SplatItemExpression;
  readonly markerSpan: Span;
  readonly span: Span;
}

/** The element a splat is at. Only inside the splat's `each`. */
export interface SplatItemExpression {
  readonly kind: 'splat-item';
  readonly span: Span;
}

export interface FunctionCallExpression {
  readonly kind: 'call';
  /** The name, with its namespace when written, as in `provider::aws::arn_parse`. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expression[];
  /** Whether the last argument is followed by `...`. */
  readonly expandFinal: boolean;
  readonly span: Span;
}

export interface ConditionalExpression {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
  readonly span: Span;
}

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||';

export interface BinaryExpression {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

export interface UnaryExpression {
  readonly kind: 'unary';
  readonly operator: '-' | '!';
  readonly operand: Expression;
  readonly span: Span;
}

export interface ParenthesesExpression {
  readonly kind: 'parentheses';
  readonly expression: Expression;
  readonly span: Span;
}

export interface TupleExpression {
  readonly kind: 'tuple';
  readonly elements: readonly Expression[];
  readonly span: Span;
}

/** One `key = value` of an object constructor. */
export interface ObjectItem {
  readonly key: Expression;
  /** The key written as a bare name, which stands for itself and is no reference. */
  readonly bareKey: string | undefined;
  readonly value: Expression;
}

export interface ObjectExpression {
  readonly kind: 'object';
  readonly items: readonly ObjectItem[];
  readonly span: Span;
}

/** `[for k, v in c: e if f]` when `key` is undefined, else `{for k, v in c: key => value... if f}`. */
export interface ForExpression {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  readonly key: Expression | undefined;
  readonly value: Expression;
  readonly condition: Expression | undefined;
  /** Whether `...` groups values of equal keys. */
  readonly grouping: boolean;
  readonly span: Span;
}

/** `%{ for k, v in c }...%{ endfor }`: the body's results are joined. */
export interface TemplateForExpression {
  readonly kind: 'template-for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  readonly body: Expression;
  readonly span: Span;
}

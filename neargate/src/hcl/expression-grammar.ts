import type { Expression } from './ast.ts';
import type { TokenStream } from './token-stream.ts';

/** Parses any expression. Given to the parts of the grammar that contain expressions, so that they need not import the whole. */
export type ExpressionParser = (stream: TokenStream) => Expression;

import type { Diagnostic } from '../core/diagnostics.ts';
import type { Body, Expression } from './ast.ts';

/** Parses a configuration file. What could be understood is in the body even when there are errors. */
export function parseConfig(_source: string, _fileName: string): { body: Body; diagnostics: Diagnostic[] } {
  throw new Error('not written yet');
}

/** Parses one expression, such as the value of a `-var` option. Undefined when it cannot be understood. */
export function parseExpression(
  _source: string,
  _fileName: string,
): { expression: Expression | undefined; diagnostics: Diagnostic[] } {
  throw new Error('not written yet');
}

/** Parses a whole text as a template, as `templatefile` does. */
export function parseTemplate(
  _source: string,
  _fileName: string,
): { expression: Expression | undefined; diagnostics: Diagnostic[] } {
  throw new Error('not written yet');
}

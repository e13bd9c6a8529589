import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { Attribute } from '../../hcl/ast.ts';
import { toSourceRange } from '../../hcl/source.ts';
import type { Repetition } from './module-configuration.ts';

/** Reads `count` or `for_each` among a block's arguments; both together are an error. */
export function readRepetition(
  attributes: ReadonlyMap<string, Attribute>,
  diagnostics: Diagnostic[],
): Repetition | undefined {
  const count = attributes.get('count');
  const forEach = attributes.get('for_each');
  if (count !== undefined && forEach !== undefined) {
    diagnostics.push(
      errorDiagnostic(
        'Invalid combination of "count" and "for_each"',
        'The "count" and "for_each" meta-arguments are mutually-exclusive, only one should be used to be explicit about the number of resources to be created.',
        toSourceRange(forEach.nameSpan),
      ),
    );
  }
  if (forEach !== undefined) return { kind: 'for_each', expression: forEach.expression };
  return count === undefined ? undefined : { kind: 'count', expression: count.expression };
}

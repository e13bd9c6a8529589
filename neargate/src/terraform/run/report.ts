import type { Diagnostic } from '../../core/diagnostics.ts';
import { hasErrors } from '../../core/diagnostics.ts';
import { renderDiagnostic } from '../../hcl/diagnostic-rendering.ts';

/** Where a run's text goes. */
export interface Output {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  emit(line: { readonly kind: 'text' | 'error'; readonly text: string }): void;
}

/** Shows each diagnostic once: errors as errors, warnings among the other text. Returns whether there are errors. */
export function report(
  output: Output,
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
): boolean {
  const shown = new Set<string>();
  for (const diagnostic of diagnostics) {
    const { severity, summary, detail, subject, address } = diagnostic;
    // Instances of one block have its errors in common.
    const key = JSON.stringify([severity, summary, detail, subject, address]);
    if (shown.has(key)) continue;
    shown.add(key);
    const text = renderDiagnostic(diagnostic, (file) => sources.get(file), output);
    output.emit({ kind: severity === 'error' ? 'error' : 'text', text });
  }
  return hasErrors(diagnostics);
}

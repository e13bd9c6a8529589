import type { Diagnostic } from '../core/diagnostics.ts';

export interface RenderingOptions {
  readonly color: boolean;
  /** Columns to wrap text to. */
  readonly width: number;
}

/** Renders a diagnostic as Terraform does: a box with the place, the source line with the culprit underlined, the detail. */
export function renderDiagnostic(
  _diagnostic: Diagnostic,
  _sources: (file: string) => string | undefined,
  _options: RenderingOptions,
): string {
  throw new Error('not written yet');
}

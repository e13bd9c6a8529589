/** A place in a source file. Lines and columns count from 1 (columns in Unicode code points), offsets from 0 in UTF-16 units. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export interface SourceRange {
  readonly file: string;
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}

/**
 * A problem in what the user wrote, said in Terraform's manner: a terse constant summary and a full-sentence detail.
 * Diagnostics are collected, not thrown, so that one run reports several.
 */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  /** What the caret points at. */
  readonly subject?: SourceRange;
  /** The wider construct around the subject. */
  readonly context?: SourceRange;
  /** The address the problem belongs to, such as `aws_lb.main` or `module.network`. */
  readonly address?: string;
}

export function errorDiagnostic(summary: string, detail: string, subject?: SourceRange): Diagnostic {
  return subject === undefined
    ? { severity: 'error', summary, detail }
    : { severity: 'error', summary, detail, subject };
}

export function warningDiagnostic(summary: string, detail: string, subject?: SourceRange): Diagnostic {
  return subject === undefined
    ? { severity: 'warning', summary, detail }
    : { severity: 'warning', summary, detail, subject };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { PlainObject } from '../../terraform/provider.ts';
import { textOf } from '../arguments.ts';

/** Findings about arguments whose text has to be JSON, with the plugin SDK's words. */
export function jsonProblems(config: PlainObject, ...names: readonly string[]): Diagnostic[] {
  return names.flatMap((name) => {
    const written = textOf(config, name);
    const problem = written === undefined ? undefined : parseProblem(written);
    return problem === undefined
      ? []
      : [errorDiagnostic(`"${name}" contains an invalid JSON: ${problem}`, '')];
  });
}

/** The same for policies, which have to be a JSON object. */
export function policyProblems(config: PlainObject, ...names: readonly string[]): Diagnostic[] {
  return names.flatMap((name) => {
    const written = textOf(config, name);
    if (written === undefined) return [];
    const problem =
      parseProblem(written) ??
      (written.trimStart().startsWith('{') ? undefined : 'contains a document that is not a JSON object');
    return problem === undefined
      ? []
      : [errorDiagnostic(`"${name}" contains an invalid JSON policy: ${problem}`, '')];
  });
}

function parseProblem(written: string): string | undefined {
  try {
    JSON.parse(written);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { Body } from '../../hcl/ast.ts';
import { parseConfig } from '../../hcl/parser.ts';

/** The parsed files of one module directory; override files apart, as they are merged into what the others declare. */
export interface ModuleFiles {
  readonly primary: readonly Body[];
  readonly overrides: readonly Body[];
}

/** Source texts by the file name that diagnostics show, for their snippets. */
export type SourceTexts = Map<string, string>;

/**
 * Reads and parses the `*.tf` files of a directory in the order of their names. Undefined when the directory cannot be read.
 * They are few and small: waiting for each costs more processor time than reading them at once.
 *
 * @param shownDirectory The directory as file names in diagnostics begin with it; `.` for none.
 */
export function readModuleFiles(
  directory: string,
  shownDirectory: string,
  sources: SourceTexts,
  diagnostics: Diagnostic[],
): ModuleFiles | undefined {
  let names: string[];
  try {
    names = readdirSync(directory).toSorted();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const primary: Body[] = [];
  const overrides: Body[] = [];
  const configured = names.filter(
    (name) => !name.startsWith('.') && !name.endsWith('~') && !/^#.*#$/.test(name),
  );
  for (const name of configured) {
    const shown = shownDirectory === '.' ? name : path.posix.join(shownDirectory, name);
    if (name.endsWith('.tf.json')) {
      diagnostics.push(
        errorDiagnostic(
          'JSON configuration is not supported',
          `Neargate reads Terraform's native syntax only; ${shown} is in the JSON syntax. Rewrite it as a .tf file.`,
        ),
      );
    }
    if (!name.endsWith('.tf')) continue;
    const text = readSource(path.join(directory, name), name, diagnostics);
    if (text === undefined) continue;
    sources.set(shown, text);
    const parsed = parseConfig(text, shown);
    diagnostics.push(...parsed.diagnostics);
    (name === 'override.tf' || name.endsWith('_override.tf') ? overrides : primary).push(parsed.body);
  }
  return { primary, overrides };
}

function readSource(file: string, name: string, diagnostics: Diagnostic[]): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    diagnostics.push(
      errorDiagnostic('Failed to read file', `The file "${name}" could not be read: ${error.message}.`),
    );
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

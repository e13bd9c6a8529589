import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic, SourceRange } from '../../core/diagnostics.ts';
import { errorDiagnostic, warningDiagnostic } from '../../core/diagnostics.ts';
import { evaluate } from '../../hcl/evaluation.ts';
import { fromPlain } from '../../hcl/json.ts';
import { parseConfig } from '../../hcl/parser.ts';
import { variableScope } from '../../hcl/scope.ts';
import { toSourceRange } from '../../hcl/source.ts';
import type { Value } from '../../hcl/values.ts';
import type { VariableConfiguration } from '../configuration/module-configuration.ts';

/** A value for an input variable as it was given, before the variable's type is known to fit. */
export type GivenValue =
  /** Text of -var or the environment: what it means depends on the variable's type. */
  | { readonly kind: 'text'; readonly text: string; readonly origin: string }
  | {
      readonly kind: 'value';
      readonly value: Value;
      readonly origin: string;
      readonly subject?: SourceRange;
    };

export interface VariableSources {
  /** -var and -var-file in the order of the command line. */
  readonly variables: readonly { readonly kind: 'value' | 'file'; readonly text: string }[];
  /** Environment variables; those that begin with `TF_VAR_` count. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Collects the values given for the root module's variables; a later source wins: the environment, terraform.tfvars,
 * terraform.tfvars.json, `*.auto.tfvars` in the order of their names, -var and -var-file.
 * https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
 */
export async function givenValues(
  directory: string,
  request: VariableSources,
  declared: ReadonlyMap<string, VariableConfiguration>,
  sources: Map<string, string>,
  diagnostics: Diagnostic[],
): Promise<ReadonlyMap<string, GivenValue>> {
  const given = new Map<string, GivenValue>();
  for (const [name, text] of Object.entries(request.environment)) {
    if (!name.startsWith('TF_VAR_')) continue;
    const variable = name.slice('TF_VAR_'.length);
    if (declared.has(variable)) given.set(variable, { kind: 'text', text, origin: name });
  }
  const reader = { directory, declared, given, sources, diagnostics };
  for (const file of await automaticFiles(directory))
    await readVariablesFile(path.join(directory, file), reader);
  for (const { kind, text } of request.variables) {
    if (kind === 'file') await readVariablesFile(path.resolve(directory, text), reader);
    else readOption(text, reader);
  }
  return given;
}

interface Reader {
  readonly directory: string;
  readonly declared: ReadonlyMap<string, VariableConfiguration>;
  readonly given: Map<string, GivenValue>;
  readonly sources: Map<string, string>;
  readonly diagnostics: Diagnostic[];
}

async function automaticFiles(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory)).toSorted();
  const fixed = ['terraform.tfvars', 'terraform.tfvars.json'].filter((name) => names.includes(name));
  return [...fixed, ...names.filter((name) => /\.auto\.tfvars(\.json)?$/.test(name))];
}

function readOption(text: string, { declared, given, diagnostics }: Reader): void {
  const equals = text.indexOf('=');
  if (equals === -1) {
    diagnostics.push(
      errorDiagnostic(
        'Invalid -var option',
        `The given -var option "${text}" is not correctly specified. Must be a variable name and value separated by an equals sign, like -var="key=value".`,
      ),
    );
    return;
  }
  const name = text.slice(0, equals).trim();
  if (declared.has(name)) {
    given.set(name, { kind: 'text', text: text.slice(equals + 1), origin: `-var ${name}` });
    return;
  }
  diagnostics.push(
    errorDiagnostic(
      'Value for undeclared variable',
      `A variable named "${name}" was assigned on the command line, but the root module does not declare a variable of that name. To use this value, add a "variable" block to the configuration.`,
    ),
  );
}

async function readVariablesFile(file: string, reader: Reader): Promise<void> {
  const { directory, diagnostics } = reader;
  const relative = path.relative(directory, file);
  const shown = relative.startsWith('..') ? file : relative;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    diagnostics.push(
      errorDiagnostic(
        'Failed to read variables file',
        error.code === 'ENOENT'
          ? `Given variables file ${shown} does not exist.`
          : `Given variables file ${shown} cannot be read: ${error.message}.`,
      ),
    );
    return;
  }
  reader.sources.set(shown, text);
  if (shown.endsWith('.json')) readJson(text, shown, reader);
  else readNative(text, shown, reader);
}

function readNative(text: string, file: string, reader: Reader): void {
  const { body, diagnostics } = parseConfig(text, file);
  reader.diagnostics.push(...diagnostics);
  for (const block of body.blocks) {
    reader.diagnostics.push(
      errorDiagnostic(
        'Unexpected "' + block.type + '" block',
        `Blocks are not allowed here. A variables file assigns values to variables that are declared in the configuration's .tf files.`,
        toSourceRange(block.headerSpan),
      ),
    );
  }
  for (const attribute of body.attributes.values()) {
    const subject = toSourceRange(attribute.span);
    if (isUndeclared(attribute.name, file, reader)) continue;
    const evaluated = evaluate(attribute.expression, variableScope(new Map()));
    reader.diagnostics.push(...evaluated.diagnostics);
    reader.given.set(attribute.name, { kind: 'value', value: evaluated.value, origin: file, subject });
  }
}

function readJson(text: string, file: string, reader: Reader): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    reader.diagnostics.push(
      errorDiagnostic('Invalid JSON', `The variables file ${file} is not valid JSON: ${reason}.`),
    );
    return;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    reader.diagnostics.push(
      errorDiagnostic(
        'Invalid JSON',
        `The variables file ${file} must hold an object, with a property for each variable.`,
      ),
    );
    return;
  }
  for (const [name, value] of Object.entries(parsed)) {
    if (!isUndeclared(name, file, reader)) {
      reader.given.set(name, { kind: 'value', value: fromPlain(value), origin: file });
    }
  }
}

function isUndeclared(name: string, file: string, { declared, diagnostics }: Reader): boolean {
  if (declared.has(name)) return false;
  diagnostics.push(
    warningDiagnostic(
      'Value for undeclared variable',
      `The root module does not declare a variable named "${name}" but a value was found in file "${file}". If you meant to use this value, add a "variable" block to the configuration.\n\nTo silence these warnings, use TF_VAR_... environment variables to provide certain "global" settings to all configurations in your organization. To reduce the verbosity of these warnings, use the -compact-warnings option.`,
    ),
  );
  return true;
}

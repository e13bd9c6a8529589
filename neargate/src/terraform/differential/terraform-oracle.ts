import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Corpus, Json, Outcome } from './corpus.ts';
import type { Program, ProgramError } from './programs.ts';
import { placeText, sortErrors, writeProgram } from './programs.ts';
import { parseKeepingDigits, preludeDirectory, writeKeepingDigits } from './corpus.ts';

/** The version of the `terraform` on the PATH, or undefined when there is none. */
export function terraformVersionOnPath(): string | undefined {
  const { status, stdout } = spawnSync('terraform', ['version', '-json'], {
    env: oracleEnvironment(),
    encoding: 'utf8',
  });
  if (status !== 0) return undefined;
  const { terraform_version: version } = JSON.parse(stdout) as { terraform_version?: string };
  return version;
}

/** A function of Terraform with the names of its parameters, a variadic one with `...`. */
export interface FunctionRecord {
  readonly name: string;
  readonly parameters: readonly string[];
}

export function askTerraformForFunctions(): FunctionRecord[] {
  const text = execFileSync('terraform', ['metadata', 'functions', '-json'], {
    env: oracleEnvironment(),
    encoding: 'utf8',
  });
  const signatures = asObject(asObject(JSON.parse(text) as Json)['function_signatures']);
  return Object.entries(signatures).map(([name, signature]) => {
    const { parameters, variadic_parameter: variadic } = asObject(signature);
    const list = Array.isArray(parameters) ? (parameters as readonly Json[]) : [];
    const names = list.map((parameter) => textOf(asObject(parameter)['name']));
    const more = variadic === undefined ? [] : [`${textOf(asObject(variadic)['name'])}...`];
    return { name, parameters: [...names, ...more] };
  });
}

/**
 * Has Terraform evaluate expressions, each as an output of its own. Terraform stops when any of them fails, so those that
 * failed are taken out and the rest is tried again.
 */
export function askTerraform(directory: string, corpus: Corpus): Outcome[] {
  const outcomes = new Map<number, Outcome>();
  const work = mkdtempSync(path.join(tmpdir(), 'neargate-oracle-'));
  try {
    cpSync(path.join(directory, 'fixtures'), path.join(work, 'fixtures'), { recursive: true });
    cpSync(path.join(preludeDirectory(directory, corpus), 'prelude.tf'), path.join(work, 'prelude.tf'));
    corpus.expressions.forEach((expression, index) => {
      writeFileSync(path.join(work, `e${index}.tf`), outputBlock(`e${index}`, expression));
    });
    for (;;) {
      const { failures, succeeded } = corpus.planned ? planOnce(work) : applyOnce(work);
      for (const [name, outcome] of succeeded) outcomes.set(Number(name.slice(1)), outcome);
      if (failures.size === 0) break;
      for (const [name, failure] of failures) {
        outcomes.set(Number(name.slice(1)), { failure });
        rmSync(path.join(work, `${name}.tf`));
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return corpus.expressions.map((expression, index) => {
    const outcome = outcomes.get(index);
    if (outcome === undefined) throw new Error(`Terraform said nothing about ${expression}`);
    return outcome;
  });
}

/** The value is wrapped in an object, because an output that is null would be left out. */
export function outputBlock(name: string, expression: string): string {
  return `output "${name}" {\n  value = { v = ${expression}\n  }\n}\n`;
}

/** What `terraform validate` says about a program. */
export function askTerraformToValidate(program: Program): ProgramError[] {
  const work = mkdtempSync(path.join(tmpdir(), 'neargate-oracle-'));
  try {
    writeProgram(program, work);
    const options = { cwd: work, env: oracleEnvironment(), encoding: 'utf8', maxBuffer: 1 << 28 } as const;
    // Modules have to be installed first; what is wrong with them is then said by `init`, but only as text.
    if (program.files.size > 1) spawnSync('terraform', ['init', '-backend=false'], options);
    const { diagnostics } = asObject(
      JSON.parse(spawnSync('terraform', ['validate', '-json'], options).stdout) as Json,
    );
    const list = Array.isArray(diagnostics) ? (diagnostics as readonly Json[]) : [];
    return sortErrors(
      list
        .map(asObject)
        .filter(({ severity }) => severity === 'error')
        .map(readError),
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function readError({ summary, detail, range }: { readonly [name: string]: Json }): ProgramError {
  const { filename, start, end } = asObject(range);
  const [from, to] = [asObject(start), asObject(end)];
  const place =
    filename === undefined
      ? ''
      : placeText(
          textOf(filename),
          Number(from['line']),
          Number(from['column']),
          Number(to['line']),
          Number(to['column']),
        );
  return { summary: textOf(summary), detail: textOf(detail), place };
}

interface Round {
  readonly failures: ReadonlyMap<string, { summary: string; detail: string }>;
  readonly succeeded: ReadonlyMap<string, Outcome>;
}

function applyOnce(work: string): Round {
  const lines = run(work, [
    'apply',
    '-auto-approve',
    '-json',
    '-state=/dev/null',
    `-state-out=${path.join(work, 'out.tfstate')}`,
  ]);
  const outputs = lines.findLast((line) => line['type'] === 'outputs')?.['outputs'];
  const succeeded = new Map<string, Outcome>();
  for (const [name, output] of Object.entries(asObject(outputs))) {
    const { type, value } = asObject(output);
    succeeded.set(name, { type: wrappedType(type), json: wrappedJson(value) });
  }
  return { failures: failuresOf(lines), succeeded };
}

function planOnce(work: string): Round {
  const planFile = path.join(work, 'plan');
  const failures = failuresOf(run(work, ['plan', '-json', `-out=${planFile}`]));
  const succeeded = new Map<string, Outcome>();
  if (failures.size > 0) return { failures, succeeded };
  const text = execFileSync('terraform', ['show', '-json', planFile], {
    cwd: work,
    env: oracleEnvironment(),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const plan = asObject(parseKeepingDigits(text));
  const planned = asObject(asObject(plan['planned_values'])['outputs']);
  for (const [name, change] of Object.entries(asObject(plan['output_changes']))) {
    const { after, after_unknown: unknown = false } = asObject(change);
    succeeded.set(name, {
      type: wrappedType(asObject(planned[name])['type']),
      json: after === undefined ? 'null' : wrappedJson(after),
      unknown: asObject(unknown)['v'] ?? unknown,
    });
  }
  return { failures, succeeded };
}

function run(work: string, args: readonly string[]): { readonly [name: string]: Json }[] {
  const { stdout } = spawnSync('terraform', args, {
    cwd: work,
    env: oracleEnvironment(),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{"@level"'))
    .map((line) => asObject(parseKeepingDigits(line)));
}

function failuresOf(
  lines: readonly { readonly [name: string]: Json }[],
): Map<string, { summary: string; detail: string }> {
  const failures = new Map<string, { summary: string; detail: string }>();
  const others: string[] = [];
  for (const line of lines) {
    const { severity, summary, detail, range } = asObject(line['diagnostic']);
    if (severity !== 'error') continue;
    // A value that cannot be written into the state, such as infinity, is named in the text only.
    const inFile = /^(e\d+)\.tf$/.exec(textOf(asObject(range)['filename']))?.[1];
    const inText = [...textOf(detail).matchAll(/output (?:value )?"(e\d+)"/g)].flatMap(
      ([, name]) => name ?? [],
    );
    const names = inFile === undefined ? inText : [inFile];
    if (names.length === 0) others.push(`${textOf(summary)}: ${textOf(detail)}`);
    for (const name of names) {
      if (!failures.has(name)) failures.set(name, { summary: textOf(summary), detail: textOf(detail) });
    }
  }
  if (failures.size === 0 && others.length > 0) throw new Error(`Terraform: ${others.join('\n')}`);
  return failures;
}

function wrappedType(type: Json | undefined): Json {
  const attributes = Array.isArray(type) ? (type as readonly Json[])[1] : undefined;
  return asObject(attributes)['v'] ?? null;
}

function wrappedJson(value: Json | undefined): string {
  return writeKeepingDigits(asObject(value)['v'] ?? null);
}

/** A text that may be missing. */
function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function asObject(value: Json | undefined): { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [name: string]: Json })
    : {};
}

/** Terraform without what the user configured for it. */
function oracleEnvironment(): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: _, ...environment } = process.env;
  return { ...environment, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
}

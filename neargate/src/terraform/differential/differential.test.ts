import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Outcome, Recorded } from './corpus.ts';
import { preludeDirectory, readCorpora, readRecords, recordingFile } from './corpus.ts';
import { terraformFunctions } from '../functions/functions.ts';
import { differentExpressions, differentPrograms, isForeignText } from './known-differences.ts';
import { ownEvaluation } from './own-evaluation.ts';
import { validateProgram } from './own-validation.ts';
import type { ProgramError } from './programs.ts';
import { splitPrograms } from './programs.ts';
import type { FunctionRecord } from './terraform-oracle.ts';
import {
  askTerraform,
  askTerraformForFunctions,
  askTerraformToValidate,
  terraformVersionOnPath,
} from './terraform-oracle.ts';

const directory = fileURLToPath(new URL('.', import.meta.url));
const recordedVersion = '1.11.4';
const version = terraformVersionOnPath();
const absence =
  version === undefined
    ? ' (skipped: no terraform on the PATH)'
    : version === recordedVersion
      ? ''
      : ` (skipped: the recordings are of Terraform ${recordedVersion}, this is ${version})`;
const remake = 'build/record-expressions.mjs makes it';

/** What has to agree: of a failure whose text is not Terraform's own, only that it is one. */
function comparable(outcome: Outcome): unknown {
  return 'failure' in outcome && isForeignText(outcome.failure.detail) ? 'some failure' : outcome;
}

function agrees(own: Outcome, theirs: Outcome): boolean {
  if (comparable(theirs) === 'some failure') return 'failure' in own;
  return JSON.stringify(own) === JSON.stringify(theirs);
}

function outcomeOf(recorded: Recorded): Outcome {
  if ('failure' in recorded) return { failure: recorded.failure };
  const { type, json, unknown } = recorded;
  return { type, json, ...(unknown === undefined ? {} : { unknown }) };
}

describe.each(readCorpora(directory))('expressions: $name', (corpus) => {
  const recorded = readRecords<Recorded>(recordingFile(directory, corpus));

  it(`has a recording of every expression (${remake})`, () => {
    expect(recorded.map(({ expression }) => expression)).toEqual(corpus.expressions);
  });

  it('evaluates as Terraform: type, value and unknown parts, or the same failure', async () => {
    const own = await ownEvaluation(directory, preludeDirectory(directory, corpus), corpus.planned);
    const differing = recorded.flatMap((each, index) => {
      const { expression } = each;
      const outcome = own.evaluate(`e${index}`, expression);
      const terraform = outcomeOf(each);
      return agrees(outcome, terraform) ? [] : [{ expression, terraform, neargate: outcome }];
    });
    expect(differing.filter(({ expression }) => !differentExpressions.has(expression))).toEqual([]);
    const listed = corpus.expressions.filter((expression) => differentExpressions.has(expression));
    expect(differing.map(({ expression }) => expression)).toEqual(listed);
  });

  it.skipIf(absence !== '')(`is recorded as Terraform says now${absence}`, () => {
    const now = askTerraform(directory, corpus).map(comparable);
    expect(now).toEqual(recorded.map((each) => comparable(outcomeOf(each))));
  });
});

describe('functions', () => {
  const recorded = readRecords<FunctionRecord>(path.join(directory, 'recorded-functions.jsonl'));
  const own = terraformFunctions({
    baseDirectory: directory,
    now: () => 0,
    planTimestampMs: 0,
    impureUnknown: false,
  });

  it('are all there, with the parameters that Terraform names', () => {
    const here = recorded.map(({ name, parameters }) => {
      const definition = own.get(name);
      if (definition === undefined) return { name, parameters: undefined };
      // Those that decide themselves what to evaluate declare no parameters.
      if ('lazy' in definition) return { name, parameters };
      const variadic = definition.variadic === undefined ? [] : [`${definition.variadic.name}...`];
      return { name, parameters: [...definition.params.map((parameter) => parameter.name), ...variadic] };
    });
    expect(here).toEqual(recorded);
  });

  it('are each in the corpus', () => {
    const text = readCorpora(directory)
      .flatMap(({ expressions }) => expressions)
      .join('\n');
    const names = recorded.map(({ name }) => name).filter((name) => !name.includes('::'));
    expect(names.filter((name) => !text.includes(`${name}(`))).toEqual([]);
  });

  it.skipIf(absence !== '')(`are recorded as Terraform says now${absence}`, () => {
    expect(askTerraformForFunctions()).toEqual(recorded);
  });
});

describe('wrong programs', () => {
  const programs = splitPrograms(readFileSync(path.join(directory, 'programs.txt'), 'utf8'));
  const recorded = readRecords<{ readonly name: string; readonly errors: readonly ProgramError[] }>(
    path.join(directory, 'recorded-programs.jsonl'),
  );
  const recordedErrors = new Map(recorded.map(({ name, errors }) => [name, errors]));
  const key = (error: ProgramError) => JSON.stringify(error);

  it(`has a recording of every program (${remake})`, () => {
    expect(recorded.map(({ name }) => name)).toEqual(programs.map(({ name }) => name));
  });

  // Terraform also reports what follows from an error, such as an expression that is missing where a character is invalid.
  it.each(programs)('$name: errors that Terraform gives, at the same place', async (program) => {
    const terraform = recordedErrors.get(program.name) ?? [];
    const own = await validateProgram(program);
    const isSame =
      own.length > 0 === terraform.length > 0 &&
      own.every((error) => terraform.some((other) => key(other) === key(error)));
    if (differentPrograms.has(program.name)) {
      expect(isSame).toBe(false);
      expect(own.length).toBeGreaterThan(0);
    } else if (!isSame) {
      expect(own).toEqual(terraform);
    }
  });

  it.skipIf(absence !== '')(`are recorded as Terraform says now${absence}`, { timeout: 120_000 }, () => {
    // One in five, as each is a run of its own.
    for (const program of programs.filter((_, index) => index % 5 === 0)) {
      const now = askTerraformToValidate(program);
      if (differentPrograms.get(program.name)?.includes('no certain order') === true) continue;
      expect({ name: program.name, errors: now }).toEqual({
        name: program.name,
        errors: recordedErrors.get(program.name),
      });
    }
  });
});

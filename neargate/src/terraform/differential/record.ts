import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCorpora, recordingFile } from './corpus.ts';
import { splitPrograms } from './programs.ts';
import { askTerraform, askTerraformToValidate } from './terraform-oracle.ts';

// Run by build/record-expressions.mjs: asks the `terraform` on the PATH about every expression and keeps its answers.
const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: record DIRECTORY');
for (const corpus of readCorpora(path.resolve(directory))) {
  const outcomes = askTerraform(directory, corpus);
  const recorded = corpus.expressions.map((expression, index) => ({ expression, ...outcomes[index] }));
  const lines = recorded.map((each) => `  ${JSON.stringify(each)}`);
  writeFileSync(recordingFile(directory, corpus), `[\n${lines.join(',\n')}\n]\n`);
  process.stdout.write(`${corpus.name}: ${recorded.length}\n`);
}

const programs = splitPrograms(readFileSync(path.join(directory, 'programs.txt'), 'utf8'));
const validated = programs.map((program) => ({
  name: program.name,
  errors: askTerraformToValidate(program),
}));
writeFileSync(path.join(directory, 'recorded-programs.json'), `${JSON.stringify(validated, undefined, 2)}\n`);
process.stdout.write(`programs: ${validated.length}\n`);

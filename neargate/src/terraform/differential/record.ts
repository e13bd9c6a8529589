import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readCorpora, recordingFile, writeRecords } from './corpus.ts';
import { splitPrograms } from './programs.ts';
import { askTerraform, askTerraformForFunctions, askTerraformToValidate } from './terraform-oracle.ts';

// Run by build/record-expressions.mjs: asks the `terraform` on the PATH about everything and keeps its answers.
const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: record DIRECTORY');
const say = (what: string, count: number) => process.stdout.write(`${what}: ${count}\n`);

for (const corpus of readCorpora(path.resolve(directory))) {
  const outcomes = askTerraform(directory, corpus);
  const records = corpus.expressions.map((expression, index) => ({ expression, ...outcomes[index] }));
  writeRecords(recordingFile(directory, corpus), records);
  say(corpus.name, records.length);
}

const programs = splitPrograms(readFileSync(path.join(directory, 'programs.txt'), 'utf8')).map((program) => ({
  name: program.name,
  errors: askTerraformToValidate(program),
}));
writeRecords(path.join(directory, 'recorded-programs.jsonl'), programs);
say('programs', programs.length);

const functions = askTerraformForFunctions();
writeRecords(path.join(directory, 'recorded-functions.jsonl'), functions);
say('functions', functions.length);

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Expressions that are compared with Terraform's evaluation. */
export interface Corpus {
  readonly name: string;
  readonly expressions: readonly string[];
  /** Whether they are about unknown values, and so are compared as planned instead of as applied. */
  readonly planned: boolean;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What Terraform makes of an expression: its type and value, or why it fails. */
export type Outcome =
  | {
      /** Terraform's JSON form of the type; null when it is not known. */
      readonly type: Json;
      /** The value as JSON text, which keeps the digits of big numbers; unknown parts are null. */
      readonly json: string;
      /** Which parts of the value are unknown, as in `after_unknown` of a plan; only in planned corpora. */
      readonly unknown?: Json;
    }
  | { readonly failure: { readonly summary: string; readonly detail: string } };

export type Recorded = { readonly expression: string } & Outcome;

const plannedCorpora: ReadonlySet<string> = new Set(['unknowns']);

/** All corpora in a directory: an expression a line, or lines between two lines of `"""`; lines that begin with # are comments. */
export function readCorpora(directory: string): Corpus[] {
  return readdirSync(path.join(directory, 'corpus'))
    .toSorted()
    .map((file) => {
      const name = path.basename(file, '.txt');
      const text = readFileSync(path.join(directory, 'corpus', file), 'utf8');
      return { name, expressions: splitExpressions(text), planned: plannedCorpora.has(name) };
    });
}

/** The file that holds what Terraform made of a corpus. */
export function recordingFile(directory: string, corpus: Corpus): string {
  return path.join(directory, 'recorded', `${corpus.name}.jsonl`);
}

/** The records of a file that holds one a line. */
export function readRecords<Item>(file: string): readonly Item[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Item);
}

export function writeRecords(file: string, records: readonly unknown[]): void {
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

/** The directory of the configuration whose locals the expressions of a corpus may use. */
export function preludeDirectory(directory: string, corpus: Corpus): string {
  return path.join(directory, 'preludes', corpus.planned ? 'unknown' : 'known');
}

function splitExpressions(text: string): string[] {
  const expressions: string[] = [];
  let block: string[] | undefined;
  for (const line of text.split('\n')) {
    if (line === '"""') {
      if (block !== undefined) expressions.push(block.join('\n'));
      block = block === undefined ? [] : undefined;
    } else if (block !== undefined) {
      block.push(line);
    } else if (line !== '' && !line.startsWith('#')) {
      expressions.push(line);
    }
  }
  return expressions;
}

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const numberMark = '\ue000';
const markedNumber = new RegExp(`"${numberMark}([^"]*)"`, 'g');

/** Parses JSON; numbers become marked texts, so that no digit is lost. */
export function parseKeepingDigits(text: string): Json {
  const marked = text.replaceAll(stringOrNumber, (token) =>
    token.startsWith('"') ? token : JSON.stringify(numberMark + token),
  );
  return JSON.parse(marked) as Json;
}

/** The JSON text of what `parseKeepingDigits` gave. */
export function writeKeepingDigits(json: Json): string {
  return JSON.stringify(json).replaceAll(markedNumber, '$1');
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../../core/diagnostics.ts';

/** A configuration that is wrong in some way: its files by name. */
export interface Program {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}

/** An error as both sides give it. The place is `file:line,column-line,column`, empty when it has none. */
export interface ProgramError {
  readonly summary: string;
  readonly detail: string;
  readonly place: string;
}

/** Splits a text: `=== name` begins a program, `--- file` a further file of it; the first one is main.tf. */
export function splitPrograms(text: string): Program[] {
  const programs: { name: string; files: Map<string, string> }[] = [];
  let file = 'main.tf';
  for (const line of text.split('\n').slice(0, -1)) {
    if (line.startsWith('=== ')) {
      programs.push({ name: line.slice(4), files: new Map() });
      file = 'main.tf';
    } else if (line.startsWith('--- ')) {
      file = line.slice(4);
    } else {
      const files = programs.at(-1)?.files;
      files?.set(file, `${files.get(file) ?? ''}${line}\n`);
    }
  }
  return programs;
}

export function writeProgram(program: Program, directory: string): void {
  for (const [name, text] of program.files) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

export function errorOf({ summary, detail, subject }: Diagnostic): ProgramError {
  if (subject === undefined) return { summary, detail, place: '' };
  const { file, start, end } = subject;
  // Terraform shows a place without extent as one of a single character.
  const isEmpty = start.line === end.line && start.column === end.column;
  const place = placeText(file, start.line, start.column, end.line, isEmpty ? end.column + 1 : end.column);
  return { summary, detail, place };
}

export function placeText(
  file: string,
  startLine: number,
  startColumn: number,
  endLine: number,
  endColumn: number,
): string {
  return `${file}:${startLine},${startColumn}-${endLine},${endColumn}`;
}

/** Errors in an order that does not depend on which was found first. */
export function sortErrors(errors: readonly ProgramError[]): ProgramError[] {
  const key = (error: ProgramError) => `${error.place} ${error.summary} ${error.detail}`;
  return errors.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

import { DockerfileParser, type Instruction as AstInstruction } from 'dockerfile-ast';
import type { Heredoc } from 'dockerfile-ast/lib/heredoc.js';

import { BuildError, type InstructionPlace } from './build-error.ts';

/** One instruction, comments and line continuations removed, flags apart. Variables are not replaced yet. */
export interface Instruction extends InstructionPlace {
  readonly keyword: string;
  /** Without flags; for an instruction with heredocs only its first line. */
  readonly text: string;
  readonly flags: ReadonlyMap<string, string>;
  /** The elements, when the arguments are a JSON array of strings. */
  readonly json: readonly string[] | undefined;
  readonly heredocs: readonly HeredocText[];
}

export interface HeredocText {
  readonly name: string;
  readonly content: string;
  /** False when the delimiter is quoted: variables stay as they are. */
  readonly expands: boolean;
}

export interface Stage {
  /** From `FROM … AS name`, in lower case. */
  readonly name: string | undefined;
  readonly from: Instruction;
  readonly instructions: readonly Instruction[];
}

export interface ParsedDockerfile {
  /** The ARG instructions before the first FROM. */
  readonly globalArgs: readonly Instruction[];
  readonly stages: readonly Stage[];
}

const keywords = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/**
 * Splits a Dockerfile into stages and instructions.
 * @param file the name for messages
 * @throws BuildError for an unknown instruction, an instruction before the first FROM, or a file without FROM
 */
export function parseDockerfile(source: string, file: string): ParsedDockerfile {
  const globalArgs: Instruction[] = [];
  const stages: { name: string | undefined; from: Instruction; instructions: Instruction[] }[] = [];
  const dockerfile = DockerfileParser.parse(source);
  const escape = dockerfile.getEscapeCharacter();
  for (const node of dockerfile.getInstructions()) {
    const instruction = readInstruction(node, source, file, escape);
    const stage = stages.at(-1);
    if (instruction.keyword === 'FROM') {
      const name = /^\S+\s+AS\s+(\S+)$/i.exec(instruction.text)?.[1]?.toLowerCase();
      stages.push({ name, from: instruction, instructions: [] });
    } else if (stage !== undefined) {
      stage.instructions.push(instruction);
    } else if (instruction.keyword === 'ARG') {
      globalArgs.push(instruction);
    } else {
      throw new BuildError(
        'no build stage in current context',
        instruction,
        'Begin the Dockerfile with FROM.',
      );
    }
  }
  if (stages.length === 0) {
    throw new BuildError(
      'file with no instructions',
      { file, line: 1, source: '' },
      'Begin the Dockerfile with FROM.',
    );
  }
  return { globalArgs, stages };
}

function readInstruction(node: AstInstruction, source: string, file: string, escape: string): Instruction {
  const line = node.getRange().start.line + 1;
  const keyword = node.getKeyword();
  const lines = source.split('\n').slice(line - 1, node.getRange().end.line + 1);
  const heredocs = readHeredocs(node, source);
  const whole = heredocs.length > 0 ? (lines[0] ?? '') : joinLines(lines, escape);
  const place = { file, line, source: whole.trim() };
  if (!keywords.has(keyword)) {
    throw new BuildError(`unknown instruction: ${keyword}`, place, 'Check the spelling of the instruction.');
  }
  const { flags, rest } = readFlags(whole.trim().slice(keyword.length).trim());
  return { ...place, keyword, text: rest, flags, json: readJsonArray(rest), heredocs };
}

/** Joins continued lines. Comment lines and empty lines between them do not count. */
function joinLines(lines: readonly string[], escape: string): string {
  let joined = '';
  for (const [index, line] of lines.entries()) {
    if (index > 0 && (/^\s*#/.test(line) || line.trim() === '')) continue;
    const trimmed = line.trimEnd();
    joined += trimmed.endsWith(escape) && index < lines.length - 1 ? trimmed.slice(0, -1) : trimmed;
  }
  return joined;
}

function readFlags(text: string): { flags: Map<string, string>; rest: string } {
  const flags = new Map<string, string>();
  let rest = text;
  for (;;) {
    const match = /^--([a-z][a-z-]*)(?:=(\S*))?\s*/.exec(rest);
    if (match === null) return { flags, rest };
    const [all, name = '', value = 'true'] = match;
    // `RUN --mount` may be given several times.
    flags.set(name, flags.has(name) ? `${String(flags.get(name))} ${value}` : value);
    rest = rest.slice(all.length);
  }
}

function readJsonArray(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    // Not JSON: Docker takes it as shell form.
    return undefined;
  }
}

function readHeredocs(node: unknown, source: string): HeredocText[] {
  if (!hasHeredocs(node)) return [];
  const lines = source.split('\n');
  return node.getHeredocs().map((heredoc) => {
    const start = heredoc.getStartRange();
    const marker = lines[start.start.line]?.slice(start.start.character) ?? '';
    const content = heredoc.getContentRange();
    const body = content === null ? [] : lines.slice(content.start.line, content.end.line + 1);
    const strip = marker.startsWith('<<-');
    return {
      name: heredoc.getName(),
      content: body.map((line) => `${strip ? line.replace(/^\t+/, '') : line}\n`).join(''),
      expands: !/^<<-?["']/.test(marker),
    };
  });
}

/** The parser keeps this method public only for some instructions, but all have it. */
function hasHeredocs(node: unknown): node is { getHeredocs(): Heredoc[] } {
  return typeof node === 'object' && node !== null && 'getHeredocs' in node;
}

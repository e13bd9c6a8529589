import { readFileSync } from 'node:fs';
import { type Member, shapeOf, structureOf, type WireSchema } from '../../../../wire/schema.ts';
import { usage } from './cli-error.ts';
import { cliName, renamedOptions } from './cli-names.ts';
import { parseShorthand, type ShorthandValue } from './shorthand.ts';

export interface OperationInput {
  /** As JSON would have it: times as text, blobs as base64. */
  readonly input: Record<string, unknown>;
  /** Words that belong to no option, such as the file that `s3api get-object` writes. */
  readonly positionals: readonly string[];
}

/**
 * Reads an operation's options by its schema: `--task-definition x`, `--force-new-deployment`, lists of words, shorthand,
 * JSON, `file://` and `fileb://`, `--cli-input-json`.
 * @throws CliError 252
 */
export function readParameters(
  schema: WireSchema,
  service: string,
  operation: string,
  args: readonly string[],
): OperationInput {
  const { members } = structureOf(schema, schema.operations[operation]?.input);
  const byOption = new Map(
    Object.entries(members).map(([name, member]) => [
      renamedOptions[`${service}.${operation}.${name}`] ?? cliName(name),
      { name, member },
    ]),
  );
  let input: Record<string, unknown> = {};
  const positionals: string[] = [];
  const unknown: string[] = [];
  let index = 0;
  while (index < args.length) {
    const word = args[index++] ?? '';
    if (!word.startsWith('--')) {
      positionals.push(word);
      continue;
    }
    const [option, attached] = splitOption(word);
    const words: string[] = attached === undefined ? [] : [attached];
    while (index < args.length && attached === undefined && !isOption(args[index] ?? ''))
      words.push(args[index++] ?? '');
    if (option === 'cli-input-json') {
      input = {
        ...(parseJson('--cli-input-json', fromFile(words[0] ?? '')) as Record<string, unknown>),
        ...input,
      };
      continue;
    }
    const found = byOption.get(option);
    const negated = option.startsWith('no-') ? byOption.get(option.slice(3)) : undefined;
    if (found !== undefined) {
      const [first, ...extra] = words;
      input[found.name] = readOption(schema, `--${option}`, found.member, words);
      // What follows a single value belongs to the command: `get-object --bucket b --key k file`.
      if (shapeOf(schema, found.member.target)?.kind === undefined && first !== undefined)
        positionals.push(...(found.member.target === 'boolean' ? words : extra));
    } else if (negated?.member.target === 'boolean') {
      input[negated.name] = false;
      positionals.push(...words);
    } else unknown.push(`--${option}`, ...words);
  }
  if (unknown.length > 0) throw usage(`Unknown options: ${unknown.join(', ')}`);
  const missing = [...byOption].filter(
    ([, { name, member }]) => member.required === true && input[name] === undefined,
  );
  if (missing.length > 0)
    throw usage(
      `the following arguments are required: ${missing.map(([option]) => `--${option}`).join(', ')}`,
    );
  return { input, positionals };
}

/** A negative number is a value. */
function isOption(word: string): boolean {
  return /^--[a-z]/.test(word);
}

function splitOption(word: string): [string, string?] {
  const index = word.indexOf('=');
  return index < 0 ? [word.slice(2)] : [word.slice(2, index), word.slice(index + 1)];
}

function readOption(schema: WireSchema, option: string, member: Member, words: readonly string[]): unknown {
  const shape = shapeOf(schema, member.target);
  if (shape === undefined && member.target === 'boolean') return true;
  const [first] = words;
  if (first === undefined) {
    if (shape?.kind === 'list') return [];
    throw usage(`argument ${option}: expected one argument`);
  }
  if (shape === undefined) return readScalarOption(option, member, first);
  const text = fromFile(first);
  if (/^\s*[[{]/.test(text) && !(shape.kind !== 'list' && text.trimStart().startsWith('['))) {
    const value = parseJson(option, text);
    return shape.kind === 'list' && !Array.isArray(value)
      ? [value, ...words.slice(1).map((word) => parseJson(option, word))]
      : value;
  }
  if (shape.kind !== 'list') return coerce(schema, member, parseShorthand(text), option);
  const element = shapeOf(schema, shape.element.target);
  if (element === undefined || element.kind === 'list')
    return words.map((word) => coerce(schema, shape.element, fromFile(word), option));
  return words.map((word) => coerce(schema, shape.element, parseShorthand(word), option));
}

function readScalarOption(option: string, member: Member, word: string): unknown {
  if (member.target === 'blob') {
    if (word.startsWith('fileb://')) return readFileSync(word.slice('fileb://'.length)).toString('base64');
    // A streaming body is named by its path.
    if (member.streaming === true) return readFileSync(word).toString('base64');
    return fromFile(word);
  }
  return coerceText(member, fromFile(word), option);
}

/** What shorthand spells, as the schema wants it. */
function coerce(schema: WireSchema, member: Member, value: ShorthandValue, option: string): unknown {
  const shape = shapeOf(schema, member.target);
  switch (shape?.kind) {
    case 'structure':
      if (typeof value === 'string' || Array.isArray(value))
        throw usage(`Error parsing parameter '${option}': expected key=value pairs`);
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => {
          const own = shape.members[key];
          if (own === undefined)
            throw usage(
              `Parameter validation failed:\nUnknown parameter in input: "${key}", must be one of: ${Object.keys(shape.members).join(', ')}`,
            );
          return [key, coerce(schema, own, entry, option)];
        }),
      );
    case 'list':
      return (Array.isArray(value) ? value : [value]).map((entry) =>
        coerce(schema, shape.element, entry, option),
      );
    case 'map':
      if (typeof value === 'string' || Array.isArray(value))
        throw usage(`Error parsing parameter '${option}': expected key=value pairs`);
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, coerce(schema, shape.value, entry, option)]),
      );
    case undefined:
      if (typeof value !== 'string')
        throw usage(`Error parsing parameter '${option}': expected a single value`);
      return coerceText(member, value, option);
  }
}

function coerceText({ target }: Member, text: string, option: string): unknown {
  if (target === 'number') {
    const number = Number(text);
    if (text.trim() === '' || Number.isNaN(number))
      throw usage(`argument ${option}: invalid number: '${text}'`);
    return number;
  }
  if (target === 'boolean') return text.toLowerCase() === 'true';
  if (target === 'document') return parseJson(option, text);
  return text;
}

/** @throws CliError when the file cannot be read */
function fromFile(text: string): string {
  if (!text.startsWith('file://')) return text;
  const file = text.slice('file://'.length);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usage(
      `Error parsing parameter: Unable to load paramfile ${text}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function parseJson(option: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw usage(`Error parsing parameter '${option}': Invalid JSON: received: ${text}`);
  }
}

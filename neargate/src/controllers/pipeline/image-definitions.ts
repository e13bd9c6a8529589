import { jsonErrorPosition } from './json-position.ts';

export interface ImageDefinition {
  readonly name: string;
  readonly imageUri: string;
}

export type ImageDefinitions =
  | { readonly definitions: readonly ImageDefinition[] }
  /** Why the file cannot be used, as the end of a sentence that begins with its name. */
  | { readonly problem: string };

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const mostBytes = 100 * 1024;

/**
 * Reads an image definitions file: a JSON list of container names and images.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html#pipelines-create-image-definitions
 */
export function parseImageDefinitions(file: Uint8Array): ImageDefinitions {
  if (file.length > mostBytes)
    return { problem: `has ${file.length} bytes; it can have at most ${mostBytes}` };
  const text = Buffer.from(file)
    .toString('utf8')
    .replace(/^\u{feff}/u, '');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return { problem: `is not valid JSON: ${describeJsonError(error as Error, text)}` };
  }
  if (!Array.isArray(parsed)) return { problem: 'must be a JSON list of objects with "name" and "imageUri"' };
  const definitions: ImageDefinition[] = [];
  for (const [index, item] of (parsed as unknown[]).entries()) {
    const problem = itemProblem(item);
    if (problem !== undefined) return { problem: `is not valid at item ${index + 1}: ${problem}` };
    definitions.push(item as ImageDefinition);
  }
  if (definitions.length === 0) return { problem: 'names no container' };
  return { definitions };
}

function itemProblem(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return 'it is not an object';
  for (const key of ['name', 'imageUri'] as const) {
    const value = (item as Record<string, unknown>)[key];
    if (value === undefined) return `"${key}" is missing`;
    if (typeof value !== 'string' || value === '') return `"${key}" must be a text that is not empty`;
  }
  return undefined;
}

/** What the parser says, with the place in the file. */
function describeJsonError(error: Error, text: string): string {
  const { line, column } = jsonErrorPosition(text);
  const reason = error.message
    .replace(/,? ?(?:in JSON )?at position \d+.*$/s, '')
    .replace(/, (?:\.\.\.)?".*$/s, '');
  return `${reason} at line ${line}, column ${column}`;
}

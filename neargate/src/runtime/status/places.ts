import { readFileSync } from 'node:fs';
import { managedObjects } from '../../terraform/state/managed-objects.ts';

/** Finds the HCL behind a resource. */
export interface Places {
  /** `file:line` of the resource with this id or ARN, or of an argument inside its block. */
  readonly placeOf: (resource: string, argument?: readonly string[]) => string | undefined;
}

/** Reads the states once; a new one is needed after an apply. */
export function readPlaces(stateRoot: string): Places {
  const byId = new Map<string, { readonly file: string; readonly line: number }>();
  for (const { id, arn, place } of managedObjects(stateRoot)) {
    if (place === undefined) continue;
    for (const name of [id, arn]) if (name !== undefined && !byId.has(name)) byId.set(name, place);
  }
  return {
    placeOf(resource, argument) {
      const place = byId.get(resource);
      if (place === undefined) return undefined;
      const line = argument === undefined ? undefined : lineOfArgument(place, argument);
      return `${place.file}:${line ?? place.line}`;
    },
  };
}

function lineOfArgument(
  { file, line }: { readonly file: string; readonly line: number },
  argument: readonly string[],
): number | undefined {
  try {
    return findArgument(readFileSync(file, 'utf8'), line, argument);
  } catch {
    // The file has gone since the apply; the block's own line is all there is.
    return undefined;
  }
}

/**
 * The line, from 1, of an argument below the block that begins at `blockLine`: `['health_check', 'path']` is `path` in the
 * nested block `health_check`. Undefined when it is not written there.
 */
export function findArgument(
  source: string,
  blockLine: number,
  argument: readonly string[],
): number | undefined {
  const lines = source.split('\n');
  const open: string[] = [];
  for (let index = blockLine - 1; index < lines.length; index++) {
    const text = (lines[index] ?? '').replace(/(?:#|\/\/).*$/, '');
    const [name = ''] = /^\s*([\w-]+)/.exec(text)?.slice(1) ?? [];
    const inside = [...open.slice(1), name];
    if (inside.length === argument.length && inside.every((part, at) => part === argument[at]))
      return index + 1;
    for (const bracket of text.replaceAll(/"(?:\\.|[^"\\])*"/g, '').match(/[{}]/g) ?? []) {
      if (bracket === '{') open.push(name);
      else open.pop();
    }
    if (open.length === 0 && index >= blockLine - 1 && /[{}]/.test(text)) return undefined;
  }
  return undefined;
}

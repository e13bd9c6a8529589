import type { Value } from '../../hcl/values.ts';
import { isSensitive, valuesEqual, withoutMarks } from '../../hcl/values.ts';
import type { CompiledBlock, CompiledNestedBlock } from '../schema/compiled-schema.ts';
import type { BlockDiffs, Diff } from './diff-tree.ts';
import { combineActions, isPresent, startingAction } from './diff-tree.ts';
import { matchElements } from './sequence-matching.ts';
import type { ReplacePaths } from './value-diff.ts';
import { elementsOf, forcesReplacement, matchSets, pathsInto, valueDiff } from './value-diff.ts';

/** Compares two objects by a resource type's schema: arguments, attributes and nested blocks. */
export function blockDiff(
  before: Value | undefined,
  after: Value | undefined,
  schema: CompiledBlock,
  paths: ReplacePaths,
): Diff {
  const replace = forcesReplacement(paths);
  const was = before !== undefined && isSensitive(before);
  const is = after !== undefined && isSensitive(after);
  if (was || is) {
    const inner = blockDiff(bare(before), bare(after), schema, paths);
    const action = inner.action === 'no-op' && was !== is ? 'update' : inner.action;
    return { action, replace, content: { kind: 'sensitive-block', before: was, after: is } };
  }
  if (after?.kind === 'unknown') {
    const gone = isPresent(before) ? blockDiff(before, undefined, schema, []) : undefined;
    return {
      action: gone === undefined ? 'create' : 'update',
      replace,
      content: { kind: 'unknown', before: gone },
    };
  }
  let action = startingAction(before, after);
  const attributes = new Map<string, Diff>();
  const blocks = new Map<string, BlockDiffs>();
  const addAttribute = (name: string, type: CompiledNestedBlock['type']) => {
    const from = shown(entry(before, name));
    const to = shown(entry(after, name));
    if (from === undefined && to === undefined) return;
    const diff = valueDiff(from, to, type, pathsInto(paths, name));
    attributes.set(name, diff);
    action = combineActions(action, diff.action);
  };
  for (const [name, { type }] of schema.attributes) addAttribute(name, type);
  for (const [name, nested] of schema.blocks) {
    if (nested.schema.attributeMode === true) {
      addAttribute(name, nested.type);
      continue;
    }
    const inner = pathsInto(paths, name);
    const diffs = nestedDiffs(entry(before, name), entry(after, name), nested, inner);
    if (diffs.length === 0) continue;
    blocks.set(name, { diffs, replace: forcesReplacement(inner) });
    for (const diff of diffs) action = combineActions(action, diff.action);
  }
  return { action, replace, content: { kind: 'block', attributes, blocks } };
}

function nestedDiffs(
  before: Value | undefined,
  after: Value | undefined,
  { schema, block }: CompiledNestedBlock,
  paths: ReplacePaths,
): readonly Diff[] {
  if (!isPresent(before) && !isPresent(after)) return [];
  const isMarked = (value: Value | undefined) => value !== undefined && isSensitive(value);
  if (schema.nesting === 'single' || after?.kind === 'unknown') {
    if (schema.nesting === 'single') return [blockDiff(absent(before), absent(after), block, paths)];
    const gone = elementsOf(before).map((element) => blockDiff(element, undefined, block, []));
    return [{ action: 'create', replace: false, content: { kind: 'unknown', before: undefined } }, ...gone];
  }
  if (isMarked(before) || isMarked(after)) {
    const inner = nestedDiffs(bare(before), bare(after), { schema, block } as CompiledNestedBlock, paths);
    const content = { kind: 'sensitive-block', before: isMarked(before), after: isMarked(after) } as const;
    return inner.map((diff) => ({ ...diff, content }));
  }
  const left = elementsOf(before);
  const right = elementsOf(after);
  if (schema.nesting === 'set')
    return matchSets(left, right).map(([from, to]) => blockDiff(from, to, block, []));
  return matchElements(left, right, valuesEqual, () => true).map(([leftIndex, rightIndex]) => {
    const from = leftIndex === undefined ? undefined : left[leftIndex];
    const to = rightIndex === undefined ? undefined : right[rightIndex];
    return blockDiff(from, to, block, pathsInto(paths, leftIndex ?? rightIndex ?? 0));
  });
}

/** Null and the empty text do not show: providers of the older SDK do not tell them from "not set". */
function shown(value: Value | undefined): Value | undefined {
  if (value === undefined || value.kind === 'null') return undefined;
  return value.kind === 'string' && value.string === '' ? undefined : value;
}

function absent(value: Value | undefined): Value | undefined {
  return value?.kind === 'null' ? undefined : value;
}

function entry(object: Value | undefined, name: string): Value | undefined {
  return object?.kind === 'mapping' ? object.entries.get(name) : undefined;
}

function bare(value: Value | undefined): Value | undefined {
  return value === undefined ? undefined : withoutMarks(value);
}

import { containsMark } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import { contentEquals, dynamicUnknown } from '../../hcl/values.ts';
import type { ModuleScope } from '../evaluation/module-scope.ts';
import type { OutputState } from '../state/state.ts';
import type { OutputChange } from './change.ts';

/** How the root module's outputs change, in the order of their names. Null counts as no output, as it does in Terraform. */
export function outputChanges(
  root: ModuleScope,
  prior: ReadonlyMap<string, OutputState>,
  takesPart: (name: string) => boolean,
): OutputChange[] {
  const { outputs } = root.configuration;
  const names = new Set([...outputs.keys(), ...prior.keys()]);
  return [...names].toSorted().flatMap((name): OutputChange[] => {
    const declared = outputs.get(name);
    if (declared !== undefined && !takesPart(name)) return [];
    const before = prior.get(name);
    const after =
      declared === undefined || declared.ephemeral ? undefined : (root.outputs.get(name) ?? dynamicUnknown);
    const sensitive =
      declared?.sensitive === true ||
      before?.sensitive === true ||
      (after !== undefined && containsMark(after, 'sensitive'));
    const action = actionOf(before, after, declared?.sensitive ?? false);
    return [{ name, action, before: before?.value, after, sensitive }];
  });
}

/** The removal of every output, as a destroy plans it. */
export function outputRemovals(prior: ReadonlyMap<string, OutputState>): OutputChange[] {
  return [...prior]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { value, sensitive }]) => ({
      name,
      action: 'delete',
      before: value,
      after: undefined,
      sensitive,
    }));
}

function actionOf(
  before: OutputState | undefined,
  after: Value | undefined,
  sensitive: boolean,
): OutputChange['action'] {
  const exists = before !== undefined && before.value.kind !== 'null';
  const wanted = after !== undefined && after.kind !== 'null';
  if (!exists && !wanted) return 'no-op';
  if (!exists) return 'create';
  if (after === undefined || !wanted) return 'delete';
  return contentEquals(before.value, after) && before.sensitive === sensitive ? 'no-op' : 'update';
}

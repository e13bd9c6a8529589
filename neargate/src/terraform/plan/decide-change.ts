import type { TraversalPath } from '../../hcl/value-paths.ts';
import { unknownValue, contentEquals, objectValue } from '../../hcl/values.ts';
import type { Value } from '../../hcl/values.ts';
import type { Diagnostic } from '../../core/diagnostics.ts';
import type { Lifecycle } from '../configuration/module-configuration.ts';
import type { PlainObject } from '../provider.ts';
import type { ManagedType } from '../resource-types/managed-type.ts';
import type { Action, ChangeReason } from './change.ts';
import { differences } from './differences.ts';
import { ignoreChanges } from './ignore-changes.ts';
import { proposeObject } from './propose.ts';

/** What is known about an instance when its change is decided. */
export interface Decision {
  readonly type: ManagedType;
  readonly config: Value;
  /** The object that exists, as it was last read. */
  readonly prior: Value | undefined;
  readonly tainted: boolean;
  readonly lifecycle: Pick<Lifecycle, 'ignoreChanges'>;
  readonly createBeforeDestroy: boolean;
  /** Whether `-replace` names it, or something in `replace_triggered_by` changes. */
  readonly replaceReason: 'requested' | 'replace-triggered-by' | undefined;
  readonly providerConfiguration: PlainObject;
}

export interface Decided {
  readonly action: Action;
  readonly reason: ChangeReason | undefined;
  readonly planned: Value;
  readonly replacePaths: readonly TraversalPath[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Decides what happens to an instance that the configuration declares. Pure. */
export function decideChange(decision: Decision): Decided {
  const { type, prior, config, createBeforeDestroy } = decision;
  if (prior === undefined)
    return { ...propose(decision, undefined, config), action: 'create', reason: undefined };
  const effective = ignoreChanges(config, prior, decision.lifecycle.ignoreChanges);
  const proposed = propose(decision, prior, effective);
  const changed = differences(type.schema, prior, proposed.planned);
  const forced = changed.filter(({ forceNew }) => forceNew).map(({ path }) => path);
  const ruled = proposed.replace
    .filter((name) => changed.some(({ path }) => path[0] === name))
    .map((name) => [name]);
  const replacePaths = [...forced, ...ruled.filter(([name]) => !forced.some((path) => path[0] === name))];
  const cannotUpdate = replacePaths.length > 0 || (changed.length > 0 && type.update === undefined);
  const reason = decision.tainted
    ? 'tainted'
    : (decision.replaceReason ?? (cannotUpdate ? 'cannot-update' : undefined));
  if (reason !== undefined) {
    const anew = propose(decision, undefined, effective);
    return {
      ...anew,
      action: createBeforeDestroy ? 'create-then-replace' : 'replace',
      reason,
      replacePaths:
        replacePaths.length > 0
          ? replacePaths
          : reason === 'cannot-update'
            ? changed.map(({ path }) => path)
            : [],
    };
  }
  if (changed.length === 0) return { ...proposed, action: 'no-op', reason: undefined };
  return {
    ...proposed,
    action: 'update',
    reason: undefined,
    planned: recompute(proposed.planned, prior, proposed.recompute),
  };
}

/** What a creation at apply time is to bring about, now that the configuration is known. Pure. */
export function plannedCreation(decision: Decision): Value {
  const { config, prior, lifecycle } = decision;
  const effective = prior === undefined ? config : ignoreChanges(config, prior, lifecycle.ignoreChanges);
  return propose(decision, undefined, effective).planned;
}

function propose(
  { type, providerConfiguration }: Decision,
  prior: Value | undefined,
  config: Value,
): Decided & { readonly recompute: readonly string[]; readonly replace: readonly string[] } {
  const proposed = proposeObject(type.schema, prior, config);
  const planned = type.mergeDefaults(proposed, providerConfiguration);
  const rules = type.planRules(planned, prior);
  return {
    action: 'no-op',
    reason: undefined,
    planned,
    replacePaths: [],
    diagnostics: rules.diagnostics,
    recompute: rules.recompute,
    replace: rules.replace,
  };
}

/** Computed attributes that a type announces to change are not known until they have. */
function recompute(planned: Value, prior: Value, names: readonly string[]): Value {
  if (names.length === 0 || planned.kind !== 'mapping' || prior.kind !== 'mapping') return planned;
  const entries = new Map(planned.entries);
  for (const name of names) {
    const value = entries.get(name);
    const before = prior.entries.get(name);
    if (value !== undefined && before !== undefined && contentEquals(value, before)) {
      entries.set(name, unknownValue(value.type));
    }
  }
  return objectValue(entries);
}

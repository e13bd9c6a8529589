import { errorDiagnostic } from '../../core/diagnostics.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { formatPath } from '../../hcl/value-paths.ts';
import { deepUnmark } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import type { ResourceConfiguration } from '../configuration/module-configuration.ts';
import type { ModuleScope } from '../evaluation/module-scope.ts';
import type { RepetitionData } from '../evaluation/repetition.ts';
import { checkConditions, evaluateArguments } from '../evaluation/resource-configuration.ts';
import { markObject, markedPaths } from '../evaluation/resource-marks.ts';
import type { Decision } from '../plan/decide-change.ts';
import { decideChange, plannedCreation } from '../plan/decide-change.ts';
import type { PlannedInstance } from '../plan/plan.ts';
import { operationError } from '../run/operation-error.ts';
import type { StoredObject } from '../state/state.ts';
import type { ApplyContext } from './apply-context.ts';
import { firstContradiction } from './conformance.ts';
import type { InstanceRecord } from './instance-record.ts';
import { deposeCurrent, keepObject, restoreDeposed } from './instance-record.ts';
import { runProvisioners } from './provisioners.ts';
import { watchedOperation } from './watched-operation.ts';

/** One instance of a declared resource, where it is to be applied. */
export interface InstanceToApply {
  readonly resource: ResourceConfiguration;
  readonly module: ModuleScope;
  readonly repetition: RepetitionData;
  readonly planned: PlannedInstance;
  readonly client: unknown;
  readonly providerConfiguration: Decision['providerConfiguration'];
  readonly record: InstanceRecord;
}

/** Does what is planned for one instance. Resolves to its object, or undefined when it failed, which is reported. */
export async function applyInstance(
  context: ApplyContext,
  instance: InstanceToApply,
): Promise<Value | undefined> {
  const { planned, resource, module, repetition, record } = instance;
  const { change, type } = planned;
  const { diagnostics, evaluator } = context;
  const scope = evaluator.scope(module, { repetition });
  const { preconditions, postconditions } = resource.lifecycle;
  if (!checkConditions('precondition', preconditions, scope, diagnostics)) return undefined;
  let value = change.after;
  if (change.action === 'no-op') {
    if (planned.stored !== undefined) keepObject(context, record, planned.stored);
  } else {
    const config = evaluateArguments(resource, type, scope, change.text, diagnostics);
    if (config === undefined) return undefined;
    value =
      change.action === 'update'
        ? await updateObject(context, instance, config)
        : await createObject(context, instance, config);
  }
  if (value === undefined) return undefined;
  const self = evaluator.scope(module, { repetition, self: value });
  return checkConditions('postcondition', postconditions, self, diagnostics) ? value : undefined;
}

async function createObject(
  context: ApplyContext,
  instance: InstanceToApply,
  config: Value,
): Promise<Value | undefined> {
  const { planned, resource, client, record } = instance;
  const { change, type } = planned;
  const object = plannedCreation(decision(instance, config));
  if (contradictsPlan(context, instance, object)) return undefined;
  const replacesFirst = change.action === 'create-then-replace';
  if (replacesFirst) deposeCurrent(context, record);
  const paths = markedPaths(config);
  let exists = false;
  const keep = (created: Value, status: StoredObject['status']): Value => {
    exists = true;
    const value = markObject(created, type.schema, paths);
    keepObject(context, record, { value, schema: type.schema, status });
    return value;
  };
  const target = { text: change.text, doing: 'create' as const, before: undefined, client };
  try {
    const { result: value, finished } = await watchedOperation(context, target, async (operation) => {
      const created = await type.create(deepUnmark(object).value, {
        ...operation,
        exists: (partial) => keep(partial, 'tainted'),
      });
      const whole = keep(created, 'ready');
      if (await runProvisioners(context, instance, 'create', whole)) return whole;
      keep(created, 'tainted');
      return undefined;
    });
    if (value === undefined) return undefined;
    finished();
    context.counts.added += 1;
    return conforming(context, instance, object, value);
  } catch (error) {
    context.diagnostics.push(
      operationError('creating', { address: change.address, resource, object }, error),
    );
    if (replacesFirst && !exists) restoreDeposed(context, record);
    return undefined;
  }
}

async function updateObject(
  context: ApplyContext,
  instance: InstanceToApply,
  config: Value,
): Promise<Value | undefined> {
  const { planned, resource, client, record } = instance;
  const { change, type } = planned;
  const { before } = change;
  const decided = decideChange(decision(instance, config));
  const object = markObject(decided.planned, type.schema, markedPaths(config));
  if (contradictsPlan(context, instance, object)) return undefined;
  // What was unknown turned out to be what it was.
  if (decided.action === 'no-op') return object;
  if (before === undefined || type.update === undefined || decided.action !== 'update') {
    reportInconsistentPlan(context, instance, 'it can no longer be updated in place');
    return undefined;
  }
  const { update } = type;
  const target = { text: change.text, doing: 'update' as const, before, client };
  try {
    const { result, finished } = await watchedOperation(context, target, (operation) =>
      update(deepUnmark(object).value, deepUnmark(before).value, operation),
    );
    const value = markObject(result, type.schema, markedPaths(config));
    keepObject(context, record, { value, schema: type.schema, status: 'ready' });
    finished();
    context.counts.changed += 1;
    return conforming(context, instance, object, value);
  } catch (error) {
    context.diagnostics.push(
      operationError('updating', { address: change.address, resource, object }, error),
    );
    return undefined;
  }
}

function decision({ planned, resource, providerConfiguration }: InstanceToApply, config: Value): Decision {
  return {
    type: planned.type,
    config,
    prior: planned.change.before,
    tainted: false,
    lifecycle: resource.lifecycle,
    createBeforeDestroy: planned.change.action === 'create-then-replace',
    replaceReason: undefined,
    providerConfiguration,
  };
}

/** Whether the arguments, known by now, contradict what the plan showed. */
function contradictsPlan(context: ApplyContext, instance: InstanceToApply, object: Value): boolean {
  const { after, schema } = instance.planned.change;
  const path = after === undefined ? undefined : firstContradiction(schema, after, object);
  if (path === undefined) return false;
  reportInconsistentPlan(context, instance, `${formatPath(path)} has another value than planned`);
  return true;
}

function reportInconsistentPlan(
  context: ApplyContext,
  { planned, resource }: InstanceToApply,
  what: string,
): void {
  const { text } = planned.change;
  context.diagnostics.push({
    ...errorDiagnostic(
      'Provider produced inconsistent final plan',
      `When expanding the plan for ${text} to include new values learned so far during apply, ${what}.\n\nThis is a bug in Neargate's provider, which should be reported.`,
      toSourceRange(resource.span),
    ),
    address: text,
  });
}

/** The object, unless it contradicts what was to be brought about: then the next plan would see a change that is none. */
function conforming(
  context: ApplyContext,
  { planned, resource }: InstanceToApply,
  wanted: Value,
  value: Value,
): Value | undefined {
  const { text, schema } = planned.change;
  const path = firstContradiction(schema, wanted, value);
  if (path === undefined) return value;
  context.diagnostics.push({
    ...errorDiagnostic(
      'Provider produced inconsistent result after apply',
      `When applying changes to ${text}, the provider produced an unexpected new value for ${formatPath(path)}.\n\nThis is a bug in Neargate's provider, which should be reported.`,
      toSourceRange(resource.span),
    ),
    address: text,
  });
  return undefined;
}

import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../../core/diagnostics.ts';
import { toSourceRange } from '../../hcl/source.ts';
import type { Value } from '../../hcl/values.ts';
import type { ResourceInstanceAddress } from '../addresses/resource-address.ts';
import { configurationResourceText, resourceInstanceText } from '../addresses/resource-address.ts';
import type { ResourceConfiguration } from '../configuration/module-configuration.ts';
import { providerConfigurationOf } from '../configuration/provider-inheritance.ts';
import { emptyExpansion } from '../evaluation/expansion.ts';
import type { ModuleScope } from '../evaluation/module-scope.ts';
import type { ConfiguredProvider } from '../evaluation/provider-clients.ts';
import { resolvedProviderText } from '../evaluation/provider-clients.ts';
import type { RepetitionData } from '../evaluation/repetition.ts';
import { repeat } from '../evaluation/repetition.ts';
import { checkConditions, evaluateArguments, withAddress } from '../evaluation/resource-configuration.ts';
import { markObject, markedPaths } from '../evaluation/resource-marks.ts';
import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import type { VisitResult } from '../graph/walk.ts';
import type { ManagedType } from '../resource-types/managed-type.ts';
import { operationError } from '../run/operation-error.ts';
import { findInstance } from '../state/state.ts';
import type { Change } from './change.ts';
import { decideChange } from './decide-change.ts';
import type { PlanContext } from './plan-context.ts';
import type { PlannedInstance } from './plan.ts';
import { refresh } from './refresh.ts';
import { isTriggered } from './replace-triggers.ts';

type ResourceNode = ConfigurationNode & { readonly kind: 'resource' };

/** Plans every instance of a managed resource, in every instance of its module. */
export async function planManaged(context: PlanContext, node: ResourceNode): Promise<VisitResult> {
  const { session, evaluator, providers } = context;
  const { module, resource } = node;
  const resolved = providerConfigurationOf(session.root, module, resource.provider);
  const type = session.types.managedType(resolved.source, module, resource);
  const provider = { ...(await providers.of(resolved)), text: resolvedProviderText(resolved) };
  const results = evaluator.instancesOf(module).map(async (scope): Promise<boolean> => {
    const repeated = repeat(resource.repetition, evaluator.scope(scope));
    context.diagnostics.push(...repeated.diagnostics);
    if (repeated.instances === undefined) return false;
    const expansion = emptyExpansion<Value>(repeated.kind);
    scope.resources.set(`${resource.address.type}.${resource.address.name}`, expansion);
    const planned = await Promise.all(
      [...repeated.instances].map(async ([key, repetition]) => {
        const address = { module: scope.address, resource: resource.address, key };
        if (!context.targets.includes(address, node.key)) return true;
        const instance = await planInstance(context, { node, scope, address, repetition, type, provider });
        if (instance === undefined) return false;
        const { after, text } = instance.change;
        context.declared.set(text, instance);
        if (after === undefined) return true;
        expansion.instances.set(key, after);
        const self = evaluator.scope(scope, { repetition, self: after });
        const { postconditions } = resource.lifecycle;
        return checkConditions('postcondition', postconditions, self, context.diagnostics);
      }),
    );
    // In the order of the configuration, whichever was planned first.
    const ordered = [...repeated.instances.keys()].flatMap((key) => {
      const value = expansion.instances.get(key);
      return value === undefined ? [] : [[key, value] as const];
    });
    expansion.instances.clear();
    for (const [key, value] of ordered) expansion.instances.set(key, value);
    return planned.every(Boolean);
  });
  return (await Promise.all(results)).every(Boolean) ? 'done' : 'failed';
}

interface InstanceInput {
  readonly node: ResourceNode;
  readonly scope: ModuleScope;
  readonly address: ResourceInstanceAddress;
  readonly repetition: RepetitionData;
  readonly type: ManagedType;
  readonly provider: ConfiguredProvider & { readonly text: string };
}

async function planInstance(
  context: PlanContext,
  { node, scope: module, address, repetition, type, provider }: InstanceInput,
): Promise<PlannedInstance | undefined> {
  const { evaluator, diagnostics } = context;
  const { resource } = node;
  const text = resourceInstanceText(address);
  const scope = evaluator.scope(module, { repetition });
  const { lifecycle } = resource;
  if (!checkConditions('precondition', lifecycle.preconditions, scope, diagnostics)) return undefined;
  const config = evaluateArguments(resource, type, scope, text, diagnostics);
  if (config === undefined) return undefined;
  const stored = findInstance(context.state, address)?.current;
  let prior: Awaited<ReturnType<typeof refresh>>;
  try {
    prior =
      stored === undefined
        ? undefined
        : await refresh(context, { address, type, provider: provider.text, stored, client: provider.client });
  } catch (error) {
    diagnostics.push(operationError('reading', { address, resource, object: undefined }, error));
    return undefined;
  }
  const createBeforeDestroy = context.createBeforeDestroy.has(
    configurationResourceText({ module: node.module.path, resource: resource.address }),
  );
  const replaceReason = context.replace.has(text)
    ? 'requested'
    : lifecycle.replaceTriggeredBy.some((expression) => isTriggered(context, module, scope, expression))
      ? 'replace-triggered-by'
      : undefined;
  const decided = decideChange({
    type,
    config,
    prior: prior?.value,
    tainted: prior?.stored.status === 'tainted',
    lifecycle,
    createBeforeDestroy,
    replaceReason,
    providerConfiguration: provider.configuration,
  });
  const subject = toSourceRange(resource.span);
  const problems = decided.diagnostics.map((found) => withAddress({ subject, ...found }, text));
  const after = markObject(decided.planned, type.schema, markedPaths(config));
  const change: Change = {
    address,
    text,
    action: decided.action,
    reason: decided.reason,
    schema: type.schema,
    before: prior?.value,
    after,
    replacePaths: decided.replacePaths,
    movedFrom: context.movedFrom.get(text),
    deposed: undefined,
    behaviour: type.behaviour,
  };
  diagnostics.push(...problems, ...preventDestroyErrors(change, resource));
  if (hasErrors(problems)) return undefined;
  return { change, type, provider: provider.text, stored: prior?.stored, replaceReason };
}

/** The error for a change that would destroy what `prevent_destroy` protects. */
export function preventDestroyErrors(
  { action, text }: Pick<Change, 'action' | 'text'>,
  resource: ResourceConfiguration,
): Diagnostic[] {
  const destroys = action === 'delete' || action === 'replace' || action === 'create-then-replace';
  if (!destroys || !resource.lifecycle.preventDestroy) return [];
  return [
    errorDiagnostic(
      'Instance cannot be destroyed',
      `Resource ${text} has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed. To avoid this error and continue with the plan, either disable lifecycle.prevent_destroy or reduce the scope of the plan using the -target option.`,
      toSourceRange(resource.span),
    ),
  ];
}

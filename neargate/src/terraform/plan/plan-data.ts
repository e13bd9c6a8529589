import { errorDiagnostic } from '../../core/diagnostics.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { containsUnknown } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import { moduleAt } from '../configuration/module-configuration.ts';
import { resourceInstanceText, resourceText } from '../addresses/resource-address.ts';
import { didYouMean } from '../configuration/did-you-mean.ts';
import { providerConfigurationOf } from '../configuration/provider-inheritance.ts';
import { emptyExpansion } from '../evaluation/expansion.ts';
import { repeat } from '../evaluation/repetition.ts';
import { checkConditions, evaluateArguments } from '../evaluation/resource-configuration.ts';
import { markObject, markedPaths } from '../evaluation/resource-marks.ts';
import { explicitKeys } from '../graph/configuration-graph.ts';
import type { InstanceKey } from '../addresses/instance-key.ts';
import type { ModuleScope } from '../evaluation/module-scope.ts';
import type { RepetitionData } from '../evaluation/repetition.ts';
import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import { moduleEndKey } from '../graph/configuration-nodes.ts';
import type { VisitResult } from '../graph/walk.ts';
import type { DataType } from '../resource-types/managed-type.ts';
import { readData } from '../run/read-data.ts';
import type { Change, ChangeReason } from './change.ts';
import type { PlanContext } from './plan-context.ts';
import { proposeObject } from './propose.ts';

type ResourceNode = ConfigurationNode & { readonly kind: 'resource' };

/** Reads every instance of a data source, or plans to when its arguments or what it depends on are still to come. */
export async function planData(context: PlanContext, node: ResourceNode): Promise<VisitResult> {
  const { session, evaluator, providers, diagnostics } = context;
  const { module, resource } = node;
  const resolved = providerConfigurationOf(session.root, module, resource.provider);
  const type = session.types.dataType(resolved.source, resource.address.type);
  if (type === undefined) {
    const known = Object.keys(session.types.provider(resolved.source)?.dataSources ?? {});
    diagnostics.push(
      errorDiagnostic(
        'Invalid data source',
        `The provider ${resolved.source.replace('registry.terraform.io/', '')} does not support data source "${resource.address.type}".${didYouMean(resource.address.type, known)}`,
        toSourceRange(resource.span),
      ),
    );
    return 'failed';
  }
  const { client } = await providers.of(resolved);
  const isPending = dependsOnPending(context, node);
  const results = evaluator.instancesOf(module).map(async (scope): Promise<boolean> => {
    const repeated = repeat(resource.repetition, evaluator.scope(scope));
    diagnostics.push(...repeated.diagnostics);
    if (repeated.instances === undefined) return false;
    const values = await Promise.all(
      [...repeated.instances].map(async ([key, repetition]) => {
        const value = await planInstance(context, { node, scope, key, repetition, type, client, isPending });
        return [key, value] as const;
      }),
    );
    const expansion = emptyExpansion<Value>(repeated.kind);
    for (const [key, value] of values) if (value !== undefined) expansion.instances.set(key, value);
    scope.resources.set(resourceText(resource.address), expansion);
    return values.every(([, value]) => value !== undefined);
  });
  return (await Promise.all(results)).every(Boolean) ? 'done' : 'failed';
}

/** Resolves to the value that references to the instance give; undefined when it failed, which is reported. */
async function planInstance(
  context: PlanContext,
  instance: {
    readonly node: ResourceNode;
    readonly scope: ModuleScope;
    readonly key: InstanceKey;
    readonly repetition: RepetitionData;
    readonly type: DataType;
    readonly client: unknown;
    readonly isPending: boolean;
  },
): Promise<Value | undefined> {
  const { session, evaluator, diagnostics } = context;
  const { scope: module, key, repetition, type, client } = instance;
  const { resource } = instance.node;
  const address = { module: module.address, resource: resource.address, key };
  const text = resourceInstanceText(address);
  const scope = evaluator.scope(module, { repetition });
  const { preconditions, postconditions } = resource.lifecycle;
  if (!checkConditions('precondition', preconditions, scope, diagnostics)) return undefined;
  const config = evaluateArguments(resource, type, scope, text, diagnostics);
  if (config === undefined) return undefined;
  const reason = containsUnknown(config)
    ? 'read-unknown'
    : instance.isPending
      ? 'read-dependency-pending'
      : undefined;
  if (reason !== undefined) {
    const change = deferredRead(address, text, type, config, reason);
    context.data.set(text, { value: change.after, change });
    return change.after;
  }
  const source = { address, resource, type, client };
  const value = await readData(session, context.semaphore, source, config, diagnostics);
  if (value === undefined) return undefined;
  context.data.set(text, { value, change: undefined });
  const self = evaluator.scope(module, { repetition, self: value });
  return checkConditions('postcondition', postconditions, self, diagnostics) ? value : undefined;
}

function deferredRead(
  address: Change['address'],
  text: string,
  type: DataType,
  config: Value,
  reason: ChangeReason,
): Change & { readonly after: Value } {
  const proposed = proposeObject(type.schema, undefined, config);
  return {
    address,
    text,
    action: 'read',
    reason,
    schema: type.schema,
    before: undefined,
    after: markObject(proposed, type.schema, markedPaths(config)),
    replacePaths: [],
    movedFrom: undefined,
    deposed: undefined,
    behaviour: 'real',
  };
}

/** Whether something that the data source's or its module's `depends_on` names is still to be changed. */
function dependsOnPending({ session, declared }: PlanContext, node: ResourceNode): boolean {
  const { graph, root } = session;
  const keys = [
    ...explicitKeys(node),
    ...node.module.path.flatMap((name, depth) => {
      const caller = moduleAt(root, node.module.path.slice(0, depth));
      const end = caller === undefined ? undefined : graph.nodes.get(moduleEndKey(caller, name));
      return end?.kind === 'module-end' ? explicitKeys({ ...end, dependsOn: end.call.dependsOn }) : [];
    }),
  ];
  if (keys.length === 0) return false;
  const needed = new Set(keys.flatMap((key) => [key, ...graph.transitiveDependencies(key)]));
  return [...declared.values()].some(
    ({ change }) =>
      change.action !== 'no-op' &&
      needed.has(
        [
          ...change.address.module.map(({ name }) => `module.${name}`),
          resourceText(change.address.resource),
        ].join('.'),
      ),
  );
}

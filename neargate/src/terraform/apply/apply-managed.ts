import path from 'node:path';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import { toSourceRange } from '../../hcl/source.ts';
import type { Value } from '../../hcl/values.ts';
import {
  configurationResourceText,
  resourceInstanceText,
  resourceText,
} from '../addresses/resource-address.ts';
import { providerConfigurationOf } from '../configuration/provider-inheritance.ts';
import { emptyExpansion } from '../evaluation/expansion.ts';
import { repeat } from '../evaluation/repetition.ts';
import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import type { VisitResult } from '../graph/walk.ts';
import type { Session } from '../run/session.ts';
import type { StoredObject } from '../state/state.ts';
import type { ApplyContext } from './apply-context.ts';
import { applyInstance } from './apply-instance.ts';

/** Does what is planned for every instance of a managed resource; one that fails does not keep the others from going on. */
export async function applyManaged(
  context: ApplyContext,
  node: ConfigurationNode & { kind: 'resource' },
): Promise<VisitResult> {
  const { session, evaluator, plan } = context;
  const { module, resource } = node;
  const resolved = providerConfigurationOf(session.root, module, resource.provider);
  const { client, configuration } = await context.providers.of(resolved);
  const dependencies = dependenciesOf(session, node.key);
  const place = placeOf(resource.span);
  const createBeforeDestroy = plan.createBeforeDestroy.has(
    configurationResourceText({ module: module.path, resource: resource.address }),
  );
  const results = evaluator.instancesOf(module).map(async (scope): Promise<boolean> => {
    const repeated = repeat(resource.repetition, evaluator.scope(scope));
    context.diagnostics.push(...repeated.diagnostics);
    if (repeated.instances === undefined) return false;
    const values = new Map<string, Value>();
    const applied = await Promise.all(
      [...repeated.instances].map(async ([key, repetition]) => {
        const address = { module: scope.address, resource: resource.address, key };
        const text = resourceInstanceText(address);
        const planned = plan.declared.get(text);
        if (planned === undefined) return missingFromPlan(context, node, text);
        if (session.signal.aborted) return false;
        const record = { address, provider: planned.provider, dependencies, createBeforeDestroy, place };
        const value = await applyInstance(context, {
          resource,
          module: scope,
          repetition,
          planned,
          client,
          providerConfiguration: configuration,
          record,
        });
        if (value !== undefined) values.set(text, value);
        return value !== undefined;
      }),
    );
    const expansion = emptyExpansion<Value>(repeated.kind);
    for (const key of repeated.instances.keys()) {
      const value = values.get(
        resourceInstanceText({ module: scope.address, resource: resource.address, key }),
      );
      if (value !== undefined) expansion.instances.set(key, value);
    }
    scope.resources.set(resourceText(resource.address), expansion);
    return applied.every(Boolean);
  });
  return (await Promise.all(results)).every(Boolean) ? 'done' : 'failed';
}

/** An instance that -target left out is none of this run's; any other was not there when the plan was made. */
function missingFromPlan(
  context: ApplyContext,
  node: ConfigurationNode & { kind: 'resource' },
  text: string,
): boolean {
  if (context.plan.isLimited) return true;
  context.diagnostics.push({
    ...errorDiagnostic(
      'Instances changed during apply',
      `The plan has no instance ${text}: what its "count" or "for_each" gives was another value when the plan was made. Run the apply again.`,
      toSourceRange(node.resource.span),
    ),
    address: text,
  });
  return false;
}

/** The configuration addresses of all resources that one depends on, as the state keeps them for its destruction. */
function dependenciesOf({ graph }: Session, key: string): readonly string[] {
  const found: string[] = [];
  for (const dependency of graph.transitiveDependencies(key)) {
    if (graph.nodes.get(dependency)?.kind === 'resource') found.push(dependency);
  }
  return found.toSorted();
}

function placeOf(span: Parameters<typeof toSourceRange>[0]): StoredObject['place'] {
  const { file, start } = toSourceRange(span);
  return { file: path.normalize(file), line: start.line };
}

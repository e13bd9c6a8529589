import type { Value } from '../../hcl/values.ts';
import { resourceInstanceText, resourceText } from '../addresses/resource-address.ts';
import { providerConfigurationOf } from '../configuration/provider-inheritance.ts';
import { emptyExpansion } from '../evaluation/expansion.ts';
import { repeat } from '../evaluation/repetition.ts';
import { checkConditions, evaluateArguments } from '../evaluation/resource-configuration.ts';
import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import type { VisitResult } from '../graph/walk.ts';
import { readData } from '../run/read-data.ts';
import type { ApplyContext } from './apply-context.ts';

/** Gives data sources the values that the plan read, and reads those that had to wait. */
export async function applyData(
  context: ApplyContext,
  { module, resource }: ConfigurationNode & { kind: 'resource' },
): Promise<VisitResult> {
  const { session, evaluator, providers, plan, diagnostics } = context;
  const resolved = providerConfigurationOf(session.root, module, resource.provider);
  const type = session.types.dataType(resolved.source, resource.address.type);
  if (type === undefined) return 'failed';
  let succeeded = true;
  for (const scope of evaluator.instancesOf(module)) {
    const repeated = repeat(resource.repetition, evaluator.scope(scope));
    diagnostics.push(...repeated.diagnostics);
    if (repeated.instances === undefined) return 'failed';
    const expansion = emptyExpansion<Value>(repeated.kind);
    scope.resources.set(resourceText(resource.address), expansion);
    for (const [key, repetition] of repeated.instances) {
      const address = { module: scope.address, resource: resource.address, key };
      const text = resourceInstanceText(address);
      const planned = plan.data.get(text);
      if (planned !== undefined && planned.change === undefined) {
        expansion.instances.set(key, planned.value);
        continue;
      }
      const inner = evaluator.scope(scope, { repetition });
      const config = evaluateArguments(resource, type, inner, text, diagnostics);
      const { client } = await providers.of(resolved);
      const value =
        config === undefined
          ? undefined
          : await readData(
              session,
              context.semaphore,
              { address, resource, type, client },
              config,
              diagnostics,
            );
      if (value === undefined) {
        succeeded = false;
        continue;
      }
      expansion.instances.set(key, value);
      const self = evaluator.scope(scope, { repetition, self: value });
      succeeded =
        checkConditions('postcondition', resource.lifecycle.postconditions, self, diagnostics) && succeeded;
    }
  }
  return succeeded ? 'done' : 'failed';
}

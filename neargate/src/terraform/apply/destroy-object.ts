import type { VisitResult } from '../graph/walk.ts';
import { resourceText } from '../addresses/resource-address.ts';
import { modulePathOf, moduleInstanceText } from '../addresses/module-address.ts';
import { moduleAt } from '../configuration/module-configuration.ts';
import { providerSourceOf } from '../evaluation/provider-clients.ts';
import type { RepetitionData } from '../evaluation/repetition.ts';
import { noRepetition } from '../evaluation/repetition.ts';
import { deepUnmark } from '../../hcl/value-walks.ts';
import { numberValue, stringValue } from '../../hcl/values.ts';
import { operationError } from '../run/operation-error.ts';
import { findInstance } from '../state/state.ts';
import type { InstanceKey } from '../addresses/instance-key.ts';
import type { ApplyContext } from './apply-context.ts';
import type { DestroyNode } from './apply-graph.ts';
import { dropObject } from './instance-record.ts';
import { runProvisioners } from './provisioners.ts';
import { watchedOperation } from './watched-operation.ts';

/** Destroys an object that the plan removes or replaces, or just forgets it. */
export async function destroyObject(context: ApplyContext, { instance }: DestroyNode): Promise<VisitResult> {
  const { change, type, provider } = instance;
  const { session, providers, state, diagnostics } = context;
  const { address, text, before } = change;
  const deposed = change.action === 'create-then-replace' ? context.deposedKeys.get(text) : change.deposed;
  if (change.action === 'create-then-replace' && deposed === undefined) return 'failed';
  if (change.action === 'forget') {
    dropObject(context, address, provider, deposed);
    return 'done';
  }
  const existing = findInstance(state, address);
  if (before === undefined || existing === undefined) return 'done';
  const { client } = await providers.ofState(provider, providerSourceOf(provider));
  const module = moduleAt(session.root, modulePathOf(address.module));
  const resource = module?.resources.get(resourceText(address.resource));
  try {
    const { finished } = await watchedOperation(
      context,
      { text, deposed, doing: 'delete', before, client },
      async (operation) => {
        const scope = context.evaluator
          .instancesOf(module ?? session.root)
          .find((candidate) => candidate.text === moduleInstanceText(address.module));
        // A half-made object has nothing that its provisioner could undo.
        const isWhole = instance.stored?.status !== 'tainted' && deposed === undefined;
        if (resource !== undefined && scope !== undefined && isWhole) {
          const provisioned = {
            resource,
            module: scope,
            repetition: repetitionOf(address.key),
            planned: { change },
          };
          if (!(await runProvisioners(context, provisioned, 'destroy', before)))
            throw new ProvisionerFailed();
        }
        await type.delete(deepUnmark(before).value, operation);
      },
    );
    dropObject(context, address, provider, deposed);
    finished();
    context.counts.destroyed += 1;
    return 'done';
  } catch (error) {
    if (!(error instanceof ProvisionerFailed)) {
      diagnostics.push(operationError('deleting', { address, resource, object: before }, error));
    }
    return 'failed';
  }
}

/** The provisioner's failure is reported already. */
class ProvisionerFailed extends Error {}

function repetitionOf(key: InstanceKey): RepetitionData {
  if (key === undefined) return noRepetition;
  if (typeof key === 'number') return { kind: 'count', index: numberValue(key) };
  return { kind: 'for_each', key: stringValue(key), value: stringValue(key) };
}

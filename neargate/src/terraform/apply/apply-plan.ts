import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../../core/diagnostics.ts';
import { containsUnknown } from '../../hcl/value-walks.ts';
import { ConfigurationEvaluator } from '../evaluation/configuration-evaluator.ts';
import { ProviderClients } from '../evaluation/provider-clients.ts';
import { outputKey } from '../graph/configuration-nodes.ts';
import { cycleErrors } from '../graph/configuration-graph.ts';
import { Semaphore } from '../graph/semaphore.ts';
import type { VisitResult } from '../graph/walk.ts';
import { walk } from '../graph/walk.ts';
import type { Plan } from '../plan/plan.ts';
import type { Session } from '../run/session.ts';
import { expressionEnvironment, parallelism } from '../run/session.ts';
import type { ApplyContext, ApplyCounts } from './apply-context.ts';
import { applyData } from './apply-data.ts';
import type { ApplyNode } from './apply-graph.ts';
import { applyGraph } from './apply-graph.ts';
import { applyManaged } from './apply-managed.ts';
import { destroyObject } from './destroy-object.ts';

export interface Applied {
  readonly counts: ApplyCounts;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Does what a plan says, in the order of dependencies. What depends on a failure is left undone, everything else goes on.
 * The plan's state is changed as objects come and go.
 *
 * @param stateChanged Called after every change of the state, so that it is written at once.
 */
export async function applyPlan(session: Session, plan: Plan, stateChanged: () => void): Promise<Applied> {
  const context: ApplyContext = {
    session,
    plan,
    evaluator: new ConfigurationEvaluator(
      session.root,
      session.variables,
      expressionEnvironment(session, 'apply'),
    ),
    providers: new ProviderClients(session.types),
    semaphore: new Semaphore(parallelism),
    state: plan.state,
    stateChanged,
    deposedKeys: new Map(),
    counts: { added: 0, changed: 0, destroyed: 0 },
    diagnostics: [],
  };
  const graph = applyGraph(session, plan);
  const cycles = cycleErrors(graph);
  if (cycles.length > 0) return { counts: context.counts, diagnostics: cycles };
  const visited = new Set<string>();
  await walk(graph, async (node, key) => {
    const result = await visit(context, node);
    if (result === 'done') visited.add(key);
    return result;
  });
  context.diagnostics.push(...context.evaluator.diagnostics);
  if (session.signal.aborted) context.diagnostics.push(errorDiagnostic('execution halted', ''));
  keepOutputs(context, visited);
  return { counts: context.counts, diagnostics: context.diagnostics };
}

async function visit(context: ApplyContext, node: ApplyNode): Promise<VisitResult> {
  if (context.session.signal.aborted) return 'failed';
  const { evaluator, providers, diagnostics } = context;
  switch (node.kind) {
    case 'destroy':
      return destroyObject(context, node);
    case 'provider': {
      const [scope] = evaluator.instancesOf(node.module);
      if (scope === undefined) return 'done';
      const problems = await providers.configure(node.module, node.provider, evaluator.scope(scope));
      diagnostics.push(...problems);
      return hasErrors(problems) ? 'failed' : 'done';
    }
    case 'resource':
      return node.resource.address.mode === 'data' ? applyData(context, node) : applyManaged(context, node);
    default:
      return evaluator.visit(node);
  }
}

/** Puts the root module's outputs into the state. One that could not be evaluated keeps what it was. */
function keepOutputs(
  { session, plan, evaluator, state, stateChanged }: ApplyContext,
  visited: ReadonlySet<string>,
): void {
  for (const { name, action } of plan.outputs) {
    const declared = plan.mode === 'destroy' ? undefined : session.root.outputs.get(name);
    const value = evaluator.root.outputs.get(name);
    if (declared === undefined) {
      if (state.outputs.delete(name)) stateChanged();
    } else if (value !== undefined && visited.has(outputKey(session.root, name)) && !containsUnknown(value)) {
      if (value.kind === 'null') state.outputs.delete(name);
      else state.outputs.set(name, { value, sensitive: declared.sensitive });
      if (action !== 'no-op') stateChanged();
    }
  }
}

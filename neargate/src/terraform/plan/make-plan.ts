import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, hasErrors, warningDiagnostic } from '../../core/diagnostics.ts';
import { resourceInstanceText } from '../addresses/resource-address.ts';
import { configurationResourceText } from '../addresses/resource-address.ts';
import { modulePathOf } from '../addresses/module-address.ts';
import type { TargetAddress } from '../addresses/parse-address.ts';
import { ConfigurationEvaluator } from '../evaluation/configuration-evaluator.ts';
import { ProviderClients } from '../evaluation/provider-clients.ts';
import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import { outputKey } from '../graph/configuration-nodes.ts';
import { Graph } from '../graph/graph.ts';
import { Semaphore } from '../graph/semaphore.ts';
import type { VisitResult } from '../graph/walk.ts';
import { walk } from '../graph/walk.ts';
import type { Session } from '../run/session.ts';
import { expressionEnvironment, parallelism } from '../run/session.ts';
import type { State } from '../state/state.ts';
import { copyState, stateInstances } from '../state/state.ts';
import { createBeforeDestroyResources } from './create-before-destroy.ts';
import { applyMoves } from './moves.ts';
import { outputChanges, outputRemovals } from './output-changes.ts';
import type { PlanContext } from './plan-context.ts';
import { planData } from './plan-data.ts';
import { planManaged } from './plan-managed.ts';
import { planDestruction, planRemovals } from './plan-removals.ts';
import type { Plan } from './plan.ts';
import { containsInstance, selectTargets } from './targets.ts';

export interface PlanOptions {
  readonly mode: Plan['mode'];
  readonly targets: readonly TargetAddress[];
  readonly replace: readonly TargetAddress[];
}

/**
 * Compares the configuration with what exists and decides what an apply is to do. Reads objects and data sources through
 * their providers; writes nothing.
 */
export async function makePlan(session: Session, prior: State, options: PlanOptions): Promise<Plan> {
  const diagnostics: Diagnostic[] = [];
  const state = copyState(prior);
  const movedFrom = applyMoves(state, session.root, diagnostics);
  const targets = selectTargets(session.graph, options.targets);
  const context: PlanContext = {
    session,
    evaluator: new ConfigurationEvaluator(
      session.root,
      session.variables,
      expressionEnvironment(session, 'plan'),
    ),
    providers: new ProviderClients(session.types),
    state,
    movedFrom,
    createBeforeDestroy: createBeforeDestroyResources(session.graph),
    replace: replacedAddresses(options.replace, state, diagnostics),
    targets,
    semaphore: new Semaphore(parallelism),
    declared: new Map(),
    removals: [],
    data: new Map(),
    drift: [],
    diagnostics,
  };
  if (targets.isLimited) diagnostics.push(targetWarning);
  const nodes = options.mode === 'destroy' ? nodesOfProviders(session.graph) : targets.nodes;
  const evaluated = new Set<string>();
  await walk(subgraph(session.graph, nodes), async (node, key) => {
    const result = await visit(context, node, options.mode);
    if (result === 'done') evaluated.add(key);
    return result;
  });
  diagnostics.push(...context.evaluator.diagnostics);
  if (!session.signal.aborted) {
    if (options.mode === 'destroy') await planDestruction(context, destructionScope(state, options.targets));
    else await planRemovals(context, hasErrors(diagnostics));
  }
  diagnostics.push(...forgetWarnings(context.removals));
  if (session.signal.aborted) diagnostics.push(errorDiagnostic('execution halted', ''));
  const { root } = context.evaluator;
  return {
    mode: options.mode,
    declared: context.declared,
    removals: context.removals,
    data: context.data,
    outputs:
      options.mode === 'normal'
        ? outputChanges(root, prior.outputs, (name) => evaluated.has(outputKey(session.root, name)))
        : targets.isLimited
          ? []
          : outputRemovals(prior.outputs),
    drift: context.drift,
    state,
    isLimited: targets.isLimited,
    nodes,
    createBeforeDestroy: context.createBeforeDestroy,
    diagnostics,
  };
}

async function visit(
  context: PlanContext,
  node: ConfigurationNode,
  mode: Plan['mode'],
): Promise<VisitResult> {
  if (context.session.signal.aborted) return 'failed';
  const { evaluator, providers } = context;
  switch (node.kind) {
    case 'provider': {
      const [scope] = evaluator.instancesOf(node.module);
      if (scope === undefined) return 'done';
      const problems = await providers.configure(node.module, node.provider, evaluator.scope(scope));
      context.diagnostics.push(...problems);
      return hasErrors(problems) ? 'failed' : 'done';
    }
    case 'resource':
      if (node.resource.address.mode === 'data') return planData(context, node);
      // What a provider's configuration needs of an object is in the state already when everything is destroyed.
      return mode === 'destroy' ? keepFromState(context, node) : planManaged(context, node);
    default:
      return evaluator.visit(node);
  }
}

async function keepFromState(
  context: PlanContext,
  node: ConfigurationNode & { kind: 'resource' },
): Promise<VisitResult> {
  const result = await planManaged(context, node);
  for (const [text, planned] of context.declared) {
    const { change } = planned;
    const after = change.before ?? change.after;
    context.declared.set(text, {
      ...planned,
      change: { ...change, action: 'no-op', reason: undefined, after },
    });
  }
  return result;
}

/** Providers and all that their configurations need: what a destroy evaluates. */
function nodesOfProviders(graph: Graph<ConfigurationNode>): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const [key, node] of graph.nodes) {
    const isRootVariable = node.kind === 'variable' && node.module.path.length === 0;
    if (node.kind !== 'provider' && !isRootVariable) continue;
    needed.add(key);
    for (const dependency of graph.transitiveDependencies(key)) needed.add(dependency);
  }
  return needed;
}

/** The graph with only these nodes. */
export function subgraph<Node>(graph: Graph<Node>, keys: ReadonlySet<string>): Graph<Node> {
  const part = new Graph<Node>();
  for (const [key, node] of graph.nodes) if (keys.has(key)) part.add(key, node);
  for (const key of part.nodes.keys()) {
    for (const dependency of graph.dependenciesOf(key)) part.connect(key, dependency);
  }
  return part;
}

function replacedAddresses(
  replace: readonly TargetAddress[],
  state: State,
  diagnostics: Diagnostic[],
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const target of replace) {
    const matches = [...stateInstances(state)]
      .filter(({ address }) => containsInstance(target, address) && address.key === target.key)
      .map(({ address }) => resourceInstanceText(address));
    for (const text of matches) found.add(text);
    if (matches.length === 0) {
      diagnostics.push(
        warningDiagnostic(
          'Incompletely-matched force-replace resource instance',
          'Your force-replace request does not match any resource instance in the state, so it replaces nothing. An instance of a resource with count or for_each needs its key, such as aws_instance.web[0].',
        ),
      );
    }
  }
  return found;
}

/** With targets, a destroy takes in what is targeted and everything made from it. */
function destructionScope(state: State, targets: readonly TargetAddress[]) {
  if (targets.length === 0) return () => true;
  const instances = [...stateInstances(state)].map(({ address, instance }) => ({
    address,
    key: configurationResourceText({ module: modulePathOf(address.module), resource: address.resource }),
    dependencies: instance.current?.dependencies ?? [],
  }));
  const chosen = new Set(
    instances.filter(({ address }) => targets.some((target) => containsInstance(target, address))),
  );
  for (let grown = true; grown;) {
    grown = false;
    const keys = new Set([...chosen].map(({ key }) => key));
    for (const instance of instances) {
      if (chosen.has(instance) || !instance.dependencies.some((dependency) => keys.has(dependency))) continue;
      chosen.add(instance);
      grown = true;
    }
  }
  const texts = new Set([...chosen].map(({ address }) => resourceInstanceText(address)));
  return (address: Parameters<typeof resourceInstanceText>[0]) => texts.has(resourceInstanceText(address));
}

function forgetWarnings(removals: PlanContext['removals']): Diagnostic[] {
  const forgotten = removals
    .filter(({ change }) => change.action === 'forget')
    .map(({ change }) => change.text);
  if (forgotten.length === 0) return [];
  const list = forgotten.toSorted().map((text) => ` - ${text}`);
  return [
    warningDiagnostic(
      'Some objects will no longer be managed by Terraform',
      `If you apply this plan, Terraform will discard its tracking information for the following objects, but it will not delete them:\n${list.join('\n')}\n\nAfter applying this plan, Terraform will no longer manage these objects. You will need to import them into Terraform to manage them again.`,
    ),
  ];
}

const targetWarning = warningDiagnostic(
  'Resource targeting is in effect',
  'You are creating a plan with the -target option, which means that the result of this plan may not represent all of the changes requested by the current configuration.\n\nThe -target option is not for routine use, and is provided only for exceptional situations such as recovering from errors or mistakes, or when Terraform specifically suggests to use it as part of an error message.',
);

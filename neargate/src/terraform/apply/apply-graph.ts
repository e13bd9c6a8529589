import { modulePathOf } from '../addresses/module-address.ts';
import { configurationResourceText } from '../addresses/resource-address.ts';
import { providerBlockOf } from '../evaluation/provider-clients.ts';
import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import { providerNodeKey } from '../graph/configuration-nodes.ts';
import { Graph } from '../graph/graph.ts';
import type { Plan, PlannedInstance } from '../plan/plan.ts';
import type { Session } from '../run/session.ts';

/** A step of an apply: a part of the configuration, or the destruction of one object. */
export type ApplyNode = ConfigurationNode | DestroyNode;

export interface DestroyNode {
  readonly kind: 'destroy';
  readonly instance: PlannedInstance;
  /** Whether the object goes only after its replacement, and what uses that, are there. */
  readonly last: boolean;
}

/**
 * The order of an apply: the configuration's own, and the destructions in between. An object goes after the objects that
 * were made from it; before what is made or changed in its place, or after that with create_before_destroy.
 * https://developer.hashicorp.com/terraform/internals/graph
 */
export function applyGraph(session: Session, plan: Plan): Graph<ApplyNode> {
  const graph = new Graph<ApplyNode>();
  for (const [key, node] of session.graph.nodes) if (plan.nodes.has(key)) graph.add(key, node);
  for (const key of graph.nodes.keys()) {
    for (const dependency of session.graph.dependenciesOf(key)) graph.connect(key, dependency);
  }
  const destroyers = destroyNodes(plan);
  for (const { key, node } of destroyers) {
    graph.add(key, node);
    const provider = providerBlockOf(session.root, node.instance.provider);
    if (provider !== undefined) graph.connect(key, providerNodeKey(provider.module, provider.key));
  }
  const changing = changingResources(plan);
  for (const destroyer of destroyers) connectDestroyer(graph, session, plan, destroyers, changing, destroyer);
  return graph;
}

interface Destroyer {
  readonly key: string;
  readonly node: DestroyNode;
  /** The configuration address of the resource, which is also the key of its node while it is declared. */
  readonly resource: string;
  readonly dependencies: readonly string[];
}

function destroyNodes(plan: Plan): Destroyer[] {
  const replaced = [...plan.declared.values()].filter(
    ({ change }) => change.action === 'replace' || change.action === 'create-then-replace',
  );
  const leaving = [...replaced, ...plan.removals];
  const last = destroyedLast(plan, leaving);
  return leaving.map((instance) => {
    const { text, deposed } = instance.change;
    return {
      key: `${text}${deposed === undefined ? '' : ` (deposed ${deposed})`} (destroy)`,
      node: { kind: 'destroy' as const, instance, last: last.has(resourceOf(instance)) },
      resource: resourceOf(instance),
      dependencies: instance.stored?.dependencies ?? [],
    };
  });
}

/** Resources whose old objects go last: those that say so, and all that their objects were made from. */
function destroyedLast(plan: Plan, leaving: readonly PlannedInstance[]): ReadonlySet<string> {
  const last = new Set<string>();
  for (const instance of [...plan.declared.values(), ...leaving]) {
    const resource = resourceOf(instance);
    const isFirst = plan.createBeforeDestroy.has(resource) || instance.stored?.createBeforeDestroy === true;
    if (plan.mode === 'destroy' || !isFirst) continue;
    last.add(resource);
    for (const dependency of instance.stored?.dependencies ?? []) last.add(dependency);
  }
  return last;
}

function connectDestroyer(
  graph: Graph<ApplyNode>,
  session: Session,
  plan: Plan,
  destroyers: readonly Destroyer[],
  changing: ReadonlyMap<string, ReadonlySet<string>>,
  { key, node, resource, dependencies }: Destroyer,
): void {
  for (const other of destroyers) {
    if (other.key !== key && dependencies.includes(other.resource)) graph.connect(other.key, key);
  }
  const isReplaced = plan.declared.get(node.instance.change.text)?.change === node.instance.change;
  if (isReplaced) {
    if (node.last) graph.connect(key, resource);
    else graph.connect(resource, key);
  }
  for (const [changed, madeFrom] of changing) {
    if (changed === resource) continue;
    const uses = madeFrom.has(resource) || session.graph.transitiveDependencies(changed).has(resource);
    if (node.last) {
      if (uses) graph.connect(key, changed);
    } else if (madeFrom.has(resource)) {
      graph.connect(changed, key);
    } else if (dependencies.includes(changed)) {
      // What the object was made from is changed only once it is gone.
      graph.connect(changed, key);
    }
  }
}

/** Resources with something to create or update, and what their objects were made from so far. */
function changingResources(plan: Plan): ReadonlyMap<string, ReadonlySet<string>> {
  const changing = new Map<string, Set<string>>();
  for (const instance of plan.declared.values()) {
    if (instance.change.action === 'no-op') continue;
    const resource = resourceOf(instance);
    const madeFrom = changing.get(resource) ?? new Set<string>();
    for (const dependency of instance.stored?.dependencies ?? []) madeFrom.add(dependency);
    changing.set(resource, madeFrom);
  }
  return changing;
}

function resourceOf({ change: { address } }: PlannedInstance): string {
  return configurationResourceText({ module: modulePathOf(address.module), resource: address.resource });
}

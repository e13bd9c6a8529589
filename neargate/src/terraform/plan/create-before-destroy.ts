import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import type { Graph } from '../graph/graph.ts';

/**
 * The resources whose replacements are created first: those that say so, and everything they depend on, as its old object
 * cannot go before theirs.
 * https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
 */
export function createBeforeDestroyResources(graph: Graph<ConfigurationNode>): Set<string> {
  const found = new Set<string>();
  for (const [key, node] of graph.nodes) {
    if (node.kind !== 'resource' || node.resource.lifecycle.createBeforeDestroy !== true) continue;
    found.add(key);
    for (const dependency of graph.transitiveDependencies(key)) {
      const other = graph.nodes.get(dependency);
      if (other?.kind === 'resource' && other.resource.address.mode === 'managed') found.add(dependency);
    }
  }
  return found;
}

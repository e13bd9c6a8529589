import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import { moduleContains, modulePathOf, modulePathText } from '../addresses/module-address.ts';
import type { TargetAddress } from '../addresses/parse-address.ts';
import { parseAddress } from '../addresses/parse-address.ts';
import type { ResourceInstanceAddress } from '../addresses/resource-address.ts';
import { resourceText } from '../addresses/resource-address.ts';
import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import type { Graph } from '../graph/graph.ts';

/** What a run is limited to by -target. */
export interface Targets {
  readonly isLimited: boolean;
  /** Configuration nodes to evaluate: the targets and all they depend on. */
  readonly nodes: ReadonlySet<string>;
  /** Whether an instance takes part: it is targeted, or something targeted depends on its resource. */
  includes(address: ResourceInstanceAddress, key: string): boolean;
}

/** Reads the addresses given to -target or -replace. */
export function readAddresses(texts: readonly string[], diagnostics: Diagnostic[]): TargetAddress[] {
  return texts.flatMap((text) => {
    const address = parseAddress(text);
    if (address !== undefined) return [address];
    diagnostics.push(
      errorDiagnostic(
        `Invalid target "${text}"`,
        'A resource or module address is required here, such as aws_vpc.main, aws_subnet.public["a"] or module.network.',
      ),
    );
    return [];
  });
}

/** Finds what -target limits a run to; everything when nothing is targeted. */
export function selectTargets(graph: Graph<ConfigurationNode>, addresses: readonly TargetAddress[]): Targets {
  if (addresses.length === 0) {
    return { isLimited: false, nodes: new Set(graph.nodes.keys()), includes: () => true };
  }
  const targeted = new Set<string>();
  const dependencies = new Set<string>();
  for (const [key, node] of graph.nodes) {
    if (node.kind !== 'resource' || !addresses.some((address) => namesResource(address, node))) continue;
    targeted.add(key);
    for (const dependency of graph.transitiveDependencies(key)) dependencies.add(dependency);
  }
  const nodes = new Set([...targeted, ...dependencies]);
  for (const [key, node] of graph.nodes) {
    if (node.kind === 'output' && node.module.path.length === 0 && isCovered(graph, key, nodes)) {
      nodes.add(key);
      for (const dependency of graph.transitiveDependencies(key)) nodes.add(dependency);
    }
    // The values given to the root module are checked whatever is targeted.
    if (node.kind === 'variable' && node.module.path.length === 0) nodes.add(key);
  }
  return {
    isLimited: true,
    nodes,
    includes: (address, key) =>
      dependencies.has(key) || addresses.some((target) => containsInstance(target, address)),
  };
}

/** Whether an address names an instance, or a module or resource it belongs to. */
export function containsInstance(target: TargetAddress, address: ResourceInstanceAddress): boolean {
  if (!moduleContains(target.module, address.module)) return false;
  if (target.resource === undefined) return true;
  return (
    target.module.length === address.module.length &&
    resourceText(target.resource) === resourceText(address.resource) &&
    (target.key === undefined || target.key === address.key)
  );
}

function namesResource(target: TargetAddress, node: ConfigurationNode & { kind: 'resource' }): boolean {
  const path = modulePathText(modulePathOf(target.module));
  const own = modulePathText(node.module.path);
  if (target.resource === undefined) return own === path || own.startsWith(`${path}.`);
  return own === path && resourceText(target.resource) === resourceText(node.resource.address);
}

/** An output is evaluated when all resources it depends on take part, and there are any. */
function isCovered(graph: Graph<ConfigurationNode>, key: string, nodes: ReadonlySet<string>): boolean {
  const resources = [...graph.transitiveDependencies(key)].filter(
    (dependency) => graph.nodes.get(dependency)?.kind === 'resource',
  );
  return resources.length > 0 && resources.every((resource) => nodes.has(resource));
}

import type { Traversal } from '../../hcl/references.ts';
import { traversalOf } from '../../hcl/references.ts';
import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { ModuleConfiguration } from '../configuration/module-configuration.ts';
import { moduleAt } from '../configuration/module-configuration.ts';
import { providerConfigurationOf } from '../configuration/provider-inheritance.ts';
import type { ConfigurationNode } from './configuration-nodes.ts';
import {
  configurationNodes,
  localKey,
  moduleEndKey,
  moduleExpansionKey,
  outputKey,
  providerNodeKey,
  resourceKey,
  variableKey,
} from './configuration-nodes.ts';
import { Graph } from './graph.ts';

/**
 * The order in which the parts of a configuration are evaluated: each after what it refers to, after what its `depends_on`
 * names, after its module's expansion, and a resource after its provider's configuration.
 */
export function configurationGraph(root: ModuleConfiguration): Graph<ConfigurationNode> {
  const graph = new Graph<ConfigurationNode>();
  const nodes = configurationNodes(root);
  for (const node of nodes) graph.add(node.key, node);
  for (const node of nodes) {
    connectReferences(graph, node);
    connectExplicit(graph, node);
    connectModule(graph, root, node);
    if (node.kind === 'resource') connectProvider(graph, root, node);
  }
  return graph;
}

/** Errors for parts that depend on each other in a circle, in Terraform's words. */
export function cycleErrors(graph: Graph<unknown>): Diagnostic[] {
  return graph.cycles().map((cycle) => errorDiagnostic(`Cycle: ${cycle.join(', ')}`, ''));
}

/** The keys of the nodes that a reference made in a module depends on. */
export function referencedKeys(module: ModuleConfiguration, traversal: Traversal): readonly string[] {
  const names = traversal.steps.map((step) => (step.kind === 'attribute' ? step.name : undefined));
  const [first] = names;
  switch (traversal.root) {
    case 'var':
      return first === undefined ? [] : [variableKey(module, first)];
    case 'local':
      return first === undefined ? [] : [localKey(module, first)];
    case 'module':
      return first === undefined ? [] : moduleReferenceKeys(module, first, names.slice(1));
    case 'data':
      return [resourceKey(module, `data.${first ?? ''}.${names[1] ?? ''}`)];
    case 'path':
    case 'terraform':
    case 'each':
    case 'count':
    case 'self':
      return [];
    default:
      return [resourceKey(module, `${traversal.root}.${first ?? ''}`)];
  }
}

function moduleReferenceKeys(
  module: ModuleConfiguration,
  callName: string,
  names: readonly (string | undefined)[],
): readonly string[] {
  const child = module.children.get(callName);
  if (child === undefined) return [];
  const outputName = names.find((name) => name !== undefined);
  const outputs =
    outputName === undefined || !child.outputs.has(outputName) ? [...child.outputs.keys()] : [outputName];
  return [moduleExpansionKey(module, callName), ...outputs.map((name) => outputKey(child, name))];
}

function connectReferences(graph: Graph<ConfigurationNode>, node: ConfigurationNode): void {
  for (const { module, traversals } of node.references) {
    for (const traversal of traversals) {
      for (const key of referencedKeys(module, traversal)) graph.connect(node.key, key);
    }
  }
}

function connectExplicit(graph: Graph<ConfigurationNode>, node: ConfigurationNode): void {
  for (const key of explicitKeys(node)) graph.connect(node.key, key);
}

/** What `depends_on` names: a whole module for `module.a`, which includes everything in it. */
export function explicitKeys(node: ConfigurationNode): string[] {
  return node.dependsOn.flatMap((expression) => {
    const traversal = traversalOf(expression);
    if (traversal === undefined) return [];
    const [step] = traversal.steps;
    return traversal.root === 'module' && step?.kind === 'attribute' && traversal.steps.length <= 2
      ? [moduleEndKey(node.module, step.name)]
      : referencedKeys(node.module, traversal);
  });
}

function connectModule(
  graph: Graph<ConfigurationNode>,
  root: ModuleConfiguration,
  node: ConfigurationNode,
): void {
  const callName = node.module.path.at(-1);
  if (callName === undefined) return;
  const caller = moduleAt(root, node.module.path.slice(0, -1)) ?? root;
  graph.connect(node.key, moduleExpansionKey(caller, callName));
  graph.connect(moduleEndKey(caller, callName), node.key);
}

function connectProvider(
  graph: Graph<ConfigurationNode>,
  root: ModuleConfiguration,
  node: ConfigurationNode & { readonly kind: 'resource' },
): void {
  const provider = providerConfigurationOf(root, node.module, node.resource.provider);
  graph.connect(node.key, providerNodeKey(provider.module, provider.key));
}

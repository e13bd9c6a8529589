import type { Diagnostic } from '../../core/diagnostics.ts';
import { warningDiagnostic } from '../../core/diagnostics.ts';
import { nameSuggestion } from '../../hcl/suggestions.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { resourceText } from '../addresses/resource-address.ts';
import type { ModuleConfiguration, ResourceConfiguration } from '../configuration/module-configuration.ts';
import { providerConfigurationOf } from '../configuration/provider-inheritance.ts';
import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import type { Graph } from '../graph/graph.ts';
import type { TypeRegistry } from '../resource-types/type-registry.ts';

interface UnknownType {
  readonly name: string;
  readonly resources: ResourceConfiguration[];
  /** A known type of nearly the same name. */
  readonly suggestion: string | undefined;
}

/**
 * Warns of resources whose type no provider here defines: they are recorded only. A type that looks misspelt is pointed at
 * by itself, the others are told of together.
 */
export function unknownTypeWarnings(
  root: ModuleConfiguration,
  graph: Graph<ConfigurationNode>,
  types: TypeRegistry,
): Diagnostic[] {
  const unknown = unknownTypes(root, graph, types);
  const misspelt = unknown.filter(({ suggestion }) => suggestion !== undefined);
  const others = unknown.filter(({ suggestion }) => suggestion === undefined);
  return [...misspelt.flatMap(misspeltWarnings), ...togetherWarning(others)];
}

function unknownTypes(
  root: ModuleConfiguration,
  graph: Graph<ConfigurationNode>,
  types: TypeRegistry,
): readonly UnknownType[] {
  const found = new Map<string, UnknownType>();
  for (const node of graph.nodes.values()) {
    if (node.kind !== 'resource' || node.resource.address.mode !== 'managed') continue;
    const { source } = providerConfigurationOf(root, node.module, node.resource.provider);
    const { type } = node.resource.address;
    if (types.knownManagedType(source, type) !== undefined) continue;
    const known = Object.keys(types.provider(source)?.resourceTypes ?? {});
    const entry = found.get(type) ?? { name: type, resources: [], suggestion: nameSuggestion(type, known) };
    entry.resources.push(node.resource);
    found.set(type, entry);
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function misspeltWarnings({ name, resources, suggestion = '' }: UnknownType): Diagnostic[] {
  return resources.map((resource) =>
    warningDiagnostic(
      'Unknown resource type',
      `Neargate does not know the resource type "${name}": the arguments of ${resourceText(resource.address)} are recorded only, nothing is created or enforced. Did you mean "${suggestion}"?`,
      toSourceRange(resource.span),
    ),
  );
}

function togetherWarning(unknown: readonly UnknownType[]): Diagnostic[] {
  const [first] = unknown.flatMap(({ resources }) => resources);
  if (first === undefined) return [];
  const lines = unknown.map(({ name, resources }) => {
    const names = resources.map((resource) => resourceText(resource.address));
    return `  - ${name}: ${[...new Set(names)].join(', ')}`;
  });
  return [
    warningDiagnostic(
      'Unknown resource type',
      `Neargate does not know the following resource types. Their arguments are recorded only, nothing is created or enforced:\n${lines.join('\n')}`,
      toSourceRange(first.span),
    ),
  ];
}

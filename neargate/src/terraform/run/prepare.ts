import { stat } from 'node:fs/promises';
import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../../core/diagnostics.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { emptyConfiguration, loadConfiguration } from '../configuration/load-configuration.ts';
import type { ModuleConfiguration, ResourceConfiguration } from '../configuration/module-configuration.ts';
import { providerKey } from '../configuration/module-configuration.ts';
import { providerConfigurationOf } from '../configuration/provider-inheritance.ts';
import { unknownTypeWarnings } from './unknown-types.ts';
import { validateModuleCalls } from '../evaluation/validate-module-calls.ts';
import { validateReferences } from '../evaluation/validate-references.ts';
import { configurationGraph, cycleErrors } from '../graph/configuration-graph.ts';
import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import type { Graph } from '../graph/graph.ts';
import type { VariableSources } from '../inputs/given-values.ts';
import { givenValues } from '../inputs/given-values.ts';
import type { RootVariable } from '../inputs/root-variables.ts';
import { rootVariables } from '../inputs/root-variables.ts';
import { TypeRegistry } from '../resource-types/type-registry.ts';
import type { Provider } from '../provider.ts';
import type { IdSource } from '../../core/ids.ts';
import type { RunRequest } from './run-request.ts';

/** A configuration that was loaded, and checked as far as that goes without evaluating it. */
export interface Prepared {
  /** Undefined when there are errors. */
  readonly configuration:
    | {
        readonly root: ModuleConfiguration;
        readonly graph: Graph<ConfigurationNode>;
        readonly types: TypeRegistry;
        readonly variables: ReadonlyMap<string, RootVariable>;
      }
    | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Source texts by the file name that diagnostics show. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Loads a root module with the values given for its variables, and checks everything that needs no evaluation. */
export async function prepare(
  directory: string,
  request: VariableSources & Partial<Pick<RunRequest, 'action'>>,
  providers: readonly Provider<unknown>[],
  ids: IdSource,
): Promise<Prepared> {
  if (!(await isDirectory(directory))) {
    const missing = errorDiagnostic('No configuration files', `There is no directory ${directory}.`);
    return { configuration: undefined, diagnostics: [missing], sources: new Map() };
  }
  const loaded = loadConfiguration(directory);
  const sources = new Map(loaded.sources);
  if (loaded.root === undefined && request.action !== 'destroy') {
    return { configuration: undefined, diagnostics: [noConfiguration(request.action)], sources };
  }
  const root = loaded.root ?? emptyConfiguration(directory);
  const diagnostics = loaded.root === undefined ? [] : [...loaded.diagnostics];
  const isReadable = !hasErrors(diagnostics);
  const given = await givenValues(directory, request, root.variables, sources, diagnostics);
  if (!isReadable) return { configuration: undefined, diagnostics, sources };
  const types = new TypeRegistry(providers, ids);
  const graph = configurationGraph(root);
  diagnostics.push(...validateModuleCalls(root), ...cycleErrors(graph));
  for (const node of graph.nodes.values()) {
    diagnostics.push(
      ...validateReferences(node, (module, resource) => schemaOf(root, types, module, resource)),
      ...providerErrors(root, node),
    );
  }
  diagnostics.push(...unknownTypeWarnings(root, graph, types));
  const variables = rootVariables(root.variables, given, diagnostics);
  return {
    configuration: hasErrors(diagnostics) ? undefined : { root, graph, types, variables },
    diagnostics,
    sources,
  };
}

function noConfiguration(action: RunRequest['action'] | undefined): Diagnostic {
  return errorDiagnostic(
    'No configuration files',
    action === 'plan' || action === undefined
      ? 'Plan requires configuration to be present. Planning without a configuration would mark everything for destruction, which is normally not what is desired. Create a Terraform configuration file (.tf file) and try again.'
      : "Apply requires configuration to be present. Applying without a configuration would mark everything for destruction, which is normally not what is desired. If you would like to destroy everything, run 'neargate destroy' instead.",
  );
}

async function isDirectory(directory: string): Promise<boolean> {
  try {
    return (await stat(directory)).isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

function schemaOf(
  root: ModuleConfiguration,
  types: TypeRegistry,
  module: ModuleConfiguration,
  resource: ResourceConfiguration,
) {
  const { source } = providerConfigurationOf(root, module, resource.provider);
  const { mode, type } = resource.address;
  return (mode === 'data' ? types.dataType(source, type) : types.knownManagedType(source, type))?.schema;
}

/** An alias that no `provider` block declares and no caller passes. */
function providerErrors(root: ModuleConfiguration, node: ConfigurationNode): Diagnostic[] {
  if (node.kind !== 'resource') return [];
  const { provider } = node.resource;
  if (providerConfigurationOf(root, node.module, provider).found) return [];
  const name = providerKey(provider.localName, provider.alias);
  return [
    errorDiagnostic(
      'Provider configuration not present',
      `There is no provider configuration named ${name} in this module, and the module's caller passes none of that name. Add a provider "${provider.localName}" block with alias = "${provider.alias ?? ''}".`,
      toSourceRange(provider.span),
    ),
  ];
}

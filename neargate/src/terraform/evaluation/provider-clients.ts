import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../../core/diagnostics.ts';
import { decodeBody } from '../../hcl/schema-decoding.ts';
import type { Scope } from '../../hcl/scope.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { modulePathText, withinModule } from '../addresses/module-address.ts';
import type { ModuleConfiguration, ProviderConfiguration } from '../configuration/module-configuration.ts';
import { moduleAt, providerKey } from '../configuration/module-configuration.ts';
import type { ResolvedProvider } from '../configuration/provider-inheritance.ts';
import { providerSource } from '../configuration/provider-inheritance.ts';
import type { PlainObject } from '../provider.ts';
import type { TypeRegistry } from '../resource-types/type-registry.ts';
import { plainObjectOfValue } from '../schema/plain-values.ts';
import { validateArguments } from '../schema/validate-arguments.ts';

/** A configured provider: its client, and what was configured. */
export interface ConfiguredProvider {
  readonly client: unknown;
  readonly configuration: PlainObject;
}

/** The provider configurations of a run, each configured once. */
export class ProviderClients {
  private readonly types: TypeRegistry;
  private readonly configured = new Map<string, Promise<ConfiguredProvider>>();

  constructor(types: TypeRegistry) {
    this.types = types;
  }

  /** Configures a provider as its block says. Values not known yet count as not set. */
  async configure(
    module: ModuleConfiguration,
    block: ProviderConfiguration,
    scope: Scope,
  ): Promise<readonly Diagnostic[]> {
    const source = providerSource(module, block.localName);
    const provider = this.types.provider(source);
    const key = providerConfigurationText(module, source, block.alias);
    if (provider === undefined) {
      this.configured.set(key, Promise.resolve(unconfigured));
      return [];
    }
    const schema = this.types.compiler.configuration(provider.configuration);
    const decoded = decodeBody(block.body, schema.decoding, scope);
    const subject = toSourceRange(block.span);
    const diagnostics = [...decoded.diagnostics];
    if (!hasErrors(diagnostics)) {
      diagnostics.push(
        ...validateArguments(schema, decoded.value, (path) => decoded.attributeRanges.get(path) ?? subject),
      );
    }
    if (hasErrors(diagnostics)) return diagnostics;
    const configuration = plainObjectOfValue(decoded.value);
    try {
      const client = await provider.configure(configuration);
      this.configured.set(key, Promise.resolve({ client, configuration }));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      diagnostics.push(errorDiagnostic(`configuring provider "${block.localName}": ${message}`, '', subject));
    }
    return diagnostics;
  }

  /** The provider that a resource uses; one without a block is configured with nothing. */
  of({ module, source, alias, configuration }: ResolvedProvider): Promise<ConfiguredProvider> {
    const owner = configuration === undefined ? undefined : module;
    return this.find(providerConfigurationText(owner, source, alias), source);
  }

  /** The provider that made an object of the state; when its configuration is gone, the default one of the same source. */
  ofState(text: string, source: string): Promise<ConfiguredProvider> {
    return this.configured.has(text)
      ? this.find(text, source)
      : this.find(providerConfigurationText(undefined, source, undefined), source);
  }

  private find(key: string, source: string): Promise<ConfiguredProvider> {
    let found = this.configured.get(key);
    if (found === undefined) {
      const provider = this.types.provider(source);
      found =
        provider === undefined
          ? Promise.resolve(unconfigured)
          : provider.configure({}).then((client) => ({ client, configuration: {} }));
      this.configured.set(key, found);
    }
    return found;
  }
}

const unconfigured: ConfiguredProvider = { client: undefined, configuration: {} };

/** How the state names a provider configuration: `provider["registry.terraform.io/hashicorp/aws"].east`. */
export function providerConfigurationText(
  module: ModuleConfiguration | undefined,
  source: string,
  alias: string | undefined,
): string {
  return withinModule(modulePathText(module?.path ?? []), providerKey(`provider["${source}"]`, alias));
}

/** The state's name for the configuration that a resource uses. */
export function resolvedProviderText({ module, source, alias, configuration }: ResolvedProvider): string {
  return providerConfigurationText(configuration === undefined ? undefined : module, source, alias);
}

const providerText = /^(?:(?<module>module\..+?)\.)?provider\["(?<source>[^"]+)"\](?:\.(?<alias>.+))?$/;

/** The source address in the state's name for a provider configuration. */
export function providerSourceOf(text: string): string {
  return providerText.exec(text)?.groups?.['source'] ?? text;
}

/** The module and the key of the block that the state's name for a provider configuration means, if it is still there. */
export function providerBlockOf(
  root: ModuleConfiguration,
  text: string,
): { module: ModuleConfiguration; key: string } | undefined {
  const groups = providerText.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const path = (groups['module'] ?? '').split('.').filter((_, index) => index % 2 === 1);
  const module = moduleAt(root, path);
  if (module === undefined) return undefined;
  for (const [key, block] of module.providers) {
    if (block.alias === groups['alias'] && providerSource(module, block.localName) === groups['source']) {
      return { module, key };
    }
  }
  return undefined;
}

import type {
  ModuleConfiguration,
  ProviderConfiguration,
  ProviderReference,
} from './module-configuration.ts';
import { moduleAt, providerKey } from './module-configuration.ts';

/** Which provider configuration a resource uses, after modules handed it on. */
export interface ResolvedProvider {
  /** The module whose `provider` block configures it; the root when there is no such block. */
  readonly module: ModuleConfiguration;
  /** The block's name there: `aws` or `aws.east`. */
  readonly key: string;
  readonly alias: string | undefined;
  /** The provider's source address, such as `registry.terraform.io/hashicorp/aws`. */
  readonly source: string;
  /** Absent when the provider is used without any configuration. */
  readonly configuration: ProviderConfiguration | undefined;
  /** False when an alias is named that nothing declares or passes. */
  readonly found: boolean;
}

export const builtinSource = 'terraform.io/builtin/terraform';

/**
 * Follows a provider reference up to the block that configures it: a module's own, else what the call passes, else (without
 * an alias) the caller's of the same name.
 * https://developer.hashicorp.com/terraform/language/modules/develop/providers
 */
export function providerConfigurationOf(
  root: ModuleConfiguration,
  module: ModuleConfiguration,
  reference: Pick<ProviderReference, 'localName' | 'alias'>,
): ResolvedProvider {
  return followed(root, module, reference, providerSource(module, reference.localName));
}

/** What a module calls a provider says which one it is; where it is configured is up to its callers. */
function followed(
  root: ModuleConfiguration,
  module: ModuleConfiguration,
  reference: Pick<ProviderReference, 'localName' | 'alias'>,
  source: string,
): ResolvedProvider {
  const { localName, alias } = reference;
  const key = providerKey(localName, alias);
  const configuration = module.providers.get(key);
  if (configuration !== undefined) return { module, key, alias, source, configuration, found: true };
  const callName = module.path.at(-1);
  if (callName === undefined) {
    return { module, key, alias, source, configuration, found: alias === undefined };
  }
  const caller = moduleAt(root, module.path.slice(0, -1)) ?? root;
  const passed = caller.moduleCalls.get(callName)?.providers.get(key);
  if (passed !== undefined) return followed(root, caller, passed, source);
  if (alias === undefined) return followed(root, caller, reference, source);
  return { module, key, alias, source, configuration, found: false };
}

/** The source address of a provider's local name: what `required_providers` says, else HashiCorp's of that name. */
export function providerSource(module: ModuleConfiguration, localName: string): string {
  const written = module.providerRequirements.get(localName)?.source;
  if (written === undefined) {
    return localName === 'terraform' ? builtinSource : `registry.terraform.io/hashicorp/${localName}`;
  }
  const parts = written.toLowerCase().split('/');
  if (parts.length >= 3) return parts.join('/');
  return `registry.terraform.io/${parts.length === 1 ? `hashicorp/${written}` : parts.join('/')}`;
}

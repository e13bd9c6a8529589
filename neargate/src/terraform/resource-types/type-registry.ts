import type { IdSource } from '../../core/ids.ts';
import { resourceText } from '../addresses/resource-address.ts';
import { builtinSource } from '../configuration/provider-inheritance.ts';
import type { ModuleConfiguration, ResourceConfiguration } from '../configuration/module-configuration.ts';
import { configurationNodes } from '../graph/configuration-nodes.ts';
import type { PlainObject, Provider } from '../provider.ts';
import { SchemaCompiler } from '../schema/compiled-schema.ts';
import type { DataType, ManagedType } from './managed-type.ts';
import { dataTypeOf, managedTypeOf } from './provider-types.ts';
import { recordedType, writtenArguments } from './recorded-type.ts';
import { terraformDataType } from './terraform-data.ts';

/** Finds what a resource block's type does: the provider's, the built-in one, or a mere record of an unknown one. */
export class TypeRegistry {
  readonly compiler = new SchemaCompiler();
  private readonly providers: ReadonlyMap<string, Provider<unknown>>;
  private readonly ids: IdSource;
  private readonly managed = new Map<string, ManagedType>();
  private readonly data = new Map<string, DataType>();
  private readonly recorded = new Map<string, ManagedType>();
  private referencedAttributes: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  private readonly root: ModuleConfiguration | undefined;

  constructor(providers: readonly Provider<unknown>[], ids: IdSource, root: ModuleConfiguration | undefined) {
    this.providers = new Map(
      providers.map((provider) => [`registry.terraform.io/${provider.source}`, provider] as const),
    );
    this.ids = ids;
    this.root = root;
  }

  /** The provider of a source address, or undefined when there is none here. */
  provider(source: string): Provider<unknown> | undefined {
    return this.providers.get(source);
  }

  /** A type that a provider defines; undefined when it is unknown. */
  knownManagedType(source: string, typeName: string): ManagedType | undefined {
    const key = `${source} ${typeName}`;
    let type = this.managed.get(key);
    if (type !== undefined) return type;
    if (source === builtinSource && typeName === 'terraform_data') {
      type = terraformDataType(this.compiler, this.ids);
    } else {
      const provider = this.provider(source);
      if (provider === undefined || !Object.hasOwn(provider.resourceTypes, typeName)) return undefined;
      const resourceType = provider.resourceTypes[typeName];
      if (resourceType === undefined) return undefined;
      type = managedTypeOf(provider, typeName, resourceType, this.compiler.resource(resourceType.schema));
    }
    this.managed.set(key, type);
    return type;
  }

  /** The type of a resource block, which is a record when nothing defines it. */
  managedType(source: string, module: ModuleConfiguration, resource: ResourceConfiguration): ManagedType {
    const known = this.knownManagedType(source, resource.address.type);
    if (known !== undefined) return known;
    const key = recordKey(module, resourceText(resource.address));
    let type = this.recorded.get(key);
    if (type === undefined) {
      type = recordedType(this.compiler, this.ids, {
        arguments: writtenArguments(resource.body),
        referenced: [...(this.referenced().get(key) ?? [])],
      });
      this.recorded.set(key, type);
    }
    return type;
  }

  /** The type of an object in the state that no block declares any more. */
  managedTypeOfState(source: string, typeName: string, attributes: PlainObject): ManagedType {
    return (
      this.knownManagedType(source, typeName) ??
      recordedType(this.compiler, this.ids, { arguments: Object.keys(attributes), referenced: [] })
    );
  }

  /** A data source that a provider defines; undefined when it is unknown. */
  dataType(source: string, typeName: string): DataType | undefined {
    const key = `${source} ${typeName}`;
    let type = this.data.get(key);
    if (type !== undefined) return type;
    const provider = this.provider(source);
    if (provider === undefined || !Object.hasOwn(provider.dataSources, typeName)) return undefined;
    const dataSource = provider.dataSources[typeName];
    if (dataSource === undefined) return undefined;
    type = dataTypeOf(dataSource, this.compiler.resource(dataSource.schema));
    this.data.set(key, type);
    return type;
  }

  /** Which attributes of each resource the configuration refers to. */
  private referenced(): ReadonlyMap<string, ReadonlySet<string>> {
    if (this.referencedAttributes !== undefined) return this.referencedAttributes;
    const found = new Map<string, Set<string>>();
    for (const node of this.root === undefined ? [] : configurationNodes(this.root)) {
      for (const { module, traversals } of node.references) {
        for (const { root, steps } of traversals) {
          const names = steps.flatMap((step) => (step.kind === 'attribute' ? [step.name] : []));
          const [name, attribute] = names;
          if (name === undefined || attribute === undefined) continue;
          const key = recordKey(module, `${root}.${name}`);
          found.set(key, (found.get(key) ?? new Set<string>()).add(attribute));
        }
      }
    }
    this.referencedAttributes = found;
    return found;
  }
}

function recordKey(module: ModuleConfiguration, resource: string): string {
  return [...module.path, resource].join('/');
}

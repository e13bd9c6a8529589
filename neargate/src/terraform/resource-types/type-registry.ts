import type { IdSource } from '../../core/ids.ts';
import { resourceText } from '../addresses/resource-address.ts';
import { builtinSource } from '../configuration/provider-inheritance.ts';
import type { ModuleConfiguration, ResourceConfiguration } from '../configuration/module-configuration.ts';
import type { PlainObject, Provider } from '../provider.ts';
import { SchemaCompiler } from '../schema/compiled-schema.ts';
import type { DataType, ManagedType } from './managed-type.ts';
import { dataTypeOf, managedTypeOf } from './provider-types.ts';
import type { ReferencedShape } from './referenced-attributes.ts';
import { referencedAttributes } from './referenced-attributes.ts';
import { recordedType, writtenArguments } from './recorded-type.ts';
import { terraformDataType } from './terraform-data.ts';

/** Schemas are the same for every run of a process. */
const compiler = new SchemaCompiler();

/** Finds what a resource block's type does: the provider's, the built-in one, or a mere record of an unknown one. */
export class TypeRegistry {
  readonly compiler = compiler;
  private readonly providers: ReadonlyMap<string, Provider<unknown>>;
  private readonly ids: IdSource;
  private readonly managed = new Map<string, ManagedType>();
  private readonly data = new Map<string, DataType>();
  private readonly recorded = new Map<string, ManagedType>();
  private readonly references = new Map<ModuleConfiguration, ReadonlyMap<string | number, ReferencedShape>>();

  constructor(providers: readonly Provider<unknown>[], ids: IdSource) {
    this.providers = new Map(
      providers.map((provider) => [`registry.terraform.io/${provider.source}`, provider] as const),
    );
    this.ids = ids;
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
    const text = resourceText(resource.address);
    const key = [...module.path, text].join('/');
    let type = this.recorded.get(key);
    if (type === undefined) {
      type = recordedType(this.compiler, this.ids, {
        arguments: writtenArguments(resource.body),
        referenced: this.referenced(module).get(text)?.inside ?? new Map<string | number, ReferencedShape>(),
      });
      this.recorded.set(key, type);
    }
    return type;
  }

  /** The type of an object in the state that no block declares any more. */
  managedTypeOfState(source: string, typeName: string, attributes: PlainObject): ManagedType {
    return (
      this.knownManagedType(source, typeName) ??
      recordedType(this.compiler, this.ids, { arguments: Object.keys(attributes), referenced: new Map() })
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

  /** Which attributes of each of its resources a module refers to. */
  private referenced(module: ModuleConfiguration): ReadonlyMap<string | number, ReferencedShape> {
    let found = this.references.get(module);
    if (found === undefined) {
      found = referencedAttributes(module);
      this.references.set(module, found);
    }
    return found;
  }
}

import type { InstanceKey } from './instance-key.ts';
import { compareInstanceKeys, instanceKeyText } from './instance-key.ts';
import type { ModuleInstance, ModulePath } from './module-address.ts';
import {
  compareModuleInstances,
  moduleInstanceText,
  modulePathText,
  withinModule,
} from './module-address.ts';

export type ResourceMode = 'managed' | 'data';

/** A resource or data source as a module declares it. */
export interface ResourceAddress {
  readonly mode: ResourceMode;
  readonly type: string;
  readonly name: string;
}

/** A resource block in the configuration, whatever instances it will have. */
export interface ConfigurationResourceAddress {
  readonly module: ModulePath;
  readonly resource: ResourceAddress;
}

/** One instance of a resource in one instance of a module. */
export interface ResourceInstanceAddress {
  readonly module: ModuleInstance;
  readonly resource: ResourceAddress;
  readonly key: InstanceKey;
}

/** `aws_vpc.main`, `data.aws_region.current`. */
export function resourceText(resource: ResourceAddress): string {
  return `${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${resource.name}`;
}

/** `module.network.aws_vpc.main`. */
export function configurationResourceText(address: ConfigurationResourceAddress): string {
  return withinModule(modulePathText(address.module), resourceText(address.resource));
}

/** `module.network[0].aws_subnet.public`: all instances of a resource in one module instance. */
export function absoluteResourceText(module: ModuleInstance, resource: ResourceAddress): string {
  return withinModule(moduleInstanceText(module), resourceText(resource));
}

/** `module.network[0].aws_subnet.public["a"]`. */
export function resourceInstanceText(address: ResourceInstanceAddress): string {
  return absoluteResourceText(address.module, address.resource) + instanceKeyText(address.key);
}

/** Orders as Terraform lists a plan: by module, data before managed, then type, name and key. */
export function compareResourceInstances(a: ResourceInstanceAddress, b: ResourceInstanceAddress): number {
  const modules = compareModuleInstances(a.module, b.module);
  if (modules !== 0) return modules;
  if (a.resource.mode !== b.resource.mode) return a.resource.mode === 'data' ? -1 : 1;
  if (a.resource.type !== b.resource.type) return a.resource.type < b.resource.type ? -1 : 1;
  if (a.resource.name !== b.resource.name) return a.resource.name < b.resource.name ? -1 : 1;
  return compareInstanceKeys(a.key, b.key);
}

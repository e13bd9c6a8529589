import type { InstanceKey } from './instance-key.ts';
import { compareInstanceKeys, instanceKeyText } from './instance-key.ts';

/** A module in the configuration: the names of the calls that lead to it from the root, which is the empty path. */
export type ModulePath = readonly string[];

/** One step to a module instance: the call's name and which of its instances. */
export interface ModuleStep {
  readonly name: string;
  readonly key: InstanceKey;
}

/** One instance of a module; the root module is the empty path. */
export type ModuleInstance = readonly ModuleStep[];

export const rootModule: ModuleInstance = [];

/** `module.network.module.subnets`; empty for the root module. */
export function modulePathText(path: ModulePath): string {
  return path.map((name) => `module.${name}`).join('.');
}

/** `module.network["a"].module.subnets[0]`; empty for the root module. */
export function moduleInstanceText(instance: ModuleInstance): string {
  return instance.map((step) => `module.${step.name}${instanceKeyText(step.key)}`).join('.');
}

/** The module in the configuration that this is an instance of. */
export function modulePathOf(instance: ModuleInstance): ModulePath {
  return instance.map((step) => step.name);
}

/** `name` within a module: with the module's address in front unless that is the root. */
export function withinModule(moduleText: string, name: string): string {
  return moduleText === '' ? name : `${moduleText}.${name}`;
}

/** Orders as Terraform lists a plan: modules nearer to the root first. */
export function compareModuleInstances(a: ModuleInstance, b: ModuleInstance): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let depth = 0; depth < a.length; depth++) {
    const left = a[depth];
    const right = b[depth];
    if (left === undefined || right === undefined) break;
    if (left.name !== right.name) return left.name < right.name ? -1 : 1;
    const order = compareInstanceKeys(left.key, right.key);
    if (order !== 0) return order;
  }
  return 0;
}

/** Whether `inner` is `outer` or lies in it; a step of `outer` without a key stands for all instances of its call. */
export function moduleContains(outer: ModuleInstance, inner: ModuleInstance): boolean {
  return (
    outer.length <= inner.length &&
    outer.every((step, depth) => {
      const other = inner[depth];
      return other?.name === step.name && (step.key === undefined || step.key === other.key);
    })
  );
}

import type { Attribute } from '../../hcl/ast.ts';
import type { Value } from '../../hcl/values.ts';
import { dynamicUnknown, objectValue, sensitiveValue } from '../../hcl/values.ts';
import type { ModuleInstance } from '../addresses/module-address.ts';
import { moduleInstanceText } from '../addresses/module-address.ts';
import type { ModuleConfiguration } from '../configuration/module-configuration.ts';
import type { Expansion } from './expansion.ts';
import type { RepetitionData } from './repetition.ts';

/**
 * One instance of a module during a run, with what has been evaluated in it so far. A walk in dependency order fills it in;
 * what is missing could not be evaluated, which was reported then, and counts as unknown.
 */
export class ModuleScope {
  readonly address: ModuleInstance;
  readonly text: string;
  readonly configuration: ModuleConfiguration;
  /** The instance that calls this one; undefined for the root. */
  readonly parent: ModuleScope | undefined;
  /** `each` or `count` in the arguments of the call that made this instance. */
  readonly repetition: RepetitionData;
  readonly variables = new Map<string, Value>();
  readonly locals = new Map<string, Value>();
  readonly outputs = new Map<string, Value>();
  readonly children = new Map<string, Expansion<ModuleScope>>();
  /** By address within the module; the values that references to the instances give. */
  readonly resources = new Map<string, Expansion<Value>>();

  constructor(
    configuration: ModuleConfiguration,
    address: ModuleInstance,
    parent: ModuleScope | undefined,
    repetition: RepetitionData,
  ) {
    this.configuration = configuration;
    this.address = address;
    this.text = moduleInstanceText(address);
    this.parent = parent;
    this.repetition = repetition;
  }

  /** The arguments of the call that made this instance; none for the root. */
  get callArguments(): ReadonlyMap<string, Attribute> {
    const step = this.address.at(-1);
    const call = step === undefined ? undefined : this.parent?.configuration.moduleCalls.get(step.name);
    return call?.arguments ?? new Map<string, Attribute>();
  }

  /** What an output of this instance gives to its caller. */
  output(name: string): Value {
    const value = this.outputs.get(name) ?? dynamicUnknown;
    return this.configuration.outputs.get(name)?.sensitive === true ? sensitiveValue(value) : value;
  }

  /** All outputs as the object that `module.name` is. */
  outputObject(): Value {
    const names = [...this.configuration.outputs.keys()];
    return objectValue(names.map((name) => [name, this.output(name)] as const));
  }
}

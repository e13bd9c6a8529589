import { bigFloatToDouble } from '../../hcl/big-float.ts';
import type { HclFunction } from '../../hcl/functions.ts';
import type { Traversal, TraversalStep } from '../../hcl/references.ts';
import type { Resolution, Scope } from '../../hcl/scope.ts';
import type { Value } from '../../hcl/values.ts';
import { dynamicUnknown, objectValue, stringValue, tupleValue } from '../../hcl/values.ts';
import type { InstanceKey } from '../addresses/instance-key.ts';
import type { Expansion } from './expansion.ts';
import type { ModuleScope } from './module-scope.ts';
import type { RepetitionData } from './repetition.ts';
import { noRepetition } from './repetition.ts';

/** What every expression of a run may use beside the names of its module. */
export interface RunEnvironment {
  readonly functions: ReadonlyMap<string, HclFunction>;
  readonly workspace: string;
  /** The working directory, as `path.cwd` gives it. */
  readonly workingDirectory: string;
}

export interface ScopeOptions {
  readonly repetition?: RepetitionData;
  /** The object that `self` is. */
  readonly self?: Value;
}

/**
 * What names mean in a module instance. References were checked against the declarations before; a name without a value
 * here was not evaluated because of an error already reported.
 */
export function expressionScope(
  module: ModuleScope,
  environment: RunEnvironment,
  options: ScopeOptions = {},
): Scope {
  const repetition = options.repetition ?? noRepetition;
  return {
    functions: environment.functions,
    resolve(traversal) {
      const [step] = traversal.steps;
      switch (traversal.root) {
        case 'var':
          return named(step, (name) => module.variables.get(name));
        case 'local':
          return named(step, (name) => module.locals.get(name));
        case 'path':
          return named(step, (name) => pathValue(name, module, environment));
        case 'terraform':
          return named(step, (name) =>
            name === 'workspace' ? stringValue(environment.workspace) : undefined,
          );
        case 'count':
          return named(step, () => (repetition.kind === 'count' ? repetition.index : undefined));
        case 'each':
          return named(step, (name) => eachValue(name, repetition));
        case 'self':
          return { value: options.self ?? dynamicUnknown, consumedSteps: 0 };
        case 'module':
          return resolveModule(traversal, module);
        case 'data':
          return resolveResource(traversal, module, 2);
        default:
          return resolveResource(traversal, module, 1);
      }
    },
  };
}

function named(step: TraversalStep | undefined, find: (name: string) => Value | undefined): Resolution {
  if (step?.kind !== 'attribute') return { value: dynamicUnknown, consumedSteps: step === undefined ? 0 : 1 };
  return { value: find(step.name) ?? dynamicUnknown, consumedSteps: 1 };
}

function pathValue(name: string, module: ModuleScope, environment: RunEnvironment): Value | undefined {
  switch (name) {
    case 'module':
      return stringValue(module.configuration.relativeDirectory);
    case 'root':
      return stringValue('.');
    case 'cwd':
      return stringValue(environment.workingDirectory);
    default:
      return undefined;
  }
}

function eachValue(name: string, repetition: RepetitionData): Value | undefined {
  if (repetition.kind !== 'for_each') return undefined;
  return name === 'key' ? repetition.key : repetition.value;
}

function resolveModule(traversal: Traversal, module: ModuleScope): Resolution {
  const [nameStep, ...rest] = traversal.steps;
  const expansion = nameStep?.kind === 'attribute' ? module.children.get(nameStep.name) : undefined;
  if (expansion === undefined) return { value: dynamicUnknown, consumedSteps: traversal.steps.length };
  const found = selectInstance(expansion, rest[0]);
  if (found === undefined) {
    return { value: combine(expansion, (child) => child.outputObject()), consumedSteps: 1 };
  }
  const consumed = 1 + found.consumedSteps;
  const output = rest[found.consumedSteps];
  if (output?.kind === 'attribute' && found.instance.configuration.outputs.has(output.name)) {
    return { value: found.instance.output(output.name), consumedSteps: consumed + 1 };
  }
  return { value: found.instance.outputObject(), consumedSteps: consumed };
}

/** @param nameSteps How many steps name the resource after the root: `.main` is one, `.aws_region.current` are two. */
function resolveResource(traversal: Traversal, module: ModuleScope, nameSteps: 1 | 2): Resolution {
  const key = [traversal.root, ...traversal.steps.slice(0, nameSteps).map(stepName)].join('.');
  const expansion = module.resources.get(key);
  if (expansion === undefined) return { value: dynamicUnknown, consumedSteps: traversal.steps.length };
  const found = selectInstance(expansion, traversal.steps[nameSteps]);
  return found === undefined
    ? { value: combine(expansion, (value) => value), consumedSteps: nameSteps }
    : { value: found.instance, consumedSteps: nameSteps + found.consumedSteps };
}

function stepName(step: TraversalStep): string {
  return step.kind === 'attribute' ? step.name : '';
}

function selectInstance<Instance>(
  expansion: Expansion<Instance>,
  step: TraversalStep | undefined,
): { instance: Instance; consumedSteps: 0 | 1 } | undefined {
  if (expansion.kind === 'single') {
    const instance = expansion.instances.get(undefined);
    return instance === undefined ? undefined : { instance, consumedSteps: 0 };
  }
  const key = step?.kind === 'index' ? literalKey(step.key) : undefined;
  if (key === undefined) return undefined;
  const instance = expansion.instances.get(key);
  return instance === undefined ? undefined : { instance, consumedSteps: 1 };
}

function literalKey(value: Value): InstanceKey {
  if (value.kind === 'string') return value.string;
  return value.kind === 'number' ? bigFloatToDouble(value.number) : undefined;
}

/** All instances as one value: a tuple by index, or an object by key. */
function combine<Instance>(expansion: Expansion<Instance>, valueOf: (instance: Instance) => Value): Value {
  switch (expansion.kind) {
    case 'single':
      return dynamicUnknown;
    case 'count':
      return tupleValue(
        [...expansion.instances]
          .toSorted(([a], [b]) => Number(a) - Number(b))
          .map(([, instance]) => valueOf(instance)),
      );
    case 'for_each':
      return objectValue(
        [...expansion.instances].map(([key, instance]) => [String(key), valueOf(instance)] as const),
      );
  }
}

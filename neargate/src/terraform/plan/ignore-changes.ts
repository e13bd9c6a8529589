import type { Expression } from '../../hcl/ast.ts';
import { bigFloatToDouble } from '../../hcl/big-float.ts';
import { traversalOf } from '../../hcl/references.ts';
import type { TraversalPath } from '../../hcl/value-paths.ts';
import type { Value } from '../../hcl/values.ts';
import { mapValue, objectValue } from '../../hcl/values.ts';
import type { Lifecycle } from '../configuration/module-configuration.ts';

/** The configuration with the prior values in place of those that `ignore_changes` names. */
export function ignoreChanges(config: Value, prior: Value, ignored: Lifecycle['ignoreChanges']): Value {
  if (ignored === 'all') return prior;
  let result = config;
  for (const expression of ignored) {
    const path = ignoredPath(expression);
    if (path !== undefined) result = copyPath(result, prior, path);
  }
  return result;
}

/** The path that an element of `ignore_changes` spells, such as `tags["Name"]` or `default_action[0].type`. */
export function ignoredPath(expression: Expression): TraversalPath | undefined {
  const traversal = traversalOf(expression);
  if (traversal === undefined) return undefined;
  return [
    traversal.root,
    ...traversal.steps.map((step) => {
      if (step.kind === 'attribute') return step.name;
      return step.key.kind === 'number' ? bigFloatToDouble(step.key.number) : stringOf(step.key);
    }),
  ];
}

function stringOf(value: Value): string {
  return value.kind === 'string' ? value.string : '';
}

function copyPath(config: Value, prior: Value, path: TraversalPath): Value {
  const [step, ...rest] = path;
  if (step === undefined) return prior;
  if (typeof step === 'string' && config.kind === 'mapping' && prior.kind === 'mapping') {
    const before = prior.entries.get(step);
    const configured = config.entries.get(step);
    const entries = new Map(config.entries);
    if (before === undefined) {
      if (config.type.kind === 'map' && rest.length === 0) entries.delete(step);
    } else if (configured === undefined) {
      if (config.type.kind === 'map' && rest.length === 0) entries.set(step, before);
    } else {
      entries.set(step, copyPath(configured, before, rest));
    }
    const copied = config.type.kind === 'map' ? mapValue(entries, config.type.element) : objectValue(entries);
    return { ...copied, marks: config.marks };
  }
  if (
    typeof step === 'string' &&
    config.kind === 'null' &&
    prior.kind === 'mapping' &&
    prior.type.kind === 'map'
  ) {
    const before = prior.entries.get(step);
    return before === undefined ? config : mapValue([[step, before]], prior.type.element);
  }
  if (typeof step === 'number' && config.kind === 'sequence' && prior.kind === 'sequence') {
    const elements = config.elements.map((element, index) => {
      const before = prior.elements[index];
      return index === step && before !== undefined ? copyPath(element, before, rest) : element;
    });
    return { ...config, elements };
  }
  return config;
}

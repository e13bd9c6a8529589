import {
  contentEquals,
  listValue,
  nullValue,
  objectOfType,
  setValue,
  unknownValue,
  withMarks,
} from '../../hcl/values.ts';
import type { MappingValue, Value } from '../../hcl/values.ts';
import { isPrimitiveType } from '../../hcl/types.ts';
import type { AttributeSchema } from '../provider.ts';
import type { CompiledAttribute, CompiledBlock, CompiledNestedBlock } from '../schema/compiled-schema.ts';
import { valueOfPlain } from '../schema/plain-values.ts';

/**
 * The object that an apply is to bring about: what the configuration sets, defaults, and for computed attributes the prior
 * values, or unknown when there is no prior object. Differences that mean nothing keep the prior value: texts that the
 * schema calls equivalent, and "not set" against an empty or zero value, which SDK providers do not tell apart.
 */
export function proposeObject(schema: CompiledBlock, prior: Value | undefined, config: Value): Value {
  const priorEntries = prior?.kind === 'mapping' ? prior.entries : undefined;
  if (config.kind !== 'mapping') return config;
  const proposed = objectOfType(schema.type, (name, type) => {
    const configured = config.entries.get(name) ?? nullValue(type);
    const before = priorEntries?.get(name);
    const attribute = schema.attributes.get(name);
    if (attribute !== undefined) return proposeAttribute(attribute, before, configured);
    const nested = schema.blocks.get(name);
    return nested === undefined ? configured : proposeBlocks(nested, before, configured);
  });
  return withMarks(proposed, config.marks);
}

function proposeAttribute(
  { type, schema }: CompiledAttribute,
  prior: Value | undefined,
  config: Value,
): Value {
  if (config.kind === 'null') {
    if (schema.default !== undefined) {
      const fallback = valueOfPlain(schema.default, type);
      return prior === undefined ? fallback : keepEquivalent(schema, prior, fallback);
    }
    if (schema.computed === true) return prior ?? unknownValue(type);
    // Null is null, whatever type it came with.
    return prior !== undefined && (prior.kind === 'null' || isZero(prior)) ? prior : config;
  }
  if (prior === undefined) return config;
  if (prior.kind === 'null' && isZero(config) && schema.required !== true) return prior;
  return keepEquivalent(schema, prior, config);
}

function keepEquivalent(schema: AttributeSchema, prior: Value, config: Value): Value {
  const { equivalent } = schema;
  if (equivalent === undefined || config.kind === 'unknown' || contentEquals(prior, config)) return config;
  const same = (a: Value, b: Value): boolean =>
    contentEquals(a, b) || (a.kind === 'string' && b.kind === 'string' && equivalent(a.string, b.string));
  if (same(prior, config)) return withMarks(prior, config.marks);
  if (
    prior.kind === 'sequence' &&
    config.kind === 'sequence' &&
    prior.elements.length === config.elements.length
  ) {
    const unordered = config.type.kind === 'set';
    const all = config.elements.every((element, index) =>
      unordered
        ? prior.elements.some((other) => same(other, element))
        : same(prior.elements[index] ?? element, element),
    );
    if (all) return withMarks(prior, config.marks);
  }
  return config;
}

function proposeBlocks(nested: CompiledNestedBlock, prior: Value | undefined, config: Value): Value {
  const { block, schema } = nested;
  if (config.kind === 'unknown') return config;
  const isWritten =
    config.kind === 'mapping' ||
    (config.kind === 'sequence' && (config.elements.length > 0 || schema.attributeMode === true));
  if (!isWritten && schema.computed === true) return prior ?? unknownValue(nested.type);
  if (config.kind === 'mapping') {
    return proposeObject(block, prior?.kind === 'mapping' ? prior : undefined, config);
  }
  if (config.kind === 'null' && schema.nesting !== 'single') {
    return schema.nesting === 'list' ? listValue([], block.type) : setValue([], block.type);
  }
  if (config.kind !== 'sequence') return config;
  const priorElements = prior?.kind === 'sequence' ? prior.elements : [];
  if (schema.nesting === 'list') {
    const elements = config.elements.map((element, index) =>
      proposeObject(block, asObject(priorElements[index]), element),
    );
    return withMarks(listValue(elements, block.type), config.marks);
  }
  const elements = config.elements.map((element) => {
    for (const candidate of priorElements) {
      const proposed = proposeObject(block, asObject(candidate), element);
      if (contentEquals(proposed, candidate)) return candidate;
    }
    return proposeObject(block, undefined, element);
  });
  return withMarks(setValue(elements, block.type), config.marks);
}

function asObject(value: Value | undefined): MappingValue | undefined {
  return value?.kind === 'mapping' ? value : undefined;
}

/** Whether an SDK provider takes the value for "not set". */
function isZero(value: Value): boolean {
  switch (value.kind) {
    case 'string':
      return value.string === '';
    case 'bool':
      return !value.bool;
    case 'number':
      return contentEquals(value, zero);
    case 'sequence':
      return value.elements.length === 0;
    case 'mapping':
      return value.type.kind === 'map' && value.entries.size === 0;
    case 'null':
      return isPrimitiveType(value.type);
    case 'unknown':
      return false;
  }
}

const zero = valueOfPlain(0, { kind: 'number' });

import type { Diagnostic, SourceRange } from '../core/diagnostics.ts';
import { errorDiagnostic } from '../core/diagnostics.ts';
import type { Attribute, Block, Body } from './ast.ts';
import type { BlockInstance } from './block-expansion.ts';
import { expandBlocks } from './block-expansion.ts';
import { convert } from './conversion.ts';
import { evaluate } from './evaluation.ts';
import type { Scope } from './scope.ts';
import type { Span } from './source.ts';
import { toSourceRange } from './source.ts';
import { nameSuggestion } from './suggestions.ts';
import type { ObjectType, Type } from './types.ts';
import { listType, mapType, objectType, setType, typeEquals } from './types.ts';
import { formatPath } from './value-paths.ts';
import type { Value } from './values.ts';
import {
  listValue,
  mapValue,
  nullValue,
  objectOfType,
  objectValue,
  sensitiveValue,
  setValue,
  tupleValue,
  unknownValue,
  withMarks,
} from './values.ts';

/** What a block may contain. */
export interface BlockSchema {
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  readonly blocks: Readonly<Record<string, NestedBlockSchema>>;
}

export interface AttributeSchema {
  readonly type: Type;
  readonly required?: boolean;
  readonly optional?: boolean;
  /** Set by the implementation; without `optional` it cannot be an argument. */
  readonly computed?: boolean;
  readonly sensitive?: boolean;
}

export interface NestedBlockSchema {
  /** How the blocks form a value: an object (or null), a list, a set, or a map by the block's one label. */
  readonly nesting: 'single' | 'list' | 'set' | 'map';
  readonly schema: BlockSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Whether it may be written as an argument with a list of objects instead (`ingress = []`). */
  readonly attributeMode?: boolean;
}

export interface DecodedBody {
  /** An object of the schema's implied type; attributes that are not set are null. */
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
  /** Where each argument was written, by path such as `tags` or `ingress[0].from_port`. */
  readonly attributeRanges: ReadonlyMap<string, SourceRange>;
}

/** The type of the object that a body of this schema becomes. */
export function schemaType(schema: BlockSchema): ObjectType {
  return preparedSchema(schema).type;
}

/** What decoding needs of a schema, worked out once for all the bodies it reads. */
interface PreparedSchema {
  readonly type: ObjectType;
  readonly attributes: readonly (readonly [string, AttributeSchema])[];
  readonly blocks: readonly (readonly [string, NestedBlockSchema])[];
  /** What may be written with an equals sign. */
  readonly argumentNames: ReadonlySet<string>;
}

const preparedSchemas = new WeakMap<BlockSchema, PreparedSchema>();

function preparedSchema(schema: BlockSchema): PreparedSchema {
  let prepared = preparedSchemas.get(schema);
  if (prepared === undefined) {
    const attributes = Object.entries(schema.attributes);
    const blocks = Object.entries(schema.blocks);
    const asArguments = blocks.filter(([, nested]) => nested.attributeMode === true);
    const argumentNames = new Set([...attributes, ...asArguments].map(([name]) => name));
    prepared = { type: computeType(schema), attributes, blocks, argumentNames };
    preparedSchemas.set(schema, prepared);
  }
  return prepared;
}

/** The value of a nested block that is written nowhere. */
function noBlocks(nested: NestedBlockSchema): Value {
  // What may also be an attribute is one that is not set when nothing is written; `name = []` is something else.
  const isUnset = nested.attributeMode === true && (nested.nesting === 'list' || nested.nesting === 'set');
  return isUnset ? nullValue(nestedType(nested)) : combine(nested, [], []);
}

function computeType(schema: BlockSchema): ObjectType {
  return objectType([
    ...Object.entries(schema.attributes).map(([name, { type }]) => [name, type] as const),
    ...Object.entries(schema.blocks).map(([name, nested]) => [name, nestedType(nested)] as const),
  ]);
}

function isEmptySequence(value: Value): boolean {
  return value.kind === 'sequence' && value.elements.length === 0;
}

function nestedType({ nesting, schema }: NestedBlockSchema): Type {
  const element = schemaType(schema);
  switch (nesting) {
    case 'single':
      return element;
    case 'list':
      return listType(element);
    case 'set':
      return setType(element);
    case 'map':
      return mapType(element);
  }
}

/** Evaluates a body's arguments and nested blocks, `dynamic` ones included, to a value of the schema's type. */
export function decodeBody(body: Body, schema: BlockSchema, scope: Scope): DecodedBody {
  const decoder = new BodyDecoder();
  const value = decoder.decode(body, schema, scope, []);
  return { value, diagnostics: decoder.diagnostics, attributeRanges: decoder.attributeRanges };
}

type Path = readonly (string | number)[];

class BodyDecoder {
  readonly diagnostics: Diagnostic[] = [];
  readonly attributeRanges = new Map<string, SourceRange>();

  decode(body: Body, schema: BlockSchema, scope: Scope, path: Path): Value {
    this.checkNames(body, schema);
    const entries = new Map<string, Value>();
    const { attributes, blocks, type: objectType } = preparedSchema(schema);
    for (const [name, attribute] of attributes) {
      if (attribute.required !== true && !body.attributes.has(name)) continue;
      entries.set(name, this.decodeAttribute(body, name, attribute, scope, path));
    }
    for (const [name, nested] of blocks) {
      if (body.blocks.length === 0 && !body.attributes.has(name) && (nested.minItems ?? 0) === 0) {
        entries.set(name, noBlocks(nested));
        continue;
      }
      const written = nested.attributeMode === true ? body.attributes.get(name) : undefined;
      const value =
        written === undefined
          ? this.decodeBlocks(body, name, nested, scope, path)
          : this.evaluateAttribute(written, nestedType(nested), scope, path);
      // What may also be an attribute is one that is not set when nothing is written; `name = []` is something else.
      const isUnset = nested.attributeMode === true && written === undefined && isEmptySequence(value);
      entries.set(name, isUnset ? nullValue(nestedType(nested)) : value);
    }
    return objectOfType(objectType, (name, type) => entries.get(name) ?? nullValue(type));
  }

  private decodeAttribute(
    body: Body,
    name: string,
    schema: AttributeSchema,
    scope: Scope,
    path: Path,
  ): Value {
    const attribute = body.attributes.get(name);
    if (attribute === undefined) {
      if (schema.required === true) {
        this.report(
          'Missing required argument',
          `The argument "${name}" is required, but no definition was found.`,
          body.missingItemSpan,
        );
        return unknownValue(schema.type);
      }
      return nullValue(schema.type);
    }
    if (schema.computed === true && schema.optional !== true && schema.required !== true) {
      this.report(
        'Value for unconfigurable attribute',
        `Can't configure a value for "${name}": its value will be decided automatically based on the result of applying this configuration.`,
        attribute.span,
      );
      return nullValue(schema.type);
    }
    const value = this.evaluateAttribute(attribute, schema.type, scope, path);
    if (schema.required === true && value.kind === 'null') {
      this.report(
        'Missing required argument',
        `The argument "${name}" is required, but no definition was found.`,
        attribute.span,
      );
    }
    return schema.sensitive === true ? sensitiveValue(value) : value;
  }

  private evaluateAttribute(attribute: Attribute, type: Type, scope: Scope, path: Path): Value {
    this.remember([...path, attribute.name], attribute.span);
    const result = evaluate(attribute.expression, scope);
    this.diagnostics.push(...result.diagnostics);
    const converted = convert(result.value, type);
    if (converted.ok) return converted.value;
    const inner = formatPath(converted.path);
    this.report(
      'Incorrect attribute value type',
      `Inappropriate value for attribute "${attribute.name}": ${inner === '' ? '' : `${describePlace(converted.path)}: `}${converted.reason}.`,
      attribute.expression.span,
    );
    return unknownValue(type);
  }

  private decodeBlocks(body: Body, name: string, nested: NestedBlockSchema, scope: Scope, path: Path): Value {
    const expansion = expandBlocks(body, name, scope);
    this.diagnostics.push(...expansion.diagnostics);
    const instances = this.checkLabels(name, nested, expansion.instances);
    if (expansion.isKnown) this.checkCount(name, nested, instances, body);
    const values = instances.map((instance, index) => {
      const step = nested.nesting === 'map' ? (instance.labels[0] ?? '') : index;
      const innerPath = nested.nesting === 'single' ? [...path, name] : [...path, name, step];
      this.remember(innerPath, instance.span);
      return this.decode(instance.body, nested.schema, instance.scope, innerPath);
    });
    const value = expansion.isKnown
      ? combine(nested, instances, values)
      : unknownValue(nestedType(nested), { notNull: true });
    return withMarks(value, expansion.marks);
  }

  private checkLabels(
    name: string,
    nested: NestedBlockSchema,
    instances: readonly BlockInstance[],
  ): readonly BlockInstance[] {
    const wanted = nested.nesting === 'map' ? 1 : 0;
    return instances.filter((instance) => {
      if (instance.labels.length === wanted) return true;
      if (instance.labels.length < wanted) {
        this.report(
          `Missing name for ${name}`,
          `All ${name} blocks must have 1 labels (name).`,
          instance.span,
        );
      } else {
        const expected =
          wanted === 0
            ? `No labels are expected for ${name} blocks.`
            : `Only 1 labels (name) are expected for ${name} blocks.`;
        this.report(`Extraneous label for ${name}`, expected, instance.span);
      }
      return false;
    });
  }

  private checkCount(
    name: string,
    nested: NestedBlockSchema,
    instances: readonly BlockInstance[],
    body: Body,
  ): void {
    const minItems = nested.minItems ?? 0;
    if (instances.length < minItems) {
      if (nested.nesting === 'single') {
        this.report(
          `Missing ${name} block`,
          `A block of type "${name}" is required here.`,
          body.missingItemSpan,
        );
      } else {
        this.report(
          `Insufficient ${name} blocks`,
          `At least ${minItems} "${name}" blocks are required.`,
          body.missingItemSpan,
        );
      }
    }
    const maxItems = nested.nesting === 'single' ? 1 : (nested.maxItems ?? Number.POSITIVE_INFINITY);
    const extra = instances[maxItems];
    if (extra === undefined) return;
    if (nested.nesting === 'single') {
      this.report(
        `Duplicate ${name} block`,
        `Only one block of type "${name}" is allowed. Previous definition was at ${describeSpan(instances[0]?.span ?? extra.span)}.`,
        extra.span,
      );
    } else {
      this.report(
        `Too many ${name} blocks`,
        `No more than ${maxItems} "${name}" blocks are allowed`,
        extra.span,
      );
    }
  }

  /** Reports arguments and blocks that the schema does not know. */
  private checkNames(body: Body, schema: BlockSchema): void {
    const { argumentNames } = preparedSchema(schema);
    for (const attribute of body.attributes.values()) {
      if (argumentNames.has(attribute.name)) continue;
      const suggestion = nameSuggestion(attribute.name, [...argumentNames]);
      const hint = Object.hasOwn(schema.blocks, attribute.name)
        ? ` Did you mean to define a block of type "${attribute.name}"?`
        : suggestion === undefined
          ? ''
          : ` Did you mean "${suggestion}"?`;
      this.report(
        'Unsupported argument',
        `An argument named "${attribute.name}" is not expected here.${hint}`,
        attribute.nameSpan,
      );
    }
    for (const block of body.blocks) this.checkBlockName(block, schema);
  }

  private checkBlockName(block: Block, schema: BlockSchema): void {
    const name = block.type === 'dynamic' ? block.labels[0] : block.type;
    if (name === undefined || Object.hasOwn(schema.blocks, name)) return;
    const suggestion = nameSuggestion(name, Object.keys(schema.blocks));
    const hint = Object.hasOwn(schema.attributes, name)
      ? ` Did you mean to define argument "${name}"? If so, use the equals sign to assign it a value.`
      : suggestion === undefined
        ? ''
        : ` Did you mean "${suggestion}"?`;
    const span = block.type === 'dynamic' ? (block.labelSpans[0] ?? block.typeSpan) : block.typeSpan;
    this.report('Unsupported block type', `Blocks of type "${name}" are not expected here.${hint}`, span);
  }

  private remember(path: Path, span: Span): void {
    this.attributeRanges.set(formatPath(path).replace(/^\./, ''), toSourceRange(span));
  }

  private report(summary: string, detail: string, span: Span): void {
    this.diagnostics.push(errorDiagnostic(summary, detail, toSourceRange(span)));
  }
}

function combine(
  nested: NestedBlockSchema,
  instances: readonly BlockInstance[],
  values: readonly Value[],
): Value {
  const type = schemaType(nested.schema);
  // With arguments of any type, blocks may differ in type, and then only a tuple or object can hold them.
  const isUniform = values.every((value) => typeEquals(value.type, type));
  switch (nested.nesting) {
    case 'single':
      return values[0] ?? nullValue(type);
    case 'list':
      return isUniform ? listValue(values, type) : tupleValue(values);
    case 'set':
      return isUniform ? setValue(values, type) : tupleValue(values);
    case 'map': {
      const entries = instances.flatMap(({ labels: [label = ''] }, index) => {
        const value = values[index];
        return value === undefined ? [] : [[label, value] as const];
      });
      return isUniform ? mapValue(entries, type) : objectValue(entries);
    }
  }
}

function describePlace(path: Path): string {
  const [first] = path;
  return typeof first === 'number' ? `element ${first}` : `element ${JSON.stringify(first ?? '')}`;
}

function describeSpan(span: Span): string {
  const { file, start, end } = toSourceRange(span);
  return start.line === end.line
    ? `${file}:${start.line},${start.column}-${end.column}`
    : `${file}:${start.line},${start.column}-${end.line},${end.column}`;
}

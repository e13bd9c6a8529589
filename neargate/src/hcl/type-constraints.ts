import type { Diagnostic } from '../core/diagnostics.ts';
import { errorDiagnostic } from '../core/diagnostics.ts';
import type { Expression, FunctionCallExpression, ObjectExpression } from './ast.ts';
import type { Conversion } from './conversion.ts';
import { convert } from './conversion.ts';
import { evaluate } from './evaluation.ts';
import { variableScope } from './scope.ts';
import type { Span } from './source.ts';
import { toSourceRange } from './source.ts';
import type { Type } from './types.ts';
import {
  boolType,
  dynamicType,
  listType,
  mapType,
  numberType,
  objectType,
  setType,
  stringType,
  tupleType,
} from './types.ts';
import type { Value } from './values.ts';
import { objectValue, tupleValue, withMarks } from './values.ts';

/** What a variable's `type` argument says: the type, and the defaults of optional attributes at any depth. */
export interface TypeConstraint {
  readonly type: Type;
  readonly defaults: Defaults | undefined;
}

/** Default values of an object's optional attributes, and the defaults of what is inside. */
export interface Defaults {
  readonly values: ReadonlyMap<string, Value>;
  /** By attribute name or tuple position; the empty name stands for every element of a collection. */
  readonly children: ReadonlyMap<string, Defaults>;
}

/**
 * Reads a type expression such as `map(object({ name = string, size = optional(number, 1) }))`.
 * https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
export function parseTypeConstraint(expression: Expression): {
  constraint: TypeConstraint;
  diagnostics: Diagnostic[];
} {
  const reader = new TypeReader();
  return { constraint: reader.readRoot(expression), diagnostics: reader.diagnostics };
}

/** Fills in defaults and converts to the type. */
export function convertToConstraint(value: Value, constraint: TypeConstraint): Conversion {
  const filled = constraint.defaults === undefined ? value : applyDefaults(value, constraint.defaults);
  return convert(filled, constraint.type);
}

const anyType: TypeConstraint = { type: dynamicType, defaults: undefined };

class TypeReader {
  readonly diagnostics: Diagnostic[] = [];

  readRoot(expression: Expression): TypeConstraint {
    // Written alone, these are short for collections of any one type; only here, for configurations of early Terraform.
    if (expression.kind === 'variable' && expression.name === 'list') {
      return { type: listType(dynamicType), defaults: undefined };
    }
    if (expression.kind === 'variable' && expression.name === 'map') {
      return { type: mapType(dynamicType), defaults: undefined };
    }
    if (expression.kind === 'literal' && expression.value.kind === 'string') {
      return this.refuseQuoted(expression.value.string, expression.span);
    }
    return this.read(expression);
  }

  private read(expression: Expression): TypeConstraint {
    switch (expression.kind) {
      case 'variable':
        return this.readKeyword(expression.name, expression.span);
      case 'call':
        return this.readConstructor(expression);
      default:
        return this.refuse(
          'A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string).',
          expression.span,
        );
    }
  }

  private readKeyword(name: string, span: Span): TypeConstraint {
    switch (name) {
      case 'string':
        return { type: stringType, defaults: undefined };
      case 'number':
        return { type: numberType, defaults: undefined };
      case 'bool':
        return { type: boolType, defaults: undefined };
      case 'any':
        return anyType;
      case 'list':
      case 'set':
      case 'map':
      case 'object':
      case 'tuple':
        return this.refuse(missingArgument(name), span);
      default:
        return this.refuse(`The keyword "${name}" is not a valid type specification.`, span);
    }
  }

  private readConstructor(call: FunctionCallExpression): TypeConstraint {
    const { name } = call;
    switch (name) {
      case 'string':
      case 'number':
      case 'bool':
        return this.refuse(`Primitive type keyword "${name}" does not expect arguments.`, call.span);
      case 'any':
        return this.refuse('Type constraint keyword "any" does not expect arguments.', call.span);
      case 'optional':
        return this.refuse(
          'Keyword "optional" is valid only as a modifier for object type attributes.',
          call.span,
        );
      case 'list':
      case 'set':
      case 'map':
      case 'object':
      case 'tuple':
        break;
      default:
        return this.refuse(`Keyword "${name}" is not a valid type constructor.`, call.span);
    }
    const [argument] = call.args;
    if (argument === undefined || call.args.length > 1) return this.refuse(missingArgument(name), call.span);
    switch (name) {
      case 'list':
      case 'set':
      case 'map': {
        const element = this.read(argument);
        const make = { list: listType, set: setType, map: mapType }[name];
        return {
          type: make(element.type),
          defaults: collectDefaults(new Map(), new Map([['', element.defaults]])),
        };
      }
      case 'tuple':
        return this.readTuple(argument);
      case 'object':
        return this.readObject(argument);
    }
  }

  private readTuple(argument: Expression): TypeConstraint {
    if (argument.kind !== 'tuple') {
      return this.refuse('Tuple type constructor requires a list of element types.', argument.span);
    }
    const elements = argument.elements.map((element) => this.read(element));
    return {
      type: tupleType(elements.map(({ type }) => type)),
      defaults: collectDefaults(
        new Map(),
        new Map(elements.map(({ defaults }, index) => [String(index), defaults])),
      ),
    };
  }

  private readObject(argument: Expression): TypeConstraint {
    if (argument.kind !== 'object') {
      return this.refuse(
        'Object type constructor requires a map whose keys are attribute names and whose values are the corresponding attribute types.',
        argument.span,
      );
    }
    return this.readAttributes(argument);
  }

  private readAttributes(object: ObjectExpression): TypeConstraint {
    const attributes = new Map<string, Type>();
    const optional = new Set<string>();
    const values = new Map<string, Value>();
    const children = new Map<string, Defaults | undefined>();
    for (const { bareKey, key, value } of object.items) {
      if (bareKey === undefined) {
        this.refuse('Object constructor map keys must be attribute names.', key.span);
        continue;
      }
      if (attributes.has(bareKey)) {
        this.refuse('Object constructor map keys must be unique.', key.span);
        continue;
      }
      const modifier = value.kind === 'call' && value.name === 'optional' ? value : undefined;
      const [typeExpression = value, defaultExpression, extra] = modifier?.args ?? [value];
      if (modifier?.args.length === 0) {
        this.refuse('Optional attribute modifier requires the attribute type as its argument.', {
          ...modifier.span,
          start: modifier.nameSpan.end,
        });
        continue;
      }
      if (modifier !== undefined) optional.add(bareKey);
      if (extra !== undefined) {
        this.refuse(
          'Optional attribute modifier expects at most two arguments: the attribute type, and a default value.',
          extra.span,
        );
      }
      const attribute = this.read(typeExpression);
      attributes.set(bareKey, attribute.type);
      children.set(bareKey, attribute.defaults);
      const fallback =
        defaultExpression === undefined ? undefined : this.readDefault(defaultExpression, attribute);
      if (fallback !== undefined) values.set(bareKey, fallback);
    }
    return { type: objectType(attributes, optional), defaults: collectDefaults(values, children) };
  }

  private readDefault(expression: Expression, attribute: TypeConstraint): Value | undefined {
    const result = evaluate(expression, variableScope(new Map()));
    this.diagnostics.push(...result.diagnostics);
    if (result.diagnostics.length > 0) return undefined;
    const converted = convert(result.value, attribute.type);
    if (converted.ok) return converted.value;
    this.diagnostics.push(
      errorDiagnostic(
        'Invalid default value for optional attribute',
        `This default value is not compatible with the attribute's type constraint: ${converted.reason}.`,
        toSourceRange(expression.span),
      ),
    );
    return undefined;
  }

  private refuseQuoted(name: string, span: Span): TypeConstraint {
    const hints: ReadonlyMap<string, string> = new Map([
      ['string', ''],
      ['list', ' and write list(string) instead to explicitly indicate that the list elements are strings'],
      ['map', ' and write map(string) instead to explicitly indicate that the map elements are strings'],
    ]);
    const hint = hints.get(name);
    this.diagnostics.push(
      errorDiagnostic(
        'Invalid quoted type constraints',
        `Terraform 0.11 and earlier required type constraints to be given in quotes, but that form is now deprecated and will be removed in a future version of Terraform.${
          hint === undefined ? ' Remove the quotes.' : ` Remove the quotes around "${name}"${hint}.`
        }`,
        toSourceRange(span),
      ),
    );
    return anyType;
  }

  private refuse(detail: string, span: Span): TypeConstraint {
    this.diagnostics.push(errorDiagnostic('Invalid type specification', detail, toSourceRange(span)));
    return anyType;
  }
}

function missingArgument(name: 'list' | 'set' | 'map' | 'object' | 'tuple'): string {
  switch (name) {
    case 'object':
      return 'The object type constructor requires one argument specifying the attribute types and values as a map.';
    case 'tuple':
      return 'The tuple type constructor requires one argument specifying the element types as a list.';
    default:
      return `The ${name} type constructor requires one argument specifying the element type.`;
  }
}

function collectDefaults(
  values: ReadonlyMap<string, Value>,
  children: ReadonlyMap<string, Defaults | undefined>,
): Defaults | undefined {
  const present = new Map<string, Defaults>();
  for (const [name, child] of children) if (child !== undefined) present.set(name, child);
  return values.size === 0 && present.size === 0 ? undefined : { values, children: present };
}

/** Puts defaults where attributes are missing or null. Collections may become structural: the type is applied after. */
function applyDefaults(value: Value, defaults: Defaults): Value {
  const childOf = (name: string) => defaults.children.get(name) ?? defaults.children.get('');
  if (value.kind === 'sequence') {
    const elements = value.elements.map((element, index) => {
      const child = childOf(String(index));
      return child === undefined ? element : applyDefaults(element, child);
    });
    return withMarks(tupleValue(elements), value.marks);
  }
  if (value.kind !== 'mapping') return value;
  const entries = new Map<string, Value>();
  for (const [name, entry] of value.entries) {
    const child = childOf(name);
    entries.set(name, child === undefined ? entry : applyDefaults(entry, child));
  }
  for (const [name, fallback] of defaults.values) {
    const given = entries.get(name);
    if (given !== undefined && given.kind !== 'null') continue;
    const child = defaults.children.get(name);
    entries.set(name, child === undefined ? fallback : applyDefaults(fallback, child));
  }
  return withMarks(objectValue(entries), value.marks);
}

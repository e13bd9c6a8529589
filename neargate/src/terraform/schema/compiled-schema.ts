import type * as language from '../../hcl/schema-decoding.ts';
import { parseExpression } from '../../hcl/parser.ts';
import { parseTypeConstraint } from '../../hcl/type-constraints.ts';
import type { ObjectType, Type } from '../../hcl/types.ts';
import { listType, objectType, setType, withoutOptionalAttributes } from '../../hcl/types.ts';
import type { AttributeSchema, BlockSchema, Schema } from '../provider.ts';

/** A provider's schema with its types read: what decoding, planning and showing a resource work with. */
export interface CompiledBlock {
  readonly attributes: ReadonlyMap<string, CompiledAttribute>;
  readonly blocks: ReadonlyMap<string, CompiledNestedBlock>;
  /** The type of the object that holds the arguments and attributes. */
  readonly type: ObjectType;
  /** The form that the language decodes bodies by. */
  readonly decoding: language.BlockSchema;
}

export interface CompiledAttribute {
  readonly type: Type;
  readonly schema: AttributeSchema;
}

export interface CompiledNestedBlock {
  readonly schema: BlockSchema;
  readonly block: CompiledBlock;
  readonly type: Type;
}

const idAttribute: AttributeSchema = { type: 'string', computed: true };

/** Compiles schemas once each; types are written as text and many share one. */
export class SchemaCompiler {
  private readonly compiled = new WeakMap<Schema, CompiledBlock>();
  private readonly blocks = new WeakMap<BlockSchema, CompiledNestedBlock>();
  private readonly types = new Map<string, Type>();

  /** A resource type's or data source's schema: `id` is always there. */
  resource(schema: Schema): CompiledBlock {
    return this.remember(schema, () =>
      Object.hasOwn(schema.attributes, 'id')
        ? this.compile(schema)
        : this.compile({ ...schema, attributes: { id: idAttribute, ...schema.attributes } }),
    );
  }

  /** The schema of a `provider` block. */
  configuration(schema: Schema): CompiledBlock {
    return this.remember(schema, () => this.compile(schema));
  }

  private remember(schema: Schema, compile: () => CompiledBlock): CompiledBlock {
    let compiled = this.compiled.get(schema);
    if (compiled === undefined) {
      compiled = compile();
      this.compiled.set(schema, compiled);
    }
    return compiled;
  }

  private compile(schema: Pick<BlockSchema, 'attributes' | 'blocks'>): CompiledBlock {
    const attributes = new Map<string, CompiledAttribute>();
    const blocks = new Map<string, CompiledNestedBlock>();
    for (const [name, attribute] of Object.entries(schema.attributes)) {
      attributes.set(name, { type: this.type(attribute.type), schema: attribute });
    }
    for (const [name, nested] of Object.entries(schema.blocks ?? {})) {
      blocks.set(name, this.nested(nested));
    }
    return {
      attributes,
      blocks,
      type: objectType([
        ...[...attributes].map(([name, { type }]) => [name, type] as const),
        ...[...blocks].map(([name, { type }]) => [name, type] as const),
      ]),
      decoding: {
        attributes: Object.fromEntries(
          [...attributes].map(([name, { type, schema: written }]) => [
            name,
            decodingAttribute(type, written),
          ]),
        ),
        blocks: Object.fromEntries([...blocks].map(([name, nested]) => [name, decodingBlock(nested)])),
      },
    };
  }

  /** Schemas share blocks that stand in several places, some of them nested several times over. */
  private nested(schema: BlockSchema): CompiledNestedBlock {
    let nested = this.blocks.get(schema);
    if (nested === undefined) {
      const block = this.compile(schema);
      nested = { schema, block, type: nestedType(schema, block.type) };
      this.blocks.set(schema, nested);
    }
    return nested;
  }

  private type(text: string): Type {
    let type = this.types.get(text);
    if (type === undefined) {
      type = parseType(text);
      this.types.set(text, type);
    }
    return type;
  }
}

function parseType(text: string): Type {
  const { expression, diagnostics } = parseExpression(text, '<schema>');
  if (expression === undefined || diagnostics.length > 0)
    throw new Error(`a provider's schema has the type ${text}`);
  const result = parseTypeConstraint(expression);
  if (result.diagnostics.length > 0) throw new Error(`a provider's schema has the type ${text}`);
  return withoutOptionalAttributes(result.constraint.type);
}

function nestedType(schema: BlockSchema, type: ObjectType): Type {
  switch (schema.nesting) {
    case 'single':
      return type;
    case 'list':
      return listType(type);
    case 'set':
      return setType(type);
  }
}

function decodingAttribute(type: Type, schema: AttributeSchema): language.AttributeSchema {
  return {
    type,
    required: schema.required ?? false,
    optional: schema.optional ?? false,
    computed: schema.computed ?? false,
    sensitive: schema.sensitive ?? false,
  };
}

function decodingBlock({ schema, block }: CompiledNestedBlock): language.NestedBlockSchema {
  return {
    nesting: schema.nesting,
    schema: block.decoding,
    ...(schema.min === undefined ? {} : { minItems: schema.min }),
    ...(schema.max === undefined ? {} : { maxItems: schema.max }),
    attributeMode: schema.attributeMode ?? false,
  };
}

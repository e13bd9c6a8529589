import type { IdSource } from '../../core/ids.ts';
import type { Body } from '../../hcl/ast.ts';
import type { BlockSchema, NestedBlockSchema } from '../../hcl/schema-decoding.ts';
import { decodeBody } from '../../hcl/schema-decoding.ts';
import { dynamicType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { nullValue, objectValue, stringValue, tupleValue } from '../../hcl/values.ts';
import type { AttributeSchema, PlainObject, Schema } from '../provider.ts';
import type { SchemaCompiler } from '../schema/compiled-schema.ts';
import type { ReferencedShape } from './referenced-attributes.ts';
import type { ManagedType } from './managed-type.ts';
import { noPlanRules } from './managed-type.ts';

/** A resource of a type that is not known: which arguments its block writes and which attributes others refer to. */
export interface RecordedShape {
  readonly arguments: readonly string[];
  readonly referenced: ReadonlyMap<string | number, ReferencedShape>;
}

/** How the ids of recorded objects begin: nothing of theirs exists. */
const recordedIdPrefix = 'recorded-';

/** Whether a state's object was only recorded, because its type was not known then. */
export function wasRecorded({ id }: PlainObject): boolean {
  return typeof id === 'string' && id.startsWith(recordedIdPrefix);
}

/**
 * The type of a resource that is only recorded: its arguments are kept as written, `id`, `arn` and whatever else is referred
 * to get made-up texts that show what they are. Nothing is created or enforced; the plan warns of it.
 */
export function recordedType(compiler: SchemaCompiler, ids: IdSource, shape: RecordedShape): ManagedType {
  const written = new Set(shape.arguments);
  const computed = [...new Set(['id', 'arn', ...[...shape.referenced.keys()].map(String)])].filter(
    (name) => !written.has(name),
  );
  const isNested = (name: string) => (shape.referenced.get(name)?.inside.size ?? 0) > 0;
  const attributes: Record<string, AttributeSchema> = {};
  for (const name of computed) attributes[name] = { type: isNested(name) ? 'any' : 'string', computed: true };
  for (const name of written) attributes[name] = { type: 'any', optional: true };
  const schema = compiler.resource({ attributes } satisfies Schema);
  const complete = (planned: Value, id: string, address: string) =>
    objectValue(
      [...schema.type.attributes].map(([name, type]) => {
        const value = planned.kind === 'mapping' ? planned.entries.get(name) : undefined;
        const isSet = value !== undefined && value.kind !== 'unknown' && value.kind !== 'null';
        if (isSet) return [name, value] as const;
        if (!computed.includes(name)) return [name, nullValue(type)] as const;
        if (name === 'id') return [name, stringValue(id)] as const;
        return [name, madeUp(name, `${address}.${name}`, shape.referenced.get(name))] as const;
      }),
    );
  return {
    schema,
    behaviour: 'recorded',
    decode(body, scope) {
      const decoded = decodeBody(body, shapeSchema(body), scope);
      const entries = decoded.value.kind === 'mapping' ? decoded.value.entries : new Map<string, Value>();
      const value = objectValue(
        [...schema.type.attributes].map(
          ([name, type]) => [name, entries.get(name) ?? nullValue(type)] as const,
        ),
      );
      return { ...decoded, value };
    },
    async create(planned, operation) {
      return complete(planned, `${recordedIdPrefix}${ids.hex(17)}`, operation.address);
    },
    async read(state, operation) {
      // What has been referred to only since it was recorded has no text yet.
      const id = state.kind === 'mapping' ? state.entries.get('id') : undefined;
      return complete(state, id?.kind === 'string' ? id.string : '', operation.address);
    },
    async update(planned, prior, operation) {
      const id = prior.kind === 'mapping' ? prior.entries.get('id') : undefined;
      return complete(planned, id?.kind === 'string' ? id.string : '', operation.address);
    },
    async delete() {},
    planRules: () => noPlanRules,
    mergeDefaults: (planned) => planned,
  };
}

/**
 * A text that tells what it stands for, in the form of an ARN where one is expected, so that policies accept it; or what
 * holds such texts wherever the configuration looks for them.
 */
function madeUp(name: string, path: string, shape: ReferencedShape | undefined): Value {
  const steps = [...(shape?.inside ?? [])];
  if (steps.length === 0) {
    return stringValue(
      name === 'arn' || name.endsWith('_arn') ? `arn:aws:recorded:::${path}` : `recorded:${path}`,
    );
  }
  if (steps.every(([step]) => typeof step === 'number')) {
    const length = Math.max(...steps.map(([step]) => Number(step))) + 1;
    return tupleValue(
      Array.from({ length }, (_, index) =>
        madeUp(name, `${path}[${index}]`, shape?.inside.get(index) ?? steps[0]?.[1]),
      ),
    );
  }
  return objectValue(
    steps.map(([step, inner]) => [String(step), madeUp(String(step), `${path}.${step}`, inner)] as const),
  );
}

/** The arguments that a body writes, blocks included. */
export function writtenArguments(body: Body): string[] {
  const blocks = body.blocks.map((block) =>
    block.type === 'dynamic' ? (block.labels[0] ?? '') : block.type,
  );
  return [...new Set([...body.attributes.keys(), ...blocks])];
}

/** A schema that accepts what the body has: arguments of any type, blocks as often as they are written. */
function shapeSchema(body: Body): BlockSchema {
  return mergedSchema([body]);
}

function mergedSchema(bodies: readonly Body[]): BlockSchema {
  const attributes: Record<string, { type: typeof dynamicType; optional: true }> = {};
  const contents = new Map<string, Body[]>();
  for (const body of bodies) {
    for (const name of body.attributes.keys()) attributes[name] = { type: dynamicType, optional: true };
    for (const block of body.blocks) {
      const isDynamic = block.type === 'dynamic';
      const name = isDynamic ? (block.labels[0] ?? '') : block.type;
      const inner = isDynamic
        ? block.body.blocks.filter(({ type }) => type === 'content').map((content) => content.body)
        : [block.body];
      contents.set(name, [...(contents.get(name) ?? []), ...inner]);
    }
  }
  const blocks: Record<string, NestedBlockSchema> = {};
  for (const [name, inner] of contents) blocks[name] = { nesting: 'list', schema: mergedSchema(inner) };
  return { attributes, blocks };
}

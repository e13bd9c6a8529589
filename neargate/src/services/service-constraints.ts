import type { MemberConstraints, StructureConstraints } from './validation.ts';

/** What a service model demands of one shape; shapes that it holds are named. */
export interface ShapeConstraints extends Pick<
  MemberConstraints,
  'enum' | 'min' | 'max' | 'pattern' | 'sensitive'
> {
  /** Of a structure: the members that must be there. */
  readonly required?: readonly string[];
  /** Of a structure: the shapes of those members that something is demanded of. */
  readonly members?: Readonly<Record<string, string>>;
  /** Of a structure: how requests spell members, where not by their names. */
  readonly names?: Readonly<Record<string, string>>;
  /** Of a list: its elements' shape. */
  readonly each?: string;
  /** Of a map: the shapes of its keys and values. */
  readonly keys?: string;
  readonly values?: string;
}

/** What a service model demands of the inputs of its operations, in the model's own terms. */
export interface ServiceConstraints {
  /** The shape of each operation's input. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, ShapeConstraints>>;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const resolved = new WeakMap<ServiceConstraints, ReadonlyMap<string, StructureConstraints>>();

/** What `constraints` demands of the input of `operation`; undefined where it is nothing. */
export function inputConstraints(
  constraints: ServiceConstraints,
  operation: string,
): StructureConstraints | undefined {
  let inputs = resolved.get(constraints);
  if (inputs === undefined) {
    inputs = resolveInputs(constraints);
    resolved.set(constraints, inputs);
  }
  return inputs.get(operation);
}

function resolveInputs({ inputs, shapes }: ServiceConstraints): ReadonlyMap<string, StructureConstraints> {
  const byName = resolveShapes(shapes);
  return new Map(
    Object.entries(inputs).map(([operation, name]) => [operation, named(byName, name).members ?? {}]),
  );
}

/**
 * Puts the shapes themselves in the place of their names. Shapes may hold each other in a circle, so that all of them
 * exist before the first is filled.
 */
function resolveShapes(
  shapes: ServiceConstraints['shapes'],
): ReadonlyMap<string, Writable<MemberConstraints>> {
  const byName = new Map<string, Writable<MemberConstraints>>();
  for (const [
    name,
    { required, members, names: _n, each: _e, keys: _k, values: _v, ...demands },
  ] of Object.entries(shapes)) {
    const isStructure = members !== undefined || required !== undefined;
    byName.set(name, { shape: name, ...demands, ...(isStructure ? { members: {} } : {}) });
  }
  for (const [name, held] of Object.entries(shapes)) {
    for (const part of ['each', 'keys', 'values'] as const) {
      const target = held[part];
      if (target !== undefined) named(byName, name)[part] = named(byName, target);
    }
  }
  for (const [name, { required = [], members = {}, names = {} }] of Object.entries(shapes)) {
    const filled = named(byName, name).members as Writable<StructureConstraints> | undefined;
    if (filled === undefined) continue;
    for (const member of new Set([...required, ...Object.keys(members)])) {
      const target = members[member];
      const shape = target === undefined ? {} : named(byName, target);
      filled[member] = {
        ...shape,
        ...(required.includes(member) ? { required: true } : {}),
        ...(names[member] === undefined ? {} : { spelling: names[member] }),
      };
    }
  }
  return byName;
}

function named(shapes: ReadonlyMap<string, Writable<MemberConstraints>>, name: string) {
  const shape = shapes.get(name);
  if (shape === undefined) throw new Error(`The constraints name a shape that they do not have: ${name}.`);
  return shape;
}

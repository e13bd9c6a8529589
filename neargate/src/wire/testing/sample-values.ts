import { type Member, shapeOf, type StructureShape, type WireSchema } from '../schema.ts';

export interface SampleOptions {
  /** A value to take instead of a made-up one, or `leaveOut`. */
  readonly override?: (name: string, member: Member) => unknown;
}

export const leaveOut = Symbol('leave out');

/** Made-up values for every member of a structure, the same for the same seed. Test support. */
export function sampleStructure(
  schema: WireSchema,
  shape: StructureShape,
  random: () => number,
  options: SampleOptions = {},
): Record<string, unknown> {
  return structure(schema, shape, random, 0, options);
}

/** A small generator of numbers from 0 to 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const deepest = 4;

function structure(
  schema: WireSchema,
  shape: StructureShape,
  random: () => number,
  depth: number,
  options: SampleOptions,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const override = options.override?.(name, member);
    if (override === leaveOut) continue;
    if (override !== undefined) {
      result[name] = override;
      continue;
    }
    const isNeeded = member.required === true || member.payload === true;
    if (!isNeeded && (depth >= deepest || random() < 0.2)) continue;
    const value = sample(schema, member, random, depth + 1, options);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function sample(
  schema: WireSchema,
  member: Member,
  random: () => number,
  depth: number,
  options: SampleOptions,
): unknown {
  const shape = shapeOf(schema, member.target);
  switch (shape?.kind) {
    case 'structure': {
      const value = structure(schema, shape, random, depth, options);
      // The form protocols cannot say that a structure is there but empty.
      return Object.keys(value).length === 0 ? undefined : value;
    }
    case 'list': {
      const element = { ...shape.element, ...travel(member) };
      const elements = Array.from({ length: 1 + Math.floor(random() * 2) }, () =>
        sample(schema, element, random, depth + 1, options),
      ).filter((element) => element !== undefined);
      return elements.length === 0 ? undefined : elements;
    }
    case 'map': {
      const value = sample(schema, { ...shape.value, ...travel(member) }, random, depth + 1, options);
      return value === undefined ? undefined : { [`key${Math.floor(random() * 1000)}`]: value };
    }
    case undefined:
      return simple(member, random);
  }
}

/** Elements travel where their list does. */
function travel({ header, prefixHeaders }: Member): Pick<Member, 'header' | 'prefixHeaders'> {
  return {
    ...(header === undefined ? {} : { header }),
    ...(prefixHeaders === undefined ? {} : { prefixHeaders }),
  };
}

function simple({ target, header, prefixHeaders, label }: Member, random: () => number): unknown {
  const number = Math.floor(random() * 1_000_000);
  const isPlain = header !== undefined || prefixHeaders !== undefined || label === true;
  switch (target) {
    case 'string':
      return isPlain ? `text-${number}` : `text ${number} <&> "ä" é`;
    case 'number':
      return number;
    case 'boolean':
      return random() < 0.5;
    case 'blob':
      return new Uint8Array([1, 2, 3, number % 256]);
    case 'document':
      return { note: `document ${number}` };
    case 'event-stream':
      return undefined;
    default:
      // Whole seconds: HTTP dates carry no more.
      return new Date(1_700_000_000_000 + number * 1000);
  }
}

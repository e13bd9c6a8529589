/**
 * A service's wire format, as build/wire-schemas.mjs takes it from the AWS SDK's client: which operations there are, what
 * their inputs and outputs look like, and where each member travels.
 */
export interface WireSchema {
  readonly operations: Readonly<Record<string, WireOperation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
  /** By the error shape's name. */
  readonly errors: Readonly<Record<string, WireError>>;
}

export interface WireOperation {
  /** A structure in `shapes`; absent when there is nothing to send. */
  readonly input?: string;
  readonly output?: string;
  /** REST protocols only. The URI is a template such as `/{Key+}?uploads`, without the bucket. */
  readonly http?: { readonly method: string; readonly uri: string; readonly status: number };
}

export interface WireError {
  /** The code in the query protocols, where it is not the shape's name. */
  readonly code?: string;
  readonly status?: number;
}

export type Shape = StructureShape | ListShape | MapShape;

export interface StructureShape {
  readonly kind: 'structure';
  readonly xmlName?: string;
  readonly namespace?: readonly string[];
  readonly members: Readonly<Record<string, Member>>;
}

export interface ListShape {
  readonly kind: 'list';
  readonly element: Member;
}

export interface MapShape {
  readonly kind: 'map';
  readonly key: Member;
  readonly value: Member;
}

/** A simple type, or `#` and the name of a shape. */
export type Target =
  | 'string'
  | 'number'
  | 'boolean'
  | 'blob'
  | 'document'
  | 'event-stream'
  | 'timestamp'
  | 'timestamp:date-time'
  | 'timestamp:http-date'
  | 'timestamp:epoch-seconds'
  | `#${string}`;

/** A use of a type: a structure's member, a list's element, a map's key or value. */
export interface Member {
  readonly target: Target;
  readonly required?: boolean;
  readonly xmlName?: string;
  readonly ec2QueryName?: string;
  /** List elements and map entries stand beside each other, without an element around them. */
  readonly flattened?: boolean;
  /** An XML attribute. */
  readonly attribute?: boolean;
  /** A URI, or a prefix and a URI. */
  readonly namespace?: string | readonly string[];
  readonly jsonName?: string;
  readonly header?: string;
  readonly prefixHeaders?: string;
  readonly query?: string;
  readonly queryParams?: boolean;
  readonly label?: boolean;
  readonly payload?: boolean;
  readonly responseCode?: boolean;
  readonly streaming?: boolean;
}

/** The shape that a member's target names; undefined for simple types. */
export function shapeOf(schema: WireSchema, target: Target): Shape | undefined {
  return target.startsWith('#') ? schema.shapes[target.slice(1)] : undefined;
}

/** The structure of that name; an empty one for operations that take or give nothing. */
export function structureOf(schema: WireSchema, name: string | undefined): StructureShape {
  const shape = name === undefined ? undefined : schema.shapes[name];
  return shape?.kind === 'structure' ? shape : { kind: 'structure', members: {} };
}

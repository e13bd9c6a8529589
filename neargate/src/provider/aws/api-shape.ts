import type { BlockSchema, Plain, PlainObject } from '../../terraform/provider.ts';

/**
 * How a type's arguments are called in an API: by their own words in camel case (`taskRoleArn`) or Pascal case
 * (`DBSubnetGroupName` is an exception then), but for the names listed here.
 */
export interface ApiNaming {
  readonly style: 'camel' | 'pascal';
  /** By the argument's path from the top, such as `name` or `log_configuration.secret_option`. */
  readonly names?: Readonly<Record<string, ApiName>>;
}

/** The member's name; null when the argument has no member of that kind and is dealt with by hand. */
export type ApiName = string | null | ApiMember;

export interface ApiMember {
  readonly member: string;
  /** Whether repeated blocks are a list in the API (or a single one is). Otherwise blocks with `max: 1` are an object. */
  readonly many?: boolean;
  readonly write?: (argument: Plain) => unknown;
  readonly read?: (member: unknown) => Plain;
}

type Body = Pick<BlockSchema, 'attributes' | 'blocks'>;

/**
 * The members of an API's input that arguments stand for. What is not set, an empty text or an empty collection is left out, as
 * the plugin SDK's providers do; attributes that only AWS sets are too. `Api` is what the caller knows the result to be.
 */
export function toApi<Api>(object: PlainObject, schema: Body, naming: ApiNaming): Api {
  return write(object, schema, naming, '') as Api;
}

/** The arguments and attributes that members of an API's output stand for. */
export function fromApi(
  output: object | undefined,
  schema: Body,
  naming: ApiNaming,
): Readonly<Record<string, Plain>> {
  return read(recordOf(output), schema, naming, '');
}

/** A time as Terraform states hold it, in RFC 3339. */
export function timeText(time: Date | undefined): string | null {
  return time === undefined ? null : time.toISOString().replace('.000Z', 'Z');
}

function write(object: PlainObject, schema: Body, naming: ApiNaming, path: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    const member = memberOf(naming, path, name);
    if (member === undefined || (attribute.computed === true && attribute.optional !== true)) continue;
    const argument = object[name];
    if (isUnset(argument)) continue;
    members[member.member] = member.write === undefined ? argument : member.write(argument ?? null);
  }
  for (const [name, nested] of Object.entries(schema.blocks ?? {})) {
    const member = memberOf(naming, path, name);
    if (member === undefined || isUnset(object[name])) continue;
    const elements = elementsOf(object[name]).map((element) =>
      write(isObject(element) ? element : {}, nested, naming, `${path}${name}.`),
    );
    members[member.member] = isMany(member, nested) ? elements : elements[0];
  }
  return members;
}

function read(
  output: Readonly<Record<string, unknown>>,
  schema: Body,
  naming: ApiNaming,
  path: string,
): Record<string, Plain> {
  const plain: Record<string, Plain> = {};
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    const member = memberOf(naming, path, name);
    if (member === undefined) continue;
    const value = output[member.member];
    plain[name] =
      member.read === undefined || value === undefined
        ? plainOf(value, attribute.type === 'string')
        : member.read(value);
  }
  for (const [name, nested] of Object.entries(schema.blocks ?? {})) {
    const member = memberOf(naming, path, name);
    if (member === undefined) continue;
    const value = output[member.member];
    const elements = Array.isArray(value)
      ? (value as readonly unknown[])
      : value === undefined
        ? []
        : [value];
    plain[name] = elements.map((element) => read(recordOf(element), nested, naming, `${path}${name}.`));
  }
  return plain;
}

function memberOf(naming: ApiNaming, path: string, name: string): ApiMember | undefined {
  const given = naming.names?.[`${path}${name}`];
  if (given === null) return undefined;
  if (given === undefined) return { member: apiCase(name, naming.style) };
  return typeof given === 'string' ? { member: given } : given;
}

function apiCase(name: string, style: ApiNaming['style']): string {
  const pascal = name.replace(/(?:^|_)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
  return style === 'pascal' ? pascal : pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

function isMany(member: ApiMember, nested: BlockSchema): boolean {
  return member.many ?? (nested.nesting !== 'single' && nested.max !== 1);
}

function isUnset(argument: Plain | undefined): boolean {
  if (argument === undefined || argument === null || argument === '') return true;
  if (Array.isArray(argument)) return argument.length === 0;
  return false;
}

function plainOf(value: unknown, isText: boolean): Plain {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return timeText(value);
  if (isText && typeof value !== 'object') return String(value as string | number | boolean);
  return value as Plain;
}

function elementsOf(argument: Plain | undefined): readonly Plain[] {
  return Array.isArray(argument) ? (argument as readonly Plain[]) : [argument ?? null];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isObject(plain: Plain): plain is PlainObject {
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain);
}

import { type IdSource, randomIds } from '../../core/ids.ts';
import type { PlainObject } from '../../terraform/provider.ts';
import { textOf } from '../arguments.ts';

const suffixLength = 26;

export interface GeneratedNameOptions {
  /** The argument that holds the name. */
  readonly name?: string;
  /** The argument that holds a prefix for it. */
  readonly prefix?: string;
  /** What stands before the digits when the configuration has neither name nor prefix. */
  readonly defaultPrefix?: string;
  readonly ids?: IdSource;
  readonly maxLength?: number;
}

/** The name that an object gets: as configured, or a prefix and 26 hexadecimal digits, as provider 6 makes them. */
export function generatedName(
  config: PlainObject,
  {
    name = 'name',
    prefix = 'name_prefix',
    defaultPrefix = 'terraform-',
    ids = randomIds,
    maxLength,
  }: GeneratedNameOptions = {},
): string {
  const given = textOf(config, name);
  if (given !== undefined) return given;
  return `${textOf(config, prefix) ?? defaultPrefix}${ids.hex(suffixLength)}`.slice(0, maxLength);
}

/** The prefix that a generated name has; empty when the name is not one. */
export function prefixOfName(name: string): string {
  return /[0-9a-f]{26}$/.test(name) ? name.slice(0, -suffixLength) : '';
}

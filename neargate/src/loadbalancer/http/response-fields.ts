import type { ResponseField } from '../listener-config.ts';

/** Fields that a listener's attributes add to every response (ALB User Guide, "HTTP header modification"). */
export interface ResponseFields {
  /** Ready to be written, each ended by CRLF. */
  readonly lines: string;
  /** Their lower-cased names: a target's own fields of these names are left out. */
  readonly names: ReadonlySet<string>;
}

export const noResponseFields: ResponseFields = { lines: '', names: new Set() };

export function responseFields(fields: readonly ResponseField[]): ResponseFields {
  if (fields.length === 0) return noResponseFields;
  return {
    lines: fields.map(({ name, value }) => `${name}: ${value}\r\n`).join(''),
    names: new Set(fields.map(({ name }) => name.toLowerCase())),
  };
}

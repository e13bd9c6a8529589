import type { Plain, PlainObject } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

/**
 * How a value is made: a text with placeholders, a constant, or what a function makes of arguments. Placeholders are an
 * argument or attribute by name, `{id}`, `{partition}`, `{region}`, `{account}`, `{now}` (RFC 3339), and characters made up:
 * `{hex:17}`, `{digits:10}`, `{upper:20}` (A–Z, 0–9), `{uuid}`.
 */
export type Template = Plain | DerivedValue;

export interface DerivedValue {
  /** The arguments it is made of; it is made anew when one of them changes. */
  readonly from: readonly string[];
  make(object: PlainObject, client: Pick<AwsClient, 'caller'>): Plain;
}

/** How attributes that AWS would compute are made, `id` among them. */
export type Templates = Readonly<Record<string, Template>>;

const placeholder = /\{([a-z0-9_]+)(?::(\d+))?\}/g;

/** Whether a template makes something up, so that it is made only once. */
function isRandom(name: string): boolean {
  return ['hex', 'digits', 'upper', 'uuid', 'now'].includes(name);
}

/** Fills in every attribute that has a template and no value. Templates may refer to each other. */
export function fillIn(object: PlainObject, templates: Templates, client: AwsClient): Record<string, Plain> {
  const filled: Record<string, Plain> = { ...object };
  const pending = new Set<string>();
  const valueOf = (name: string): Plain => {
    const present = filled[name];
    if (present !== undefined && present !== null && present !== '') return present;
    const template = templates[name];
    if (template === undefined || pending.has(name)) return present ?? null;
    pending.add(name);
    const value = evaluate(template);
    pending.delete(name);
    filled[name] = value;
    return value;
  };
  const evaluate = (template: Template): Plain => {
    if (isDerived(template)) {
      for (const name of template.from) valueOf(name);
      return template.make(filled, client);
    }
    if (typeof template !== 'string') return template;
    return template.replaceAll(placeholder, (_all, name: string, length: string | undefined) =>
      fill(name, Number(length ?? 0), client, valueOf),
    );
  };
  for (const name of Object.keys(templates)) valueOf(name);
  return filled;
}

/** The attributes that must be made anew when these arguments change. */
export function dependents(templates: Templates, changed: readonly string[]): string[] {
  const stale = new Set(changed);
  const found: string[] = [];
  for (const [name, template] of Object.entries(templates)) {
    const from = isDerived(template) ? template.from : placeholders(template);
    if (from.some(isRandom) || !from.some((each) => stale.has(each))) continue;
    stale.add(name);
    found.push(name);
  }
  return found;
}

function placeholders(template: Plain): string[] {
  if (typeof template !== 'string') return [];
  return [...template.matchAll(placeholder)].map(([, name = '']) => name);
}

function fill(name: string, length: number, client: AwsClient, valueOf: (name: string) => Plain): string {
  const { caller, clock, ids } = client;
  switch (name) {
    case 'partition':
      return caller.partition;
    case 'region':
      return caller.region;
    case 'account':
      return caller.accountId;
    case 'now':
      return new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    case 'hex':
      return ids.hex(length);
    case 'digits':
      return ids.digits(length);
    case 'upper':
      return ids.upperAlphanumeric(length);
    case 'uuid':
      return ids.uuid();
    default: {
      const value = valueOf(name);
      return typeof value === 'object' ? '' : String(value);
    }
  }
}

function isDerived(template: Template): template is DerivedValue {
  return typeof template === 'object' && template !== null && 'make' in template;
}

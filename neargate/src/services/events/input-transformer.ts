import type { InputTransformer } from '@aws-sdk/client-eventbridge';
import { selectByPath } from './input-path.ts';
import { parseJson } from './json.ts';

/** An event as it is delivered. */
export interface EventEnvelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO-8601 with seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** What the reserved placeholders of a template stand for. */
export interface TransformerVariables {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** ISO-8601. */
  readonly ingestionTime: string;
}

export const reservedPlaceholders: readonly string[] = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
];

/** Placeholders are `<name>`. */
const placeholder = /<([A-Za-z0-9._-]+)>/g;

export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(placeholder)].map(([, name = '']) => name);
}

/**
 * The text that a target gets, or undefined when the filled template is not JSON: EventBridge then delivers nothing.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function transformInput(
  { InputPathsMap: paths = {}, InputTemplate: template = '' }: InputTransformer,
  event: EventEnvelope,
  variables: TransformerVariables,
): string | undefined {
  const isJsonTemplate = /^\s*[[{]/.test(template);
  const valueOf = (name: string) =>
    reservedPlaceholders.includes(name)
      ? reservedValue(name, event, variables)
      : selectByPath(event, paths[name] ?? '');
  const filled = substitute(template, (name, quoted) => {
    const value = valueOf(name);
    if (!quoted) return value === undefined ? '""' : JSON.stringify(value);
    return value === undefined ? '' : insideQuotes(value, isJsonTemplate);
  });
  return isJsonTemplate ? validJson(filled) : validLines(filled);
}

function substitute(template: string, replace: (name: string, quoted: boolean) => string): string {
  let filled = '';
  let quoted = false;
  let rest = template;
  while (rest !== '') {
    const [token = '', name] = /^(?:<([A-Za-z0-9._-]+)>|\\.|.)/s.exec(rest) ?? [rest];
    if (token === '"') quoted = !quoted;
    filled += name === undefined ? token : replace(name, quoted);
    rest = rest.slice(token.length);
  }
  return filled;
}

/** A value inside a quoted text: without quotes of its own. Structures break a JSON template, as they do on AWS. */
function insideQuotes(value: unknown, isJsonTemplate: boolean): string {
  if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
  const text = JSON.stringify(value);
  return typeof value === 'object' && value !== null && isJsonTemplate ? text : text.replaceAll('"', '');
}

function validJson(text: string): string | undefined {
  return parseJson(text) === undefined ? undefined : text;
}

/** A template of texts: every line is one JSON value. */
function validLines(text: string): string | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => validJson(line) !== undefined) ? text : undefined;
}

function reservedValue(name: string, event: EventEnvelope, variables: TransformerVariables): unknown {
  switch (name) {
    case 'aws.events.rule-arn':
      return variables.ruleArn;
    case 'aws.events.rule-name':
      return variables.ruleName;
    case 'aws.events.event.ingestion-time':
      return variables.ingestionTime;
    case 'aws.events.event.json':
      return event;
    default: {
      const { id, account, source, region, resources, version } = event;
      const time = variables.ingestionTime;
      return { id, account, detailType: event['detail-type'], time, source, region, resources, version };
    }
  }
}

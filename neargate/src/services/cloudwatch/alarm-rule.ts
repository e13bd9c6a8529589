import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { validationError } from './errors.ts';

/**
 * A composite alarm's rule, parsed.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export type AlarmRule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: StateValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly rule: AlarmRule }
  | { readonly kind: 'and' | 'or'; readonly rules: readonly AlarmRule[] }
  | {
      readonly kind: 'at-least';
      readonly count: number;
      readonly unit: 'alarms' | 'percent';
      readonly state: StateValue;
      readonly isNegated: boolean;
      readonly alarms: readonly string[];
    };

const states: readonly StateValue[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];
const token = /\s*(?:"((?:[^"\\]|\\.)*)"|([(),])|([^\s(),"]+))/y;

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Throws ValidationError where the text is no rule. NOT binds tighter than AND, AND tighter than OR. */
export function parseAlarmRule(text: string): AlarmRule {
  const tokens = tokensOf(text);
  let position = 0;
  const peek = () => tokens[position];
  const isNext = (word: string) => peek()?.isQuoted === false && peek()?.text.toUpperCase() === word;
  const take = (word?: string): string => {
    const found = tokens[position];
    if (found === undefined || (word !== undefined && !isNext(word))) {
      throw invalidRule(
        `unexpected ${found === undefined ? 'end' : `'${found.text}'`}${word === undefined ? '' : `, expected ${word}`}`,
      );
    }
    position += 1;
    return found.text;
  };
  const stateNext = () => states.find((state) => isNext(state));
  const takeState = (): StateValue => {
    const state = stateNext();
    if (state === undefined) throw invalidRule(`expected one of ${states.join(', ')}`);
    take();
    return state;
  };
  const parseOperand = (): AlarmRule => {
    if (isNext('NOT')) {
      take();
      return { kind: 'not', rule: parseOperand() };
    }
    if (isNext('(')) {
      take();
      const rule = parseOr();
      take(')');
      return rule;
    }
    for (const word of ['TRUE', 'FALSE']) {
      if (!isNext(word)) continue;
      take();
      return { kind: 'constant', value: word === 'TRUE' };
    }
    if (isNext('AT_LEAST')) return parseAtLeast();
    const state = takeState();
    take('(');
    const alarm = take();
    take(')');
    return { kind: 'state', state, alarm };
  };
  const parseAtLeast = (): AlarmRule => {
    take();
    take('(');
    const [, digits, percent] = /^(\d+)(%?)$/.exec(take()) ?? [];
    if (digits === undefined) throw invalidRule('AT_LEAST needs a number or a percentage');
    take(',');
    const isNegated = isNext('NOT');
    if (isNegated) take();
    const state = takeState();
    take(',');
    take('(');
    const alarms = [take()];
    while (isNext(',')) {
      take();
      alarms.push(take());
    }
    take(')');
    take(')');
    const unit = percent === '%' ? 'percent' : 'alarms';
    return { kind: 'at-least', count: Number(digits), unit, state, isNegated, alarms };
  };
  const parseChain = (kind: 'and' | 'or', parseMember: () => AlarmRule): AlarmRule => {
    const first = parseMember();
    const rules = [first];
    while (isNext(kind.toUpperCase())) {
      take();
      rules.push(parseMember());
    }
    return rules.length === 1 ? first : { kind, rules };
  };
  const parseOr = (): AlarmRule => parseChain('or', () => parseChain('and', parseOperand));
  const rule = parseOr();
  const rest = peek();
  if (rest !== undefined) throw invalidRule(`unexpected '${rest.text}'`);
  return rule;
}

/** @param stateOf the state of the alarm with that name or ARN; undefined where there is none, which meets no condition */
export function evaluateAlarmRule(
  rule: AlarmRule,
  stateOf: (alarm: string) => StateValue | undefined,
): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !evaluateAlarmRule(rule.rule, stateOf);
    case 'and':
      return rule.rules.every((one) => evaluateAlarmRule(one, stateOf));
    case 'or':
      return rule.rules.some((one) => evaluateAlarmRule(one, stateOf));
    case 'at-least': {
      const found = rule.alarms.filter((alarm) => (stateOf(alarm) === rule.state) !== rule.isNegated).length;
      return rule.unit === 'percent' ? found * 100 >= rule.count * rule.alarms.length : found >= rule.count;
    }
  }
}

/** The alarms that a rule names, as it names them. */
export function alarmsOfRule(rule: AlarmRule): readonly string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return alarmsOfRule(rule.rule);
    case 'and':
    case 'or':
      return rule.rules.flatMap(alarmsOfRule);
    case 'at-least':
      return rule.alarms;
  }
}

/** The name of an alarm that is named by name or ARN. */
export function alarmNameOf(nameOrArn: string): string {
  return /^arn:[^:]+:cloudwatch:[^:]+:\d+:alarm:(.+)$/s.exec(nameOrArn)?.[1] ?? nameOrArn;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const match = token.exec(text);
    if (match === null) throw invalidRule('a quotation mark is not closed');
    const [, quoted, mark, word = ''] = match;
    const isQuoted = quoted !== undefined;
    tokens.push({ text: isQuoted ? quoted.replaceAll(/\\(.)/g, '$1') : (mark ?? word), isQuoted });
  }
  return tokens;
}

const invalidRule = (reason: string) => validationError(`AlarmRule is not valid: ${reason}.`);

import { invalidEventPattern } from '../errors.ts';
import type { NumericBound, NumericOperator } from './pattern.ts';

const operators: readonly NumericOperator[] = ['=', '<', '<=', '>', '>='];
const largest = 5e9;

/** One comparison, or a lower and then an upper bound: `["=", 5]`, `[">", 0, "<=", 5]`. */
export function parseNumeric(value: unknown): NumericBound[] {
  if (!Array.isArray(value)) throw invalidEventPattern('Value of numeric must be an array.');
  const parts: readonly unknown[] = value;
  if (parts.length === 0) throw invalidEventPattern('Invalid member in numeric match: ]');
  const bounds: NumericBound[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const operator = operators.find((known) => known === parts[index]);
    if (operator === undefined)
      throw invalidEventPattern(`Bad numeric range operator: ${String(parts[index])}`);
    bounds.push({ operator, value: boundOf(operator, parts[index + 1]) });
  }
  requireRange(bounds);
  return bounds;
}

function boundOf(operator: NumericOperator, value: unknown): number {
  if (typeof value !== 'number') {
    throw invalidEventPattern(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  }
  if (Math.abs(value) > largest)
    throw invalidEventPattern('Value must be between -5.0E9 and 5.0E9, inclusive');
  return value;
}

function requireRange(bounds: readonly NumericBound[]): void {
  const [low, high, ...rest] = bounds;
  if (low === undefined || high === undefined) return;
  if (!low.operator.startsWith('>') || rest.length > 0)
    throw invalidEventPattern('Too many elements in numeric expression');
  if (!high.operator.startsWith('<'))
    throw invalidEventPattern(`Bad numeric range operator: ${high.operator}`);
  if (low.value >= high.value) throw invalidEventPattern('Bottom must be less than top');
}

export function withinBounds(value: number, bounds: readonly NumericBound[]): boolean {
  return bounds.every((bound) => {
    switch (bound.operator) {
      case '=':
        return value === bound.value;
      case '<':
        return value < bound.value;
      case '<=':
        return value <= bound.value;
      case '>':
        return value > bound.value;
      case '>=':
        return value >= bound.value;
    }
  });
}

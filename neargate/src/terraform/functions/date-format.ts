import { FunctionError } from '../../hcl/functions.ts';
import type { Timestamp } from './timestamps.ts';
import { formatOffset, localDate } from './timestamps.ts';

const monthNames = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
]; // prettier-ignore
const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Writes a time by `formatdate`'s pattern: runs of one letter are verbs, text in single quotes stands for itself. */
export function formatDate(pattern: string, time: Timestamp): string {
  const tokens = pattern.match(/'(?:[^']|'')*'?|([A-Za-z])\1*|[^A-Za-z']+/g) ?? [];
  return tokens.map((token) => formatToken(token, time)).join('');
}

function formatToken(token: string, time: Timestamp): string {
  if (token.startsWith("'")) {
    if (token.length < 2 || !token.endsWith("'")) throw new FunctionError("unterminated literal '", 0);
    return token.slice(1, -1).replaceAll("''", "'");
  }
  if (!/^[A-Za-z]/.test(token)) return token;
  const date = localDate(time);
  switch (token.charAt(0)) {
    case 'Y': {
      const year = String(date.getUTCFullYear());
      if (token === 'YY') return year.slice(-2).padStart(2, '0');
      if (token === 'YYYY') return year.padStart(4, '0');
      return refuse(token, 'year must either be "YY" or "YYYY"');
    }
    case 'M': {
      const month = date.getUTCMonth();
      const name = monthNames[month] ?? '';
      if (token === 'M') return String(month + 1);
      if (token === 'MM') return pad(month + 1);
      if (token === 'MMM') return name.slice(0, 3);
      if (token === 'MMMM') return name;
      return refuse(token, 'month must be "M", "MM", "MMM", or "MMMM"');
    }
    case 'D':
      return oneOrTwo(token, date.getUTCDate(), 'day of month must either be "D" or "DD"');
    case 'E': {
      const name = dayNames[date.getUTCDay()] ?? '';
      if (token === 'EEE') return name.slice(0, 3);
      if (token === 'EEEE') return name;
      return refuse(token, 'day of week must either be "EEE" or "EEEE"');
    }
    case 'h':
      return oneOrTwo(token, date.getUTCHours(), '24-hour must either be "h" or "hh"');
    case 'H':
      return oneOrTwo(token, date.getUTCHours() % 12 || 12, '12-hour must either be "H" or "HH"');
    case 'A':
    case 'a': {
      if (token.length !== 2) return refuse(token, `must be "${token.charAt(0).repeat(2)}"`);
      const half = date.getUTCHours() < 12 ? 'AM' : 'PM';
      return token === 'AA' ? half : half.toLowerCase();
    }
    case 'm':
      return oneOrTwo(token, date.getUTCMinutes(), 'minute must either be "m" or "mm"');
    case 's':
      return oneOrTwo(token, date.getUTCSeconds(), 'second must either be "s" or "ss"');
    case 'Z':
      return formatZone(token, time.offsetMinutes);
    default:
      throw new FunctionError(`invalid date format verb "${token}"`, 0);
  }
}

function formatZone(token: string, offsetMinutes: number): string {
  switch (token) {
    case 'Z':
      return formatOffset(offsetMinutes, ':', 'Z');
    case 'ZZZ':
      return formatOffset(offsetMinutes, '', 'UTC');
    case 'ZZZZ':
      return formatOffset(offsetMinutes, '', '+0000');
    case 'ZZZZZ':
      return formatOffset(offsetMinutes, ':', '+00:00');
    default:
      return refuse(token, 'timezone must be Z, ZZZZ, or ZZZZZ');
  }
}

function oneOrTwo(token: string, number: number, problem: string): string {
  if (token.length === 1) return String(number);
  return token.length === 2 ? pad(number) : refuse(token, problem);
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

function refuse(token: string, problem: string): never {
  throw new FunctionError(`invalid date format verb "${token}": ${problem}`, 0);
}

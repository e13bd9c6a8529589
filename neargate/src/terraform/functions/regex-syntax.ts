import { generalCategories, posixClasses } from './regex-classes.ts';
import { foldedLiteral, foldedRange } from './regex-folding.ts';

/** A pattern in JavaScript's syntax that matches what the given one matches in RE2's, which Terraform uses. */
export interface TranslatedPattern {
  readonly source: string;
  readonly flags: string;
  /** The names of its capture groups in order; an unnamed one is undefined. Names may repeat. */
  readonly groupNames: readonly (string | undefined)[];
}

/** Why a pattern is none: RE2's word for it, and the part of the pattern it is about. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  readonly problem: string;
  readonly fragment: string;

  constructor(problem: string, fragment: string) {
    super(`${problem}: \`${fragment}\``);
    this.problem = problem;
    this.fragment = fragment;
  }
}

/**
 * Translates a pattern, or throws `PatternError`. https://github.com/google/re2/wiki/Syntax
 */
export function translatePattern(pattern: string): TranslatedPattern {
  const translated = new PatternTranslator(pattern).translate();
  try {
    void new RegExp(translated.source, translated.flags);
  } catch {
    throw new PatternError('invalid or unsupported syntax', pattern);
  }
  return translated;
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly ungreedy: boolean;
}

const noFlags: Flags = { ignoreCase: false, multiline: false, dotAll: false, ungreedy: false };
const flagNames = { i: 'ignoreCase', m: 'multiline', s: 'dotAll', U: 'ungreedy' } as const;
const maxRepetition = 1000;

class PatternTranslator {
  private readonly pattern: string;
  private readonly groupNames: (string | undefined)[] = [];
  private readonly outerFlags: Flags[] = [];
  private flags = noFlags;
  private index = 0;
  private output = '';
  /** The repetition operator just read, to which none may be added. */
  private repetition = '';
  /** Whether there is something before that a repetition can apply to. */
  private hasOperand = false;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  translate(): TranslatedPattern {
    while (this.index < this.pattern.length) this.translateNext();
    if (this.outerFlags.length > 0) throw new PatternError('missing closing )', this.pattern);
    return { source: this.output, flags: 'u', groupNames: this.groupNames };
  }

  private translateNext(): void {
    const { pattern } = this;
    const character = this.take();
    if (character === '*' || character === '+' || character === '?')
      return this.translateRepetition(character);
    if (character === '{') {
      const repetition = /^\{\d+(?:,\d*)?\}/.exec(pattern.slice(this.index - 1))?.[0];
      if (repetition !== undefined) {
        this.index += repetition.length - 1;
        return this.translateRepetition(repetition);
      }
    }
    this.repetition = '';
    switch (character) {
      case '(':
        return this.openGroup();
      case '|':
        this.hasOperand = false;
        this.output += '|';
        return;
      default:
        this.hasOperand = true;
    }
    switch (character) {
      case ')': {
        const outer = this.outerFlags.pop();
        if (outer === undefined) throw new PatternError('unexpected )', pattern);
        this.flags = outer;
        this.output += ')';
        return;
      }
      case '\\':
        this.output += this.translateEscape(false);
        return;
      case '[':
        return this.translateClass();
      case '.':
        this.output += this.flags.dotAll ? '[\\s\\S]' : '[^\\n]';
        return;
      case '^':
        this.output += this.flags.multiline ? '(?:^|(?<=\\n))' : '^';
        return;
      case '$':
        this.output += this.flags.multiline ? '(?=\\n|$)' : '$';
        return;
      default:
        this.output += this.literal(character);
    }
  }

  private take(): string {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.index) ?? 0);
    this.index += character.length;
    return character;
  }

  private literal(character: string): string {
    return this.flags.ignoreCase ? foldedLiteral(character) : escapeLiteral(character);
  }

  /** RE2 knows `?` for lazy, and no possessive `+`. */
  private translateRepetition(operator: string): void {
    let written = operator;
    const isLazy = this.pattern.charAt(this.index) === '?';
    if (isLazy) {
      written += '?';
      this.index++;
    }
    if (this.repetition !== '') {
      throw new PatternError('invalid nested repetition operator', this.repetition + written);
    }
    if (!this.hasOperand) throw new PatternError('missing argument to repetition operator', operator);
    const [least, most] = (/^\{(\d+)(?:,(\d*))?\}$/.exec(operator) ?? []).slice(1);
    if (least !== undefined) {
      const greatest = most === undefined || most === '' ? Number(least) : Number(most);
      if (greatest < Number(least) || greatest > maxRepetition) {
        throw new PatternError('invalid repeat count', operator);
      }
    }
    this.repetition = written;
    this.output += operator + (isLazy === this.flags.ungreedy ? '' : '?');
  }

  private openGroup(): void {
    const rest = this.pattern.slice(this.index);
    this.hasOperand = false;
    if (!rest.startsWith('?')) return this.enter('(', this.flags, undefined);
    const named = /^\?P?<(\w+)>/.exec(rest);
    if (named !== null) {
      this.index += named[0].length;
      return this.enter('(', this.flags, named[1]);
    }
    const options = /^\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
    if (options === null) {
      const fragment = /^\?(?:P<?)?[imsU-]*[\s\S]?/.exec(rest)?.[0] ?? '?';
      throw new PatternError('invalid or unsupported Perl syntax', `(${fragment}`);
    }
    this.index += options[0].length;
    const flags = withFlags(this.flags, options[1] ?? '', options[2] ?? '');
    if (options[3] === ':') return this.enter('(?:', flags, undefined, false);
    this.flags = flags;
  }

  private enter(opening: string, flags: Flags, name: string | undefined, captures = true): void {
    if (captures) this.groupNames.push(name);
    this.outerFlags.push(this.flags);
    this.flags = flags;
    this.output += opening;
  }

  private translateClass(): void {
    const { pattern } = this;
    const start = this.index - 1;
    this.output += '[';
    if (pattern.charAt(this.index) === '^') {
      this.output += '^';
      this.index++;
    }
    let isFirst = true;
    for (; isFirst || pattern.charAt(this.index) !== ']'; isFirst = false) {
      if (this.index >= pattern.length) throw new PatternError('missing closing ]', pattern.slice(start));
      this.translateClassMember();
    }
    this.output += ']';
    this.index++;
  }

  private translateClassMember(): void {
    const posix = /^\[:(\^?)(\w*):\]/.exec(this.pattern.slice(this.index));
    if (posix !== null) {
      const members = posixClasses.get(posix[2] ?? '');
      if (members === undefined || posix[1] === '^') {
        throw new PatternError('invalid character class range', posix[0]);
      }
      this.output += members;
      this.index += posix[0].length;
      return;
    }
    const start = this.index;
    const low = this.classCharacter();
    if (typeof low === 'string') {
      this.output += low;
      return;
    }
    const isRange =
      this.pattern.charAt(this.index) === '-' && !/^-(?:\]|$)/.test(this.pattern.slice(this.index));
    if (isRange) this.index++;
    const high = isRange ? this.classCharacter() : low;
    if (typeof high === 'string' || high.code < low.code) {
      throw new PatternError('invalid character class range', this.pattern.slice(start, this.index));
    }
    this.output += this.flags.ignoreCase ? foldedRange(low.code, high.code) : classRange(low.code, high.code);
  }

  /** One character of a class by its code point, or what stands for several. */
  private classCharacter(): { readonly code: number } | string {
    const character = this.take();
    if (character !== '\\') return { code: character.codePointAt(0) ?? 0 };
    const escape = this.translateEscape(true);
    const code = /^\\u\{([0-9A-Fa-f]+)\}$/.exec(escape)?.[1];
    return code === undefined ? escape : { code: Number.parseInt(code, 16) };
  }

  /** Inside a class a single character comes as `\u{...}`. */
  private translateEscape(inClass: boolean): string {
    if (this.index >= this.pattern.length)
      throw new PatternError('trailing backslash at end of expression', '');
    const character = this.take();
    const single = (literal: string) =>
      inClass ? `\\u{${(literal.codePointAt(0) ?? 0).toString(16)}}` : this.literal(literal);
    switch (character) {
      case 'd':
      case 'D':
      case 'w':
      case 'W':
        return `\\${character}`;
      case 'a':
        return single('\x07');
      case 'f':
        return single('\f');
      case 'n':
        return single('\n');
      case 'r':
        return single('\r');
      case 't':
        return single('\t');
      case 'v':
        return single('\v');
      case 's':
        return inClass ? '\\t\\n\\f\\r ' : '[\\t\\n\\f\\r ]';
      case 'S':
        return inClass ? '\\0-\\x08\\x0b\\x0e-\\x1f!-\\u{10ffff}' : '[^\\t\\n\\f\\r ]';
      case 'x':
        return this.translateHex(inClass);
      case 'p':
      case 'P':
        return this.translateProperty(character);
      default:
        break;
    }
    if (!inClass) {
      switch (character) {
        case 'b':
        case 'B':
          return `\\${character}`;
        case 'A':
          return '(?<![\\s\\S])';
        case 'z':
          return '(?![\\s\\S])';
        case 'Q': {
          const end = this.pattern.indexOf('\\E', this.index);
          const literal = this.pattern.slice(this.index, end === -1 ? undefined : end);
          this.index = end === -1 ? this.pattern.length : end + 2;
          return Array.from(literal, (each) => this.literal(each)).join('');
        }
        default:
          break;
      }
    }
    if (/[A-Za-z0-9]/.test(character) || character > '\x7f') {
      throw new PatternError('invalid escape sequence', `\\${character}`);
    }
    return single(character);
  }

  private translateHex(inClass: boolean): string {
    const match = /^(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/.exec(this.pattern.slice(this.index));
    const code = Number.parseInt(match?.[1] ?? match?.[2] ?? '', 16);
    if (match === null || code > 0x10ffff) throw new PatternError('invalid escape sequence', '\\x');
    this.index += match[0].length;
    return inClass ? `\\u{${code.toString(16)}}` : this.literal(String.fromCodePoint(code));
  }

  private translateProperty(letter: 'p' | 'P'): string {
    const match = /^(?:\{(\^?)(\w+)\}|(\w))/.exec(this.pattern.slice(this.index));
    if (match === null) throw new PatternError('invalid character class range', `\\${letter}`);
    this.index += match[0].length;
    const name = match[2] ?? match[3] ?? '';
    const kind = match[1] === '^' ? (letter === 'p' ? 'P' : 'p') : letter;
    const property = generalCategories.test(name) ? `\\${kind}{${name}}` : `\\${kind}{Script=${name}}`;
    try {
      void new RegExp(property, 'u');
    } catch {
      throw new PatternError('invalid character class range', `\\${letter}${match[0]}`);
    }
    return property;
  }
}

function withFlags(flags: Flags, set: string, cleared: string): Flags {
  const changed = { ...flags };
  for (const [letter, name] of Object.entries(flagNames)) {
    if (set.includes(letter)) changed[name] = true;
    if (cleared.includes(letter)) changed[name] = false;
  }
  return changed;
}

function escapeLiteral(character: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function classRange(low: number, high: number): string {
  const from = `\\u{${low.toString(16)}}`;
  return low === high ? from : `${from}-\\u{${high.toString(16)}}`;
}

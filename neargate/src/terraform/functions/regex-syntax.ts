import { FunctionError } from '../../hcl/functions.ts';

/** A pattern in JavaScript's syntax that matches what the given one matches in RE2's, which Terraform uses. */
export interface TranslatedPattern {
  readonly source: string;
  readonly flags: string;
}

const posixClasses: ReadonlyMap<string, string> = new Map([
  ['alnum', '0-9A-Za-z'],
  ['alpha', 'A-Za-z'],
  ['ascii', '\\x00-\\x7F'],
  ['blank', '\\t '],
  ['cntrl', '\\x00-\\x1F\\x7F'],
  ['digit', '0-9'],
  ['graph', '!-~'],
  ['lower', 'a-z'],
  ['print', ' -~'],
  ['punct', '!-\\/:-@\\[-`\\{-~'],
  ['space', '\\t\\n\\v\\f\\r '],
  ['upper', 'A-Z'],
  ['word', '0-9A-Za-z_'],
  ['xdigit', '0-9A-Fa-f'],
]);

const generalCategories =
  /^(?:L|Ll|Lm|Lo|Lt|Lu|M|Mc|Me|Mn|N|Nd|Nl|No|P|Pc|Pd|Pe|Pf|Pi|Po|Ps|S|Sc|Sk|Sm|So|Z|Zl|Zp|Zs|C|Cc|Cf|Co|Cs)$/;

/**
 * Translates a pattern. What RE2 has and JavaScript has not, or the other way round, is refused rather than guessed.
 * https://github.com/google/re2/wiki/Syntax
 *
 * @param argumentIndex Which argument of the function the pattern is, for the error.
 */
export function translatePattern(pattern: string, argumentIndex: number): TranslatedPattern {
  const translated = new PatternTranslator(pattern, argumentIndex).translate();
  try {
    // Compiled once here, so that what is wrong with it is said about the argument.
    void new RegExp(translated.source, translated.flags);
  } catch {
    throw new FunctionError(`invalid regexp pattern: ${pattern}`, argumentIndex);
  }
  return translated;
}

class PatternTranslator {
  private readonly pattern: string;
  private readonly argumentIndex: number;
  private index = 0;
  private output = '';
  private ignoreCase = false;
  private multiline = false;
  private dotAll = false;
  private ungreedy = false;
  private hasStarted = false;

  constructor(pattern: string, argumentIndex: number) {
    this.pattern = pattern;
    this.argumentIndex = argumentIndex;
  }

  translate(): TranslatedPattern {
    while (this.index < this.pattern.length) {
      this.translateNext();
      this.hasStarted = true;
    }
    return { source: this.output, flags: this.ignoreCase ? 'iu' : 'u' };
  }

  private translateNext(): void {
    const { pattern } = this;
    const character = String.fromCodePoint(pattern.codePointAt(this.index) ?? 0);
    this.index += character.length;
    switch (character) {
      case '\\':
        this.output += this.translateEscape(false);
        return;
      case '[':
        this.translateClass();
        return;
      case '(':
        this.translateGroup();
        return;
      case '.':
        this.output += this.dotAll ? '[\\s\\S]' : '[^\\n]';
        return;
      case '^':
        this.output += this.multiline ? '(?:^|(?<=\\n))' : '^';
        return;
      case '$':
        this.output += this.multiline ? '(?=\\n|$)' : '$';
        return;
      case '*':
      case '+':
      case '?':
        this.output += character;
        this.translateLaziness();
        return;
      case '{': {
        const repetition = /^\{\d+(?:,\d*)?\}/.exec(pattern.slice(this.index - 1))?.[0];
        if (repetition === undefined) {
          this.output += '\\{';
          return;
        }
        this.output += repetition;
        this.index += repetition.length - 1;
        this.translateLaziness();
        return;
      }
      case '}':
      case ']':
        this.output += `\\${character}`;
        return;
      default:
        this.output += character;
    }
  }

  /** After a repetition: RE2 knows `?` for lazy, and no possessive `+`. */
  private translateLaziness(): void {
    const next = this.pattern.charAt(this.index);
    if (next === '*' || next === '+') this.refuse(`invalid nested repetition operator: \`${next}\``);
    const isLazy = next === '?';
    if (isLazy) this.index++;
    if (isLazy !== this.ungreedy) this.output += '?';
  }

  private translateGroup(): void {
    const rest = this.pattern.slice(this.index);
    const named = /^\?P?<([A-Za-z_]\w*)>/.exec(rest);
    if (named !== null) {
      this.output += `(?<${named[1]}>`;
      this.index += named[0].length;
      return;
    }
    if (!rest.startsWith('?')) {
      this.output += '(';
      return;
    }
    if (rest.startsWith('?:')) {
      this.output += '(?:';
      this.index += 2;
      return;
    }
    const flags = /^\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
    if (flags === null) this.refuse(`invalid or unsupported Perl syntax: \`(${rest.slice(0, 3)}\``);
    this.applyFlags(flags[1] ?? '', flags[2] ?? '', flags[3] === ':');
    this.index += flags[0].length;
  }

  private applyFlags(set: string, cleared: string, isGroup: boolean): void {
    if (this.hasStarted || isGroup || cleared !== '') {
      this.refuse('flags are supported only at the beginning of the pattern, as in "(?i)abc"');
    }
    this.ignoreCase ||= set.includes('i');
    this.multiline ||= set.includes('m');
    this.dotAll ||= set.includes('s');
    this.ungreedy ||= set.includes('U');
  }

  private translateClass(): void {
    const { pattern } = this;
    this.output += '[';
    if (pattern.charAt(this.index) === '^') {
      this.output += '^';
      this.index++;
    }
    let isFirst = true;
    for (;;) {
      if (this.index >= pattern.length) this.refuse(`missing closing ]: \`${pattern}\``);
      const character = String.fromCodePoint(pattern.codePointAt(this.index) ?? 0);
      if (character === ']' && !isFirst) break;
      isFirst = false;
      const posix = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(this.index));
      if (posix !== null) {
        const members = posixClasses.get(posix[2] ?? '');
        if (members === undefined || posix[1] === '^') {
          this.refuse(`invalid character class range: \`${posix[0]}\``);
        }
        this.output += members;
        this.index += posix[0].length;
        continue;
      }
      this.index += character.length;
      if (character === '\\') this.output += this.translateEscape(true);
      else this.output += '[](){}/|'.includes(character) ? `\\${character}` : character;
    }
    this.output += ']';
    this.index++;
  }

  private translateEscape(inClass: boolean): string {
    const character = String.fromCodePoint(this.pattern.codePointAt(this.index) ?? 0);
    this.index += character.length;
    switch (character) {
      case 'd':
      case 'D':
      case 'w':
      case 'W':
      case 'f':
      case 'n':
      case 'r':
      case 't':
      case 'v':
        return `\\${character}`;
      case 'a':
        return '\\x07';
      case 's':
        return inClass ? '\\t\\n\\f\\r ' : '[\\t\\n\\f\\r ]';
      case 'S':
        if (inClass) this.refuse('\\S inside a character class is not supported');
        return '[^\\t\\n\\f\\r ]';
      case 'b':
      case 'B':
        if (inClass) this.refuse(`invalid escape sequence: \`\\${character}\``);
        return `\\${character}`;
      case 'A':
        return '(?<![\\s\\S])';
      case 'z':
        return '(?![\\s\\S])';
      case 'x':
        return this.translateHex();
      case 'p':
      case 'P':
        return this.translateProperty(character);
      case 'Q': {
        const end = this.pattern.indexOf('\\E', this.index);
        const literal = this.pattern.slice(this.index, end === -1 ? undefined : end);
        this.index = end === -1 ? this.pattern.length : end + 2;
        return literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
      }
      default:
        if (/[A-Za-z0-9]/.test(character) || character === '\u0000') {
          this.refuse(`invalid escape sequence: \`\\${character}\``);
        }
        if (character === '-') return inClass ? '\\-' : '-';
        return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
    }
  }

  private translateHex(): string {
    const match = /^(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(this.pattern.slice(this.index));
    if (match === null) this.refuse('invalid escape sequence: `\\x`');
    this.index += match[0].length;
    return `\\u{${match[1] ?? match[2]}}`;
  }

  private translateProperty(letter: 'p' | 'P'): string {
    const match = /^(?:\{(\^?)(\w+)\}|(\w))/.exec(this.pattern.slice(this.index));
    if (match === null) this.refuse(`invalid character class range: \`\\${letter}\``);
    this.index += match[0].length;
    const name = match[2] ?? match[3] ?? '';
    const kind = match[1] === '^' ? (letter === 'p' ? 'P' : 'p') : letter;
    return generalCategories.test(name) ? `\\${kind}{${name}}` : `\\${kind}{Script=${name}}`;
  }

  private refuse(problem: string): never {
    throw new FunctionError(`invalid regexp pattern: ${problem}`, this.argumentIndex);
  }
}

/**
 * Fills a replacement's `$1`, `${1}`, `$name` and `${name}` with what a match captured, as Go's `Expand` does: a name
 * without braces takes as many letters, digits and underscores as follow, and what was not captured is empty.
 *
 * @param match What `String.replace` hands to its callback: the match, its groups, offset, text, and named groups.
 */
export function expandTemplate(template: string, match: readonly unknown[]): string {
  const last = match.at(-1);
  const named = typeof last === 'object' && last !== null ? new Map(Object.entries(last)) : undefined;
  const groups = match.slice(0, named === undefined ? -2 : -3);
  return template.replace(
    /\$(?:(\$)|(\w+)|\{(\w+)\})/g,
    (_, dollar?: string, bare?: string, braced?: string) => {
      if (dollar !== undefined) return '$';
      const name = bare ?? braced ?? '';
      const captured = /^\d+$/.test(name) ? groups[Number(name)] : named?.get(name);
      return typeof captured === 'string' ? captured : '';
    },
  );
}

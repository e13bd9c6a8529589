/** What a command takes: by long name, without the dashes. */
export type OptionTable = Readonly<Record<string, Option>>;

export interface Option {
  readonly short?: string;
  /** `flag`: alone or `=true`/`=false`. `value`: the last one counts. `list`: each one counts. */
  readonly takes: 'flag' | 'value' | 'list';
}

export interface ParsedOptions {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  value(name: string): string | undefined;
  list(name: string): readonly string[];
}

/** Wrong use of a command, in docker's words. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads options as docker does: `--name value`, `--name=value`, `-n value`, `-nvalue`, flags together (`-aq`); `--` ends them.
 * @throws UsageError
 */
export function parseOptions(args: readonly string[], table: OptionTable): ParsedOptions {
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  const longOf = new Map(Object.entries(table).map(([name, { short }]) => [short, name]));
  const add = (name: string, value: string) => {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  };
  let index = 0;
  const next = (written: string): string => {
    const value = args[index++];
    if (value === undefined) throw new UsageError(`flag needs an argument: ${written}`);
    return value;
  };

  const readLong = (word: string) => {
    const [, name = '', , value] = /^--([^=]+)(=(.*))?$/s.exec(word) ?? [];
    const option = table[name];
    if (option === undefined) throw new UsageError(`unknown flag: --${name}`);
    add(name, value ?? (option.takes === 'flag' ? 'true' : next(`--${name}`)));
  };
  const readShort = (word: string) => {
    let rest = word.slice(1);
    while (rest !== '') {
      const letter = rest.charAt(0);
      const name = longOf.get(letter);
      const option = name === undefined ? undefined : table[name];
      if (name === undefined || option === undefined)
        throw new UsageError(`unknown shorthand flag: '${letter}' in ${word}`);
      rest = rest.slice(1);
      if (option.takes === 'flag' && !rest.startsWith('=')) {
        add(name, 'true');
        continue;
      }
      add(name, rest === '' ? next(`-${letter}`) : rest.replace(/^=/, ''));
      return;
    }
  };

  while (index < args.length) {
    const word = args[index++] ?? '';
    if (word === '--') positionals.push(...args.slice(index).splice(0));
    if (word === '--') break;
    if (word.startsWith('--')) readLong(word);
    else if (word.startsWith('-') && word !== '-') readShort(word);
    else positionals.push(word);
  }
  return {
    positionals,
    flag: (name) => values.get(name)?.at(-1) === 'true',
    value: (name) => values.get(name)?.at(-1),
    list: (name) => values.get(name) ?? [],
  };
}

import { parseArgs } from 'node:util';
import { UserError } from '../core/user-error.ts';

export interface OptionDefinition {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  readonly multiple?: boolean;
  /** The placeholder in the help, such as `DIR`. */
  readonly value?: string;
  readonly description: string;
}

export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>;

type OptionValue<Definition extends OptionDefinition> = Definition['type'] extends 'boolean'
  ? boolean
  : Definition extends { multiple: true }
    ? readonly string[]
    : string;

export type OptionValues<Definitions extends OptionDefinitions> = {
  readonly [Name in keyof Definitions]?: OptionValue<Definitions[Name]>;
};

export interface Invocation<Definitions extends OptionDefinitions> {
  readonly options: OptionValues<Definitions>;
  readonly positionals: readonly string[];
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
  readonly workingDirectory: string;
}

/** Where a command writes. Results go to `print`, everything else to `note`. */
export interface Terminal {
  print(text: string): void;
  note(text: string): void;
  /** Whether notes are read by a person at a terminal: live lines and colour are for them only. */
  readonly isInteractive: boolean;
  readonly color: boolean;
  readonly width: number;
}

/** A command as data: its help and its argument types come from here. */
export interface Command<Definitions extends OptionDefinitions = OptionDefinitions> {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments as the help shows them, such as `SERVICE`. */
  readonly positionals?: readonly {
    readonly name: string;
    readonly optional?: boolean;
    /** Of the last one: it may be given several times. */
    readonly repeated?: boolean;
  }[];
  /** Its arguments are another program's: none is read as an option, but for `--help` alone. */
  readonly takesEverything?: boolean;
  readonly options: Definitions;
  readonly examples: readonly string[];
  /** Resolves to the exit code. */
  run(invocation: Invocation<Definitions>): Promise<number>;
}

export function defineCommand<const Definitions extends OptionDefinitions>(
  command: Command<Definitions>,
): Command<Definitions> {
  return command;
}

/**
 * Parses and runs. Terraform's spelling of long options with one dash (`-var`, `-auto-approve`) is understood.
 * @throws UserError for arguments the command does not know.
 */
export async function runCommand(
  command: Command,
  argv: readonly string[],
  environment: Pick<Invocation<OptionDefinitions>, 'terminal' | 'environment' | 'workingDirectory'>,
): Promise<number> {
  if (command.takesEverything === true) {
    const [first = '--help'] = argv;
    if (first !== '--help' && first !== '-h')
      return command.run({ options: {}, positionals: argv, ...environment });
  }
  const options = {
    help: { type: 'boolean', short: 'h', description: 'Show this help' },
    ...command.options,
  } as const;
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: withDoubleDashes(argv),
      options: Object.fromEntries(
        Object.entries(options).map(([name, { type, short, multiple }]: [string, OptionDefinition]) => [
          name,
          {
            type,
            ...(short === undefined ? {} : { short }),
            ...(multiple === undefined ? {} : { multiple }),
          },
        ]),
      ),
      allowPositionals: true,
    });
  } catch (error) {
    throw usageError(command, error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
  if (parsed.values['help'] === true) {
    environment.terminal.print(renderHelp(command));
    return 0;
  }
  const expected = command.positionals ?? [];
  const required = expected.filter(({ optional }) => optional !== true);
  if (parsed.positionals.length > expected.length && expected.at(-1)?.repeated !== true) {
    throw usageError(command, `Unexpected argument "${parsed.positionals[expected.length]}"`);
  }
  if (parsed.positionals.length < required.length) {
    throw usageError(command, `${required[parsed.positionals.length]?.name ?? 'An argument'} is missing`);
  }
  return command.run({
    options: parsed.values as OptionValues<OptionDefinitions>,
    positionals: parsed.positionals,
    ...environment,
  });
}

function usageError(command: Command, message: string): UserError {
  return new UserError(`${message}.`, { remedy: `See "neargate ${command.name} --help".`, exitCode: 2 });
}

/** What comes behind `--` is not ours to read. */
function withDoubleDashes(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv.map(asDoubleDash) : [...argv.slice(0, end).map(asDoubleDash), ...argv.slice(end)];
}

function asDoubleDash(argument: string): string {
  return /^-[a-z][a-z-]+(=|$)/.test(argument) ? `-${argument}` : argument;
}

export function renderHelp(command: Command): string {
  const positionals = (command.positionals ?? [])
    .map(({ name, optional, repeated }) => {
      const text = repeated === true ? `${name}...` : name;
      return optional === true ? ` [${text}]` : ` ${text}`;
    })
    .join('');
  const rows = Object.entries({
    ...command.options,
    help: { type: 'boolean', short: 'h', description: 'Show this help' },
  } as OptionDefinitions).map(([name, option]) => {
    const short = option.short === undefined ? '    ' : `-${option.short}, `;
    const value = option.value === undefined ? '' : ` ${option.value}`;
    return [`  ${short}--${name}${value}`, option.description] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return [
    command.summary,
    '',
    `Usage: neargate ${command.name}${positionals} [options]`,
    '',
    'Options:',
    ...rows.map(([left, right]) => left.padEnd(width) + right),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

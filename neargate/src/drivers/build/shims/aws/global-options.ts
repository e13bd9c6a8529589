import { usage } from './cli-error.ts';
import type { GlobalOptions } from './settings.ts';

/** Options of every command that mean nothing here. */
const ignoredFlags = new Set([
  '--debug',
  '--no-verify-ssl',
  '--no-cli-pager',
  '--no-cli-auto-prompt',
  '--cli-auto-prompt',
  '--no-sign-request',
]);
const ignoredValues = new Set([
  '--ca-bundle',
  '--cli-read-timeout',
  '--cli-connect-timeout',
  '--color',
  '--cli-binary-format',
  '--page-size',
]);

/**
 * Takes the options out that stand anywhere in a command line of the CLI.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html
 */
export function splitGlobalOptions(args: readonly string[]): {
  readonly options: GlobalOptions;
  readonly words: readonly string[];
  readonly printsVersion: boolean;
} {
  const words: string[] = [];
  const given = new Map<string, string>();
  let paginates = true;
  let printsVersion = false;
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    const [name, attached] = word.startsWith('--') ? split(word) : [word];
    if (valueOptions.has(name) || ignoredValues.has(name)) {
      const value = attached ?? args[(index += 1)];
      if (value === undefined) throw usage(`argument ${name}: expected one argument`);
      given.set(name, value);
    } else if (name === '--no-paginate') paginates = false;
    else if (name === '--version' && words.length === 0) printsVersion = true;
    else if (!ignoredFlags.has(name)) words.push(word);
  }
  const maxItems = given.get('--max-items');
  return {
    words,
    printsVersion,
    options: {
      paginates,
      ...optional('region', given.get('--region')),
      ...optional('profile', given.get('--profile')),
      ...optional('endpointUrl', given.get('--endpoint-url')),
      ...optional('output', given.get('--output')),
      ...optional('query', given.get('--query')),
      ...(maxItems === undefined ? {} : { maxItems: Number(maxItems) }),
    },
  };
}

const valueOptions = new Set([
  '--region',
  '--profile',
  '--endpoint-url',
  '--output',
  '--query',
  '--max-items',
]);

function split(word: string): [string, string?] {
  const index = word.indexOf('=');
  return index < 0 ? [word] : [word.slice(0, index), word.slice(index + 1)];
}

function optional<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>);
}

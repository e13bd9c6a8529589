import { readFileSync, writeFileSync } from 'node:fs';
import { loadWireSchema } from '../../../../wire/load-schema.ts';
import type { Session } from './call.ts';
import { usage } from './cli-error.ts';
import { cliName } from './cli-names.ts';
import { configure } from './configure.ts';
import { codecommitCredentials } from './credential-helper.ts';
import { getLogin, getLoginPassword } from './ecr-login.ts';
import { splitGlobalOptions } from './global-options.ts';
import { formatted, plain, queried } from './output.ts';
import { callAllPages } from './pagination.ts';
import { readParameters } from './parameters.ts';
import { cliServices } from './services.ts';
import { credentialsOf, type GlobalOptions, readProfile, regionOf } from './settings.ts';
import { wait } from './waiters.ts';

export interface CommandContext {
  readonly gatewayUrl: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
  readonly tell: (line: string) => void;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

const version = 'aws-cli/2.17.0 Neargate (the operations that Neargate serves)';

/** Runs one command line and resolves to its exit code. @throws CliError */
export async function runCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { options, words, printsVersion } = splitGlobalOptions(args);
  if (printsVersion) {
    context.print(version);
    return 0;
  }
  const [service = '', operation = '', ...rest] = words;
  if (service === 'configure') {
    const { exitCode, text } = configure(words.slice(1), options, context.environment);
    if (text !== undefined) context.print(text);
    return exitCode;
  }
  if (service === 's3') {
    const { s3Command } = await import('./s3-commands.ts');
    return s3Command(words.slice(1), { session: openSession(options, context), ...context });
  }
  const special = specialCommands[`${service} ${operation}`];
  if (special !== undefined) return special(openSession(options, context), rest, context);
  if (cliServices[service] !== undefined && operation === 'wait') {
    await wait(openSession(options, context), service, rest, context.sleep);
    return 0;
  }
  return callOperation(service, operation, rest, options, context);
}

type SpecialCommand = (session: Session, args: readonly string[], context: CommandContext) => Promise<number>;

const specialCommands: Readonly<Record<string, SpecialCommand>> = {
  'ecr get-login-password': async (session, _args, { print }) => {
    print(await getLoginPassword(session));
    return 0;
  },
  'ecr get-login': async (session, args, { print }) => {
    print(await getLogin(session, args));
    return 0;
  },
  'codecommit credential-helper': async (session, args, { print }) => {
    // git also tells it to store and erase what it was given.
    if (args.includes('get')) print(codecommitCredentials(session, readFileSync(0, 'utf8')));
    return 0;
  },
};

async function callOperation(
  serviceName: string,
  commandName: string,
  args: readonly string[],
  options: GlobalOptions,
  context: CommandContext,
): Promise<number> {
  const service = cliServices[serviceName];
  if (service === undefined) {
    const known = [...Object.keys(cliServices), 's3', 'configure'].toSorted().join(', ');
    throw usage(
      `Neargate's aws does not know the service "${serviceName}". It knows: ${known}. Install the AWS CLI to have the rest of its command line.`,
    );
  }
  const schema = loadWireSchema(service.schema);
  const operation = Object.keys(schema.operations).find((name) => cliName(name) === commandName);
  if (operation === undefined)
    throw usage(
      `Neargate's aws does not know "${serviceName} ${commandName}": AWS's API has no such operation.`,
    );
  const { input, positionals } = readParameters(schema, serviceName, operation, args);
  const session = openSession(options, context);
  const output = await callAllPages(session, service, operation, input, options);
  const [outputFile] = positionals;
  const { Body, ...others } = output;
  if (operation === 'GetObject' && Body instanceof Uint8Array) {
    if (outputFile === undefined) throw usage('the following arguments are required: outfile');
    writeFileSync(outputFile, Body);
  } else if (outputFile !== undefined) throw usage(`Unknown options: ${positionals.join(', ')}`);
  const result = plain(operation === 'GetObject' ? others : output);
  if (isEmpty(result) && options.query === undefined) return 0;
  const format =
    options.output ??
    context.environment['AWS_DEFAULT_OUTPUT'] ??
    readProfile(options, context.environment)['output'] ??
    'json';
  const text = formatted(await queried(result, options.query), format, context.tell);
  if (text !== undefined) context.print(text);
  return 0;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function openSession(options: GlobalOptions, { gatewayUrl, environment, nowMs }: CommandContext): Session {
  const profile = readProfile(options, environment);
  return {
    endpoint: endpointOf(options.endpointUrl ?? gatewayUrl),
    region: regionOf(options, environment, profile),
    credentials: credentialsOf(options, environment, profile),
    nowMs,
  };
}

/** This program speaks to Neargate alone: credentials that were meant for it go nowhere else. */
function endpointOf(url: string): URL {
  const endpoint = URL.canParse(url) ? new URL(url) : undefined;
  if (endpoint?.protocol === 'http:') return endpoint;
  throw usage(
    `Neargate's aws calls Neargate over http, not ${url}. Install the AWS CLI to call something else.`,
  );
}

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { usage } from './cli-error.ts';
import { type GlobalOptions, readProfile, readSections, sectionOf, settingsFile } from './settings.ts';

const secretNames = new Set(['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token']);

/** `aws configure set|get|list`. https://docs.aws.amazon.com/cli/latest/reference/configure/ */
export function configure(
  args: readonly string[],
  options: GlobalOptions,
  environment: NodeJS.ProcessEnv,
): { readonly exitCode: number; readonly text?: string } {
  const [action, name = '', value] = args;
  const profile = options.profile ?? environment['AWS_PROFILE'] ?? 'default';
  switch (action) {
    case 'set':
      if (value === undefined) throw usage('the following arguments are required: varname, value');
      set(profile, name, value, environment);
      return { exitCode: 0 };
    case 'get': {
      const found = readProfile(options, environment)[name];
      return found === undefined ? { exitCode: 1 } : { exitCode: 0, text: found };
    }
    case 'list':
      return { exitCode: 0, text: list(profile, readProfile(options, environment), environment) };
    case 'list-profiles':
      return {
        exitCode: 0,
        text: [...readSections(settingsFile('config', environment)).keys()]
          .map((key) => key.replace(/^profile /, ''))
          .join('\n'),
      };
    default:
      throw usage(
        "Neargate's aws knows configure set, get, list and list-profiles; nobody is there to answer questions.",
      );
  }
}

/** `name`, or `profile.PROFILE.name` as older scripts write it. */
function set(profile: string, written: string, value: string, environment: NodeJS.ProcessEnv): void {
  const dotted = /^profile\.([^.]+)\.(.+)$/.exec(written) ?? /^(default)\.(.+)$/.exec(written);
  const target = dotted?.[1] ?? profile;
  const name = dotted?.[2] ?? written;
  const kind = secretNames.has(name) ? 'credentials' : 'config';
  const file = settingsFile(kind, environment);
  const sections = readSections(file);
  const section = kind === 'config' ? sectionOf(target) : target;
  sections.set(section, { ...sections.get(section), [name]: value });
  const lines = [...sections].flatMap(([header, pairs]) => [
    `[${header}]`,
    ...Object.entries(pairs).map(([key, entry]) => `${key} = ${entry}`),
  ]);
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${lines.join('\n')}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}

function list(
  profile: string,
  settings: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv,
): string {
  const hidden = (text: string | undefined) =>
    text === undefined ? undefined : `****************${text.slice(-4)}`;
  const rows: [string, string | undefined][] = [
    ['profile', profile === 'default' ? undefined : profile],
    ['access_key', hidden(environment['AWS_ACCESS_KEY_ID'] ?? settings['aws_access_key_id'])],
    ['secret_key', hidden(environment['AWS_SECRET_ACCESS_KEY'] ?? settings['aws_secret_access_key'])],
    ['region', environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? settings['region']],
  ];
  const line = (name: string, text: string) => `${name.padStart(10)}     ${text.padStart(20)}`;
  return [
    '      Name                    Value',
    ...rows.map(([name, text]) => line(name, text ?? '<not set>')),
  ].join('\n');
}

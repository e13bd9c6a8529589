import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/user-error.ts';
import type { TerraformRequest } from '../gateway/admin-protocol.ts';
import type { Invocation, OptionDefinitions } from './command.ts';

/** The options of every command that reads a Terraform directory. */
export const terraformOptions = {
  dir: {
    type: 'string',
    value: 'DIR',
    description: 'The Terraform directory (default: terraform, else the current one)',
  },
  var: {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    description: 'Set an input variable; may be repeated',
  },
  'var-file': {
    type: 'string',
    multiple: true,
    value: 'FILE',
    description: 'Read input variables from a file; may be repeated',
  },
} as const satisfies OptionDefinitions;

export const targetOption = {
  target: {
    type: 'string',
    multiple: true,
    value: 'ADDRESS',
    description: 'Only this resource and what it depends on; may be repeated',
  },
} as const satisfies OptionDefinitions;

type TerraformInvocation = Pick<
  Invocation<typeof terraformOptions>,
  'options' | 'environment' | 'workingDirectory' | 'terminal'
>;

/** The directory that --dir names, or the one a user most likely means. @throws UserError when it does not exist. */
export function terraformDirectory({
  options,
  workingDirectory,
}: Pick<TerraformInvocation, 'options' | 'workingDirectory'>): string {
  if (options.dir !== undefined) {
    const directory = path.resolve(workingDirectory, options.dir);
    if (existsSync(directory)) return directory;
    throw new UserError(`The Terraform directory ${directory} does not exist.`, {
      remedy: 'Give an existing one with --dir.',
    });
  }
  const usual = path.join(workingDirectory, 'terraform');
  return existsSync(usual) ? usual : workingDirectory;
}

/** The request of a command, but for its action. */
export function terraformRequest(
  invocation: TerraformInvocation,
): Pick<TerraformRequest, 'directory' | 'variables' | 'environment' | 'color' | 'width'> {
  const { options, environment, workingDirectory, terminal } = invocation;
  return {
    directory: terraformDirectory({ options, workingDirectory }),
    // Terraform gives files and single values the order of the command line; parsing keeps it within each kind only.
    variables: [
      ...(options['var-file'] ?? []).map((file) => ({
        kind: 'file' as const,
        text: path.resolve(workingDirectory, file),
      })),
      ...(options.var ?? []).map((text) => ({ kind: 'value' as const, text })),
    ],
    environment: Object.fromEntries(
      Object.entries(environment).flatMap(([name, value]) =>
        name.startsWith('TF_VAR_') && value !== undefined ? [[name, value] as const] : [],
      ),
    ),
    color: terminal.color,
    width: terminal.width,
  };
}

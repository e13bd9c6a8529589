import { UserError } from '../../core/user-error.ts';
import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';
import { accessKeyOf, clientEnvironment, shellExports, shellOf, shells } from '../views/shell-exports.ts';

export const env = defineCommand({
  name: 'env',
  summary:
    'Print the environment variables that point AWS clients at the running Neargate, for a shell to read.',
  options: {
    shell: {
      type: 'string',
      value: 'NAME',
      description: 'bash (also zsh, sh), fish or powershell; by default what SHELL says',
    },
    account: { type: 'string', value: 'ID', description: "Another account than the server's own" },
    region: { type: 'string', value: 'NAME', description: "Another region than the server's own" },
  },
  examples: [
    'eval "$(neargate env)"',
    'neargate env --shell fish | source',
    'neargate env --shell powershell | iex',
  ],
  async run({ options, terminal, environment, workingDirectory }) {
    const wanted = options.shell ?? shellOf(environment['SHELL'], process.platform);
    const shell = shells.find((name) => name === wanted);
    if (shell === undefined)
      throw new UserError(`There is no shell "${wanted}" here.`, {
        remedy: `Give --shell one of ${shells.join(', ')}.`,
        exitCode: 2,
      });
    if (options.account !== undefined && !/^\d{12}$/.test(options.account))
      throw new UserError(`"${options.account}" is no account ID.`, {
        remedy: 'Give twelve digits.',
        exitCode: 2,
      });
    const status = await requireServer(environment, workingDirectory).status();
    const variables = clientEnvironment({
      url: status.url,
      accessKey: accessKeyOf(environment, options.account),
      region: options.region ?? status.region,
    });
    terminal.print(shellExports(shell, variables));
    return 0;
  },
});

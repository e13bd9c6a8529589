import { readSettings } from '../../runtime/settings.ts';
import { defineCommand } from '../command.ts';
import { terraformOptions, terraformRequest } from '../terraform-options.ts';

export const up = defineCommand({
  name: 'up',
  summary: 'Run the architecture of a Terraform directory, in the foreground.',
  options: {
    ...terraformOptions,
    'include-uncommitted': {
      type: 'boolean',
      description: 'Deploy what is not committed too; your repository stays as it is',
    },
    'no-apply': {
      type: 'boolean',
      description:
        'Only start: for creating by hand what the configuration looks up, before "neargate apply"',
    },
    verbose: { type: 'boolean', short: 'v', description: 'Show what builds write' },
  },
  examples: [
    'neargate up',
    'neargate up --dir infra -var environment=dev',
    'NEARGATE_PORT=4600 NEARGATE_STATE=/tmp/second neargate up',
  ],
  async run(invocation) {
    const { environment, workingDirectory, terminal, options } = invocation;
    const settings = readSettings(environment, workingDirectory);
    const request = { ...terraformRequest(invocation), action: 'apply', color: false } as const;
    const { runUp } = await import('../up/run-up.ts');
    return runUp({
      settings,
      request,
      terminal,
      isVerbose: options.verbose ?? false,
      applies: options['no-apply'] !== true,
      includeUncommitted: options['include-uncommitted'] ?? false,
    });
  },
});

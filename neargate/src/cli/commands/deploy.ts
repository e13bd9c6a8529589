import { UserError } from '../../core/user-error.ts';
import type { DeliveryEnd } from '../../gateway/pipeline-protocol.ts';
import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';
import { terraformDirectory } from '../terraform-options.ts';
import { liveArea } from '../up/live-area.ts';
import { causeLines, seconds, shortCommit } from '../views/delivery-lines.ts';
import { deliveryProgress } from '../views/delivery-progress.ts';

export const deploy = defineCommand({
  name: 'deploy',
  summary: 'Push the working tree to the local CodeCommit and follow the pipeline to its end.',
  options: {
    dir: {
      type: 'string',
      value: 'DIR',
      description: 'A directory of the project (default: terraform, else the current one)',
    },
    'include-uncommitted': {
      type: 'boolean',
      description: 'Push what is not committed too; your repository stays as it is',
    },
    repository: { type: 'string', value: 'NAME', description: 'Where pipelines read more than one' },
    branch: { type: 'string', value: 'NAME', description: 'Where pipelines read more than one' },
    verbose: { type: 'boolean', short: 'v', description: 'Show what builds write' },
  },
  examples: ['neargate deploy', 'neargate deploy --include-uncommitted -v'],
  async run(invocation) {
    const { options, terminal, environment, workingDirectory } = invocation;
    const client = requireServer(environment, workingDirectory);
    const live = liveArea(terminal);
    const interrupt = new AbortController();
    process.once('SIGINT', () => interrupt.abort());
    const take = deliveryProgress({
      say: (text) => live.say(text),
      show: (lines) => live.show(lines),
    });
    let ended: DeliveryEnd | undefined;
    try {
      const lines = client.deliver(
        {
          directory: terraformDirectory({ options: dirOption(options.dir), workingDirectory }),
          includeUncommitted: options['include-uncommitted'] ?? false,
          withBuildLogs: options.verbose ?? false,
          ...(options.repository === undefined ? {} : { repository: options.repository }),
          ...(options.branch === undefined ? {} : { branch: options.branch }),
        },
        interrupt.signal,
      );
      for await (const line of lines) {
        take(line);
        if (line.kind === 'end') ended = line;
      }
    } catch (error) {
      if (!interrupt.signal.aborted) throw error;
    } finally {
      live.clear();
    }
    if (interrupt.signal.aborted) {
      terminal.note('No longer followed; the pipeline goes on. See it with: neargate pipeline\n');
      return 130;
    }
    if (ended === undefined) {
      throw new UserError('Neargate stopped before the deployment ended.', {
        remedy: 'Start it again with "npm start": it goes on where it was.',
      });
    }
    const { text, exitCode } = deliveryResult(ended);
    if (exitCode === 0) terminal.print(`${text}\n`);
    else terminal.note(`${text}\n`);
    return exitCode;
  },
});

function dirOption(dir: string | undefined): { readonly dir?: string } {
  return dir === undefined ? {} : { dir };
}

/** What a delivery came to, in words and as an exit code. */
export function deliveryResult({ outcome, commitId, tookMs, cause }: DeliveryEnd): {
  readonly text: string;
  readonly exitCode: number;
} {
  const commit = shortCommit(commitId);
  const why = cause === undefined ? [] : causeLines(cause);
  switch (outcome) {
    case 'succeeded':
      return { text: `Deployed ${commit} in ${seconds(tookMs)}`, exitCode: 0 };
    case 'superseded':
      return { text: `A later push took the place of ${commit}.`, exitCode: 0 };
    case 'unchanged':
      return why.length === 0
        ? {
            text: `Nothing to deploy: ${commit} is there. Run the pipeline again with: neargate pipeline start`,
            exitCode: 0,
          }
        : {
            text: [
              `Nothing to push, and the pipeline's last run failed. ${why[0]}`,
              ...why.slice(1),
              '  Run the failed stage again with: neargate pipeline retry',
            ].join('\n'),
            exitCode: 1,
          };
    case 'failed':
    case 'not-started':
      return { text: `Not deployed: ${why.join('\n')}`, exitCode: 1 };
  }
}

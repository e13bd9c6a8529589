import { UserError } from '../../core/user-error.ts';
import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';
import { renderHooks } from '../views/deployment-hooks.ts';

const answers = { approve: 'CONTINUE', deny: 'ROLLBACK' } as const;

export const deployment = defineCommand({
  name: 'deployment',
  summary:
    'Show the lifecycle hooks that deployments wait for (hooks), let a deployment go on (approve) or roll it back (deny).',
  positionals: [
    { name: 'hooks|approve|deny', optional: true },
    { name: 'HOOK', optional: true },
  ],
  options: { json: { type: 'boolean', description: 'Print JSON' } },
  examples: [
    'neargate deployment hooks',
    'neargate deployment approve',
    'neargate deployment deny ecs-pause-…',
  ],
  async run({ options, positionals: [verb = 'hooks', hookId], terminal, environment, workingDirectory }) {
    const client = requireServer(environment, workingDirectory);
    if (verb === 'hooks') {
      const hooks = await client.deploymentHooks();
      if (hooks.length === 0 && options.json !== true) terminal.note('No deployment waits for a hook.\n');
      else
        terminal.print(
          options.json === true ? `${JSON.stringify(hooks, undefined, 2)}\n` : renderHooks(hooks),
        );
      return 0;
    }
    if (verb !== 'approve' && verb !== 'deny') {
      throw new UserError(`"${verb}" is not one of hooks, approve, deny.`, {
        remedy: 'See "neargate deployment --help".',
        exitCode: 2,
      });
    }
    const hook = await client.answerHook({
      action: answers[verb],
      ...(hookId === undefined ? {} : { hookId }),
    });
    if (options.json === true) terminal.print(`${JSON.stringify(hook, undefined, 2)}\n`);
    else {
      const said =
        verb === 'approve'
          ? 'approved: the deployment goes on'
          : hook.timeoutAction === 'FAIL'
            ? 'denied: the deployment fails, and is rolled back if its deployment group says so'
            : 'denied: the deployment is rolled back';
      terminal.note(`${hook.service} ${hook.stage} is ${said}.\n`);
    }
    return 0;
  },
});

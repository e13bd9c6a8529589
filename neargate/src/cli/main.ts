import { UserError } from '../core/user-error.ts';
import { neargateVersion } from '../core/version.ts';
import { type Command, runCommand } from './command.ts';
import { processTerminal } from './terminal.ts';

/** Every command. Loaded on use, so that a small command starts fast. */
const commands: Readonly<Record<string, { readonly summary: string; load(): Promise<Command> }>> = {
  up: {
    summary: 'Run the architecture of a Terraform directory, in the foreground',
    load: async () => (await import('./commands/up.ts')).up,
  },
  down: {
    summary: 'Stop the running Neargate, or delete its data',
    load: async () => (await import('./commands/down.ts')).down,
  },
  status: {
    summary: 'Show services, tasks, load balancers, databases and what is wrong',
    load: async () => (await import('./commands/status.ts')).status,
  },
  logs: {
    summary: "Show a service's log lines, or those of its latest build",
    load: async () => (await import('./commands/logs.ts')).logs,
  },
  exec: {
    summary: 'Run a command in a container of a service or task',
    load: async () => (await import('./commands/exec.ts')).exec,
  },
  task: {
    summary: 'Interrupt a task that runs on FARGATE_SPOT',
    load: async () => (await import('./commands/task.ts')).task,
  },
  deploy: {
    summary: 'Push the working tree to the local CodeCommit and follow the pipeline',
    load: async () => (await import('./commands/deploy.ts')).deploy,
  },
  deployment: {
    summary: 'Show the lifecycle hooks that deployments wait for, approve or deny them',
    load: async () => (await import('./commands/deployment.ts')).deployment,
  },
  pipeline: {
    summary: 'Show a pipeline, start, approve, retry or stop it',
    load: async () => (await import('./commands/pipeline.ts')).pipeline,
  },
  fault: {
    summary: 'Break something on request: a zone, a NAT gateway, a task, a target, a connection, a disk',
    load: async () => (await import('./commands/fault.ts')).fault,
  },
  explain: {
    summary: 'Say whether a connection gets through, and why',
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  iam: {
    summary:
      'Explain what a role or user may do by its policies (explain), or list the calls that policies deny (denials).',
    load: async () => (await import('./commands/iam.ts')).iam,
  },
  env: {
    summary: 'Print the variables that point AWS clients here, for a shell to read',
    load: async () => (await import('./commands/env.ts')).env,
  },
  aws: {
    summary: 'Run the AWS CLI against the running Neargate',
    load: async () => (await import('./commands/aws.ts')).aws,
  },
  coverage: {
    summary: 'List what clients called and Neargate does not have',
    load: async () => (await import('./commands/coverage.ts')).coverage,
  },
  certificate: {
    summary: 'Print the certificate of the local authority, for clients to trust',
    load: async () => (await import('./commands/certificate.ts')).certificate,
  },
  plan: {
    summary: 'Show what an apply would change',
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  apply: {
    summary: 'Make the local account be what the Terraform directory says',
    load: async () => (await import('./commands/apply.ts')).apply,
  },
  destroy: {
    summary: 'Destroy everything the Terraform directory has made',
    load: async () => (await import('./commands/destroy.ts')).destroy,
  },
  output: {
    summary: "Show the Terraform directory's output values",
    load: async () => (await import('./commands/output.ts')).output,
  },
};

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 2;
  return [
    'Neargate runs an AWS ECS Fargate architecture on one machine, from its own Terraform, Dockerfiles and buildspecs.',
    '',
    'Usage: neargate COMMAND [options]',
    '',
    'Commands:',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}${summary}`),
    '',
    'See "neargate COMMAND --help" for a command\'s options and examples.',
    '',
  ].join('\n');
}

/** Runs the command line and resolves to the exit code. Everything that goes wrong is said on standard error. */
export async function main(argv: readonly string[]): Promise<number> {
  const terminal = processTerminal(process);
  const [name, ...rest] = argv;
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      terminal.print(overview());
      return name === undefined ? 2 : 0;
    }
    if (name === '--version' || name === 'version') {
      terminal.print(`neargate ${neargateVersion}\n`);
      return 0;
    }
    const command = commands[name];
    if (command === undefined) {
      throw new UserError(`There is no command "${name}".`, {
        remedy: 'See "neargate --help".',
        exitCode: 2,
      });
    }
    return await runCommand(await command.load(), rest, {
      terminal,
      environment: process.env,
      workingDirectory: process.cwd(),
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    terminal.note(`Error: ${error.message}\n`);
    if (error.remedy !== undefined) terminal.note(`${error.remedy}\n`);
    return error.exitCode;
  }
}

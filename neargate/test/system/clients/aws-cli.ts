import { spawn, spawnSync } from 'node:child_process';
import { type Client, ClientError, type ClientOptions, spelled } from './client.ts';

/** Its waiters ask every 15 seconds at the most. */
const longestCallMs = 150_000;

/** The installed AWS CLI; undefined where there is none. */
export function awsCli({ environment }: ClientOptions): Client | undefined {
  if (spawnSync('aws', ['--version'], { env: environment }).status !== 0) return undefined;
  const run = async (...args: readonly string[]): Promise<string> => {
    const child = spawn('aws', args, {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestCallMs,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
    if (exitCode === 0) return stdout;
    const code = /An error occurred \(([^)]+)\)/.exec(stderr)?.[1];
    throw new ClientError(code ?? `exit ${exitCode}`, `aws ${args.join(' ')}: ${stderr.trim()}`);
  };
  return {
    name: 'the AWS CLI',
    async call(service, operation, input) {
      const output = await run(service, spelled(operation, '-'), '--cli-input-json', JSON.stringify(input));
      return output.trim() === '' ? {} : JSON.parse(output);
    },
    async wait(service, waiter, input) {
      await run(service, 'wait', spelled(waiter, '-'), '--cli-input-json', JSON.stringify(input));
    },
    stop: async () => undefined,
  };
}

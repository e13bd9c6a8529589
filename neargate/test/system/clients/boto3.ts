import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Client, ClientError, type ClientOptions, type Output, spelled } from './client.ts';

const program = fileURLToPath(new URL('./call_aws.py', import.meta.url));

/** The installed boto3; undefined where there is none. */
export function boto3({ environment }: ClientOptions): Client | undefined {
  if (spawnSync('python3', ['-c', 'import boto3'], { env: environment }).status !== 0) return undefined;
  const child = spawn('python3', [program], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: object): Promise<Output> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await answers.next();
    if (done === true) throw new Error('boto3 has ended');
    const { output, code, message } = JSON.parse(value) as {
      output?: Output;
      code?: string;
      message?: string;
    };
    if (code !== undefined) throw new ClientError(code, message ?? '');
    return output;
  };
  return {
    name: 'boto3',
    call: (service, operation, input) => ask({ service, operation: spelled(operation, '_'), input }),
    wait: (service, waiter, input) => ask({ service, waiter: spelled(waiter, '_'), input }),
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

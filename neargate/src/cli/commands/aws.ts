import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { awsMain } from '../../drivers/build/shims/aws/aws-main.ts';
import { readSettings } from '../../runtime/settings.ts';
import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';
import { accessKeyOf, clientEnvironment } from '../views/shell-exports.ts';

export const aws = defineCommand({
  name: 'aws',
  summary: 'Run the AWS CLI against the running Neargate: the installed one, or else the built-in one.',
  positionals: [{ name: 'ARGUMENT', optional: true, repeated: true }],
  takesEverything: true,
  options: {},
  examples: ['neargate aws ecs list-clusters', 'NEARGATE_AWS=shim neargate aws s3 ls'],
  async run({ positionals, environment, workingDirectory }) {
    const { url, region } = await requireServer(environment, workingDirectory).status();
    const { stateDirectory } = readSettings(environment, workingDirectory);
    const shimDirectory = path.join(stateDirectory, 'shims');
    mkdirSync(shimDirectory, { recursive: true });
    const variables = clientEnvironment({
      url,
      accessKey: accessKeyOf(environment),
      region: environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? region,
    });
    return awsMain(positionals, {
      gatewayUrl: url,
      shimDirectory,
      binDirectory: path.join(shimDirectory, 'bin'),
      environment: { ...environment, ...variables, AWS_PAGER: '' },
    });
  },
});

import type {
  DeleteSourceCredentialsInput,
  DeleteSourceCredentialsOutput,
  ImportSourceCredentialsInput,
  ImportSourceCredentialsOutput,
  ListSourceCredentialsInput,
  ListSourceCredentialsOutput,
} from '@aws-sdk/client-codebuild';
import { operation } from '../../operation.ts';
import { invalidInput, resourceAlreadyExists, resourceNotFound } from '../errors.ts';
import { codebuildArn } from '../projects.ts';
import { codebuildTablesOf } from '../store.ts';

/**
 * Remembers that there are credentials for a provider, not the token: nothing here uses it.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ImportSourceCredentials.html
 */
export const importSourceCredentials = operation<ImportSourceCredentialsInput, ImportSourceCredentialsOutput>(
  {
    input: {
      token: { required: true, min: 1 },
      username: { min: 1 },
      serverType: {
        required: true,
        enum: ['GITHUB', 'BITBUCKET', 'GITHUB_ENTERPRISE', 'GITLAB', 'GITLAB_SELF_MANAGED'],
      },
      authType: {
        required: true,
        enum: ['OAUTH', 'BASIC_AUTH', 'PERSONAL_ACCESS_TOKEN', 'CODECONNECTIONS', 'SECRETS_MANAGER'],
      },
    },
    handle(context, { serverType, authType, token = '', username, shouldOverwrite = true }) {
      if (serverType === undefined || authType === undefined) throw invalidInput('Invalid credentials');
      if (authType === 'BASIC_AUTH' && (serverType !== 'BITBUCKET' || username === undefined))
        throw invalidInput('BASIC_AUTH is for BITBUCKET and needs a username');
      const byReference = authType === 'CODECONNECTIONS' || authType === 'SECRETS_MANAGER';
      if (byReference && !token.startsWith('arn:'))
        throw invalidInput(`The token must be an ARN for auth type ${authType}`);
      const { sourceCredentials } = codebuildTablesOf(context);
      const arn = codebuildArn(context, `token/${serverType.toLowerCase()}`);
      if (sourceCredentials.has(arn) && !shouldOverwrite)
        throw resourceAlreadyExists(`Credentials already exist: ${arn}`);
      sourceCredentials.put(arn, { arn, serverType, authType, resource: byReference ? token : undefined });
      return { arn };
    },
  },
);

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListSourceCredentials.html */
export const listSourceCredentials = operation<ListSourceCredentialsInput, ListSourceCredentialsOutput>({
  handle: (context) => ({
    sourceCredentialsInfos: [...codebuildTablesOf(context).sourceCredentials.values()],
  }),
});

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteSourceCredentials.html */
export const deleteSourceCredentials = operation<DeleteSourceCredentialsInput, DeleteSourceCredentialsOutput>(
  {
    input: { arn: { required: true, min: 1 } },
    handle(context, { arn = '' }) {
      if (!codebuildTablesOf(context).sourceCredentials.delete(arn))
        throw resourceNotFound(`Source credentials cannot be found: ${arn}`);
      return { arn };
    },
  },
);

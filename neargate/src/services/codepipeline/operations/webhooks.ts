import type {
  DeleteWebhookInput,
  ListWebhookItem,
  ListWebhooksInput,
  ListWebhooksOutput,
  PutWebhookInput,
  PutWebhookOutput,
  WebhookDefinition,
} from '@aws-sdk/client-codepipeline';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import {
  invalidNextToken,
  invalidWebhookAuthentication,
  invalidWebhookFilter,
  validationException,
} from '../errors.ts';
import { codepipelineArn, findPipeline } from '../pipelines.ts';
import { codepipelineTablesOf, type WebhookRow } from '../store.ts';
import { mergeTags } from '../tags.ts';

const mask = '****';

/**
 * Stores a webhook; nothing receives calls on its URL.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutWebhook.html
 */
export const putWebhook = operation<PutWebhookInput, PutWebhookOutput>({
  handle(context, { webhook, tags = [] }) {
    if (webhook === undefined) throw validationException('A webhook must be specified.');
    const name = webhook.name ?? '';
    const { declaration } = findPipeline(context, webhook.targetPipeline);
    const sources = declaration.stages?.[0]?.actions ?? [];
    if (!sources.some((action) => action.name === webhook.targetAction)) {
      throw validationException(
        `Pipeline '${declaration.name ?? ''}' has no source action with name '${webhook.targetAction ?? ''}'`,
      );
    }
    validateWebhook(webhook);
    const { webhooks } = codepipelineTablesOf(context);
    const existing = webhooks.get(name);
    const secret = webhook.authenticationConfiguration?.SecretToken;
    const row: WebhookRow = {
      arn: codepipelineArn(context, `webhook:${name}`),
      url:
        existing?.url ??
        `https://${context.caller.region}.webhooks.aws/trigger?t=${context.ids.alphanumeric(100)}&v=1`,
      definition: {
        ...webhook,
        authenticationConfiguration: {
          ...webhook.authenticationConfiguration,
          SecretToken: secret === undefined ? undefined : mask,
        },
      },
      tags: mergeTags(existing?.tags ?? [], tags),
    };
    webhooks.put(name, row);
    return { webhook: describe(row) };
  },
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListWebhooks.html */
export const listWebhooks = operation<ListWebhooksInput, ListWebhooksOutput>({
  handle(context, { NextToken, MaxResults = 100 }) {
    const rows = [...codepipelineTablesOf(context).webhooks.values()];
    const page = paginate(rows, ({ arn }) => arn, { token: NextToken, limit: MaxResults }, invalidNextToken);
    return { webhooks: page.items.map(describe), NextToken: page.nextToken };
  },
});

/**
 * Deleting a webhook that does not exist succeeds.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DeleteWebhook.html
 */
export const deleteWebhook = operation<DeleteWebhookInput, Record<string, never>>({
  handle(context, { name = '' }) {
    codepipelineTablesOf(context).webhooks.delete(name);
    return {};
  },
});

function validateWebhook({
  authentication,
  authenticationConfiguration,
  filters = [],
}: WebhookDefinition): void {
  const { SecretToken, AllowedIPRange } = authenticationConfiguration ?? {};
  if ((authentication === 'GITHUB_HMAC') !== (SecretToken !== undefined))
    throw invalidWebhookAuthentication('A SecretToken must be specified for GITHUB_HMAC, and only for it');
  if ((authentication === 'IP') !== (AllowedIPRange !== undefined))
    throw invalidWebhookAuthentication('An AllowedIPRange must be specified for IP, and only for it');
  if (filters.length === 0) throw invalidWebhookFilter('At least one filter must be specified');
  for (const { jsonPath = '' } of filters) {
    if (!jsonPath.startsWith('$')) throw invalidWebhookFilter(`'${jsonPath}' is not a JSON path`);
  }
}

function describe(row: WebhookRow): ListWebhookItem {
  return { definition: row.definition, url: row.url, arn: row.arn, tags: [...row.tags] };
}

import type { ServerResponse } from 'node:http';
import type { OperationContext } from '../../services/context.ts';
import { findRepository } from '../../services/ecr/repositories.ts';
import { ecrTablesOf } from '../../services/ecr/store.ts';
import { sendJson } from './send-json.ts';

const longestPage = 1000;

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags */
export function sendTags(
  context: OperationContext,
  response: ServerResponse,
  repositoryName: string,
  query: URLSearchParams,
): void {
  findRepository(context, { repositoryName });
  const all = [...ecrTablesOf(context).imageTags.values()]
    .filter((row) => row.repositoryName === repositoryName)
    .map(({ tag }) => tag);
  const { items, link } = page(all, query, `/v2/${repositoryName}/tags/list`);
  sendJson(response, 200, { name: repositoryName, tags: items }, link);
}

/** https://distribution.github.io/distribution/spec/api/#listing-repositories */
export function sendCatalog(
  context: OperationContext,
  response: ServerResponse,
  query: URLSearchParams,
): void {
  const { items, link } = page([...ecrTablesOf(context).repositories.keys()], query, '/v2/_catalog');
  sendJson(response, 200, { repositories: items }, link);
}

function page(all: readonly string[], query: URLSearchParams, path: string) {
  const last = query.get('last') ?? '';
  const asked = Number(query.get('n') ?? longestPage);
  const limit = Number.isInteger(asked) && asked >= 0 ? Math.min(asked, longestPage) : longestPage;
  const rest = all.toSorted().filter((name) => name > last);
  const items = rest.slice(0, limit);
  const end = items.at(-1);
  const hasMore = end !== undefined && rest.length > items.length;
  const link: Record<string, string> = hasMore
    ? { link: `<${path}?n=${limit}&last=${encodeURIComponent(end)}>; rel="next"` }
    : {};
  return { items, link };
}

import { crc32 } from 'node:zlib';
import { UserError } from '../../../core/user-error.ts';
import type { DataSource, PlainObject } from '../../../terraform/provider.ts';
import { blocksOf, textOf, textsOf } from '../../arguments.ts';
import { policyDocumentSchema } from './policy-document-schema.ts';
import { parsePolicy } from './parse-policy.ts';
import { goJson } from './policy-json.ts';
import {
  type Condition,
  documentValue,
  emptyDocument,
  mergeDocuments,
  type PolicyDocument,
  type Principal,
  type Statement,
  textOrList,
} from './policy-model.ts';

/**
 * `aws_iam_policy_document`: source documents, then the statements of the block, then override documents, merged by Sid and
 * printed as the provider prints them.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export const policyDocumentSource: DataSource<unknown> = {
  schema: policyDocumentSchema,
  async read(config) {
    const sources = textsOf(config, 'source_policy_documents').map(parsePolicy);
    mustBeUnique(sources);
    const own: PolicyDocument = {
      version: textOf(config, 'version') ?? '2012-10-17',
      id: textOf(config, 'policy_id') ?? '',
      statements: statementsOf(config),
    };
    const overrides = textsOf(config, 'override_policy_documents').map(parsePolicy);
    const merged = [...sources, own, ...overrides].reduce(mergeDocuments, emptyDocument);
    const value = documentValue(merged);
    const json = goJson(value, 2);
    return { ...config, id: String(crc32(json)), json, minified_json: goJson(value) };
  },
};

function mustBeUnique(sources: readonly PolicyDocument[]): void {
  const seen = new Set<string>();
  for (const [item, { statements }] of sources.entries()) {
    for (const [index, { sid }] of statements.entries()) {
      if (sid === '') continue;
      if (seen.has(sid)) {
        throw new UserError(
          `duplicate Sid (${sid}) in source_policy_documents (item ${item}; statement ${index}). Remove the Sid or ensure Sids are unique.`,
        );
      }
      seen.add(sid);
    }
  }
}

function statementsOf(config: PlainObject): Statement[] {
  const version = textOf(config, 'version') ?? '2012-10-17';
  const seen = new Set<string>();
  return blocksOf(config, 'statement').map((block) => {
    const sid = textOf(block, 'sid') ?? '';
    if (seen.has(sid)) {
      throw new UserError(`duplicate Sid (${sid}). Remove the Sid or ensure the Sid is unique.`);
    }
    if (sid !== '') seen.add(sid);
    return {
      sid,
      effect: textOf(block, 'effect') ?? 'Allow',
      actions: textOrList(textsOf(block, 'actions')),
      notActions: textOrList(textsOf(block, 'not_actions')),
      resources: textOrList(withVariables(textsOf(block, 'resources'), version)),
      notResources: textOrList(withVariables(textsOf(block, 'not_resources'), version)),
      principals: principalsOf(blocksOf(block, 'principals'), version),
      notPrincipals: principalsOf(blocksOf(block, 'not_principals'), version),
      conditions: blocksOf(block, 'condition').map((condition): Condition => ({
        test: textOf(condition, 'test') ?? '',
        variable: textOf(condition, 'variable') ?? '',
        values: withVariables(textsOf(condition, 'values'), version),
      })),
    };
  });
}

function principalsOf(blocks: readonly PlainObject[], version: string): Principal[] {
  return blocks.map((block) => ({
    type: textOf(block, 'type') ?? '',
    identifiers: textOrList(withVariables(textsOf(block, 'identifiers'), version)) ?? [],
  }));
}

/** `&{aws:username}` stands for IAM's own `${aws:username}`, which Terraform would take for its own. */
function withVariables(texts: readonly string[], version: string): string[] {
  return texts.map((text) => {
    if (version === '2008-10-17' && text.includes('&{')) {
      throw new UserError(
        `found &{ sequence in (${text}), which is not supported in document version 2008-10-17`,
      );
    }
    return text.replaceAll('&{', '${');
  });
}

import type { AliasListEntry } from '@aws-sdk/client-kms';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { generatedName, prefixOfName } from '../generated-names.ts';
import { existing } from '../not-found.ts';
import { aliasSchema } from './alias-schema.ts';
import { sameKey } from './key-references.ts';

export const alias: ResourceType<AwsClient> = {
  schema: aliasSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const AliasName = generatedName(config, { defaultPrefix: 'alias/', ids: client.ids });
    await client.call('kms', 'CreateAlias', {
      AliasName,
      TargetKeyId: requiredText(config, 'target_key_id'),
    });
    return stateOf(config, existing(await findAlias(AliasName, client)));
  },
  async read(state, { client }) {
    const found = await findAlias(requiredText(state, 'id'), client);
    return found === undefined ? undefined : stateOf(state, found);
  },
  async update(config, prior, { client }) {
    const AliasName = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'target_key_id')) {
      await client.call('kms', 'UpdateAlias', {
        AliasName,
        TargetKeyId: requiredText(config, 'target_key_id'),
      });
    }
    return stateOf(config, existing(await findAlias(AliasName, client)));
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('kms', 'DeleteAlias', { AliasName: requiredText(state, 'id') }),
      'NotFoundException',
    );
  },
};

export async function findAlias(name: string, client: AwsClient): Promise<AliasListEntry | undefined> {
  let Marker: string | undefined;
  do {
    const page = await client.call('kms', 'ListAliases', { Marker });
    const found = page.Aliases?.find(({ AliasName }) => AliasName === name);
    if (found !== undefined) return found;
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return undefined;
}

/** The ARN of the key that an alias stands for. */
export function targetKeyArn({ AliasArn = '', AliasName = '', TargetKeyId = '' }: AliasListEntry): string {
  return `${AliasArn.slice(0, AliasArn.length - AliasName.length)}key/${TargetKeyId}`;
}

function stateOf(known: PlainObject, found: AliasListEntry): PlainObject {
  const name = found.AliasName ?? '';
  const written = textOf(known, 'target_key_id');
  const target = found.TargetKeyId ?? '';
  return {
    id: name,
    name,
    name_prefix: prefixOfName(name),
    arn: found.AliasArn ?? null,
    target_key_arn: targetKeyArn(found),
    target_key_id: written !== undefined && sameKey(written, target) ? written : target,
  };
}

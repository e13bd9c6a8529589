import type { AccessKeyMetadata, StatusType } from '@aws-sdk/client-iam';
import { errorDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { accessKeySchema } from './access-key-schema.ts';
import { sesSmtpPassword } from './ses-smtp-password.ts';

/** A key that signs: git, docker and every AWS client are let in with it. */
export const accessKey: ResourceType<AwsClient> = {
  schema: accessKeySchema,
  behaviour: 'real',
  plan: (config) => ({
    diagnostics:
      textOf(config, 'pgp_key') === undefined
        ? []
        : [
            errorDiagnostic(
              '"pgp_key" is not supported',
              'Neargate encrypts no secrets with PGP. Leave pgp_key out here; the secret is then in the state, as with AWS.',
            ),
          ],
  }),
  async create(config, { client }) {
    const UserName = requiredText(config, 'user');
    const { AccessKey } = await client.call('iam', 'CreateAccessKey', { UserName });
    const { AccessKeyId, SecretAccessKey: secret = '', CreateDate } = AccessKey ?? {};
    const Status = textOf(config, 'status') === 'Inactive' ? 'Inactive' : 'Active';
    if (Status === 'Inactive') await client.call('iam', 'UpdateAccessKey', { UserName, AccessKeyId, Status });
    return {
      ...stateOf({ AccessKeyId, CreateDate, UserName, Status }),
      secret,
      ses_smtp_password_v4: sesSmtpPassword(secret, client.caller.region),
      encrypted_secret: null,
      encrypted_ses_smtp_password_v4: null,
      key_fingerprint: null,
    };
  },
  async read(state, { client }) {
    const [id, UserName] = [requiredText(state, 'id'), requiredText(state, 'user')];
    const listed = await orAbsent(client.call('iam', 'ListAccessKeys', { UserName }), 'NoSuchEntity');
    const found = listed?.AccessKeyMetadata?.find(({ AccessKeyId }) => AccessKeyId === id);
    return found === undefined ? undefined : { ...state, ...stateOf(found) };
  },
  async update(config, prior, { client }) {
    const [AccessKeyId, UserName] = [requiredText(prior, 'id'), requiredText(prior, 'user')];
    const status = requiredText(config, 'status');
    // IAM alone knows which it takes.
    const Status = status as StatusType;
    await client.call('iam', 'UpdateAccessKey', { UserName, AccessKeyId, Status });
    return { ...prior, status };
  },
  async delete(state, { client }) {
    const [AccessKeyId, UserName] = [requiredText(state, 'id'), requiredText(state, 'user')];
    await orAbsent(client.call('iam', 'DeleteAccessKey', { UserName, AccessKeyId }), 'NoSuchEntity');
  },
};

function stateOf({ AccessKeyId, UserName, Status, CreateDate }: AccessKeyMetadata): PlainObject {
  return {
    id: AccessKeyId ?? '',
    user: UserName ?? null,
    status: Status ?? null,
    create_date: timeText(CreateDate),
  };
}

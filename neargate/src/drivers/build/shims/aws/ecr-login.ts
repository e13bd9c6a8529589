import { callService, type Session } from './call.ts';
import { CliError } from './cli-error.ts';
import { cliServices } from './services.ts';

async function authorization(
  session: Session,
): Promise<{ readonly password: string; readonly proxyEndpoint: string }> {
  const service = cliServices['ecr'];
  if (service === undefined) throw new CliError(255, 'ecr is not served');
  const output = (await callService(session, service, 'GetAuthorizationToken', {})) as {
    readonly authorizationData?: readonly {
      readonly authorizationToken?: string;
      readonly proxyEndpoint?: string;
    }[];
  };
  const [data] = output.authorizationData ?? [];
  const text = Buffer.from(data?.authorizationToken ?? '', 'base64').toString('utf8');
  return { password: text.slice(text.indexOf(':') + 1), proxyEndpoint: data?.proxyEndpoint ?? '' };
}

/** https://docs.aws.amazon.com/cli/latest/reference/ecr/get-login-password.html */
export async function getLoginPassword(session: Session): Promise<string> {
  return (await authorization(session)).password;
}

/**
 * The command line that version 1 of the CLI prints for `$(aws ecr get-login)`.
 * https://docs.aws.amazon.com/cli/v1/reference/ecr/get-login.html
 */
export async function getLogin(session: Session, args: readonly string[]): Promise<string> {
  const { password, proxyEndpoint } = await authorization(session);
  const index = args.indexOf('--registry-ids');
  const after = index < 0 ? [] : args.slice(index + 1);
  const next = after.findIndex((word) => word.startsWith('--'));
  const ids = next < 0 ? after : after.slice(0, next);
  const registries =
    ids.length === 0
      ? [proxyEndpoint]
      : ids.map((id) => `https://${id}.dkr.ecr.${session.region}.amazonaws.com`);
  const email = args.includes('--no-include-email') ? '' : '-e none ';
  return registries.map((registry) => `docker login -u AWS -p ${password} ${email}${registry}`).join('\n');
}

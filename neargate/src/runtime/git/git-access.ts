import { ensureRepository, repositoryDirectory } from '../../drivers/git/repositories.ts';
import { requireAccess } from '../../services/iam/authorization/authorize.ts';
import type { FoundRepository, GitCaller } from '../../gateway/git-door.ts';
import { locateRepository, repositoryById } from '../../services/codecommit/locate-repository.ts';
import { recordReferences } from '../../services/codecommit/record-references.ts';
import type { OperationContext } from '../../services/context.ts';
import type { ControlPlane } from '../control-plane.ts';

/** Finds what the git door serves: repositories of the control plane, kept below `root`. */
export function gitAccess(
  plane: Pick<ControlPlane, 'store' | 'settings' | 'contextOf' | 'gatewayUrl'>,
  root: string,
): (name: string, caller: GitCaller) => FoundRepository {
  const { store, settings } = plane;
  return (name, { accountId, region, principalArn, sessionPolicies }) => {
    const places = locateRepository(store, {
      name,
      accountId,
      region,
      defaultAccountId: settings.accountId,
      defaultRegion: settings.region,
    });
    const [place] = places;
    if (place === undefined) {
      const where = `account ${accountId ?? settings.accountId}, region ${region ?? settings.region}`;
      return { found: false, message: `${name} does not exist (${where}).` };
    }
    if (places.length > 1) return { found: false, message: ambiguous(name, places, plane.gatewayUrl) };
    const { scope, repository } = place;
    const { repositoryId } = repository;
    const contextOfCaller = (): OperationContext => {
      const context = plane.contextOf(scope);
      if (principalArn === undefined) return context;
      return { ...context, caller: { ...context.caller, principalArn, sessionPolicies } };
    };
    const directory = repositoryDirectory(root, scope, repositoryId);
    ensureRepository(directory);
    return {
      found: true,
      directory,
      region: plane.contextOf(scope).caller.region,
      authorize(action, references = []) {
        requireAccess(contextOfCaller(), 'json', {
          action,
          resource: repository.arn,
          // As on AWS, what comes before the references are known has no such key.
          ...(references.length === 0 ? {} : { keys: { 'codecommit:References': references } }),
        });
      },
      async recordPush() {
        // It may have been renamed or deleted while the push came in.
        const current = repositoryById(store, scope, repositoryId);
        if (current === undefined) return;
        recordReferences(contextOfCaller(), current);
        await store.flush();
      },
    };
  };
}

function ambiguous(name: string, places: readonly { readonly scope: string }[], gatewayUrl: string): string {
  const scopes = places.map(({ scope }) => scope);
  const [, region = ''] = (scopes[0] ?? '').split('/');
  const { port } = new URL(gatewayUrl);
  const url = `http://git-codecommit.${region}.localhost:${port}/v1/repos/${name}`;
  return `${name} exists more than once (${scopes.join(', ')}). Name its region in the host, such as ${url}`;
}

/**
 * `DescribeTaskDefinition` → `describe-task-definition`, `DBInstanceIdentifier` → `db-instance-identifier`: how the AWS CLI
 * spells the API's names. https://github.com/boto/botocore/blob/develop/botocore/__init__.py (xform_name)
 */
export function cliName(apiName: string): string {
  const special = specialNames[apiName];
  if (special !== undefined) return special;
  let name = apiName;
  const plural = /[A-Z]{2,}s$/.exec(name)?.[0];
  // ARNs are one word.
  if (plural !== undefined) name = `${name.slice(0, -plural.length)}-${plural.toLowerCase()}`;
  return name
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/-{2,}/g, '-')
    .replace(/^-/, '')
    .toLowerCase();
}

const specialNames: Readonly<Record<string, string>> = {
  CreateCachediSCSIVolume: 'create-cached-iscsi-volume',
};

/** Options that the CLI calls otherwise than their member, since it has an option of that name itself: `service.operation.member`. */
export const renamedOptions: Readonly<Record<string, string>> = {
  'codepipeline.GetPipeline.version': 'pipeline-version',
  'codepipeline.GetActionType.version': 'action-version',
  'codepipeline.CreateCustomActionType.version': 'action-version',
  'codepipeline.DeleteCustomActionType.version': 'action-version',
};

/** Whether two references name the same key: its id, or its ARN, which ends in the id. */
export function sameKey(left: string, right: string): boolean {
  return keyId(left) === keyId(right);
}

function keyId(reference: string): string {
  return reference.replace(/^arn:[^:]+:kms:[^:]*:\d*:key\//, '');
}

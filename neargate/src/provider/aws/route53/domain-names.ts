/** Domain names are the same without regard to case and to the dot at their end. */
export function sameDomain(prior: string, configured: string): boolean {
  return withoutDot(prior).toLowerCase() === withoutDot(configured).toLowerCase();
}

export function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}

/** A record's name below a zone's: one that does not end with it is completed. Both without their last dots. */
export function fullName(recordName: string, zoneName: string): string {
  const name = withoutDot(recordName).toLowerCase();
  if (name === '') return zoneName;
  return name === zoneName || name.endsWith(`.${zoneName}`) ? name : `${name}.${zoneName}`;
}

/** Domain names are the same without regard to case and to the dot at their end. */
export function sameDomain(prior: string, configured: string): boolean {
  return canonical(prior) === canonical(configured);
}

function canonical(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}

interface Page {
  readonly AttachedPolicies?: readonly { readonly PolicyArn?: string | undefined }[] | undefined;
  readonly Marker?: string | undefined;
}

/** The ARNs on all pages of a list of attached policies. */
export async function attachedArns(list: (marker: string | undefined) => Promise<Page>): Promise<string[]> {
  const arns: string[] = [];
  let marker: string | undefined;
  do {
    const page = await list(marker);
    arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
    marker = page.Marker;
  } while (marker !== undefined);
  return arns;
}

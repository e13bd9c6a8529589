import type { Body } from '../../hcl/ast.ts';

/** The body without the arguments and blocks of these names. */
export function bodyWithout(body: Body, attributes: ReadonlySet<string>, blocks: ReadonlySet<string>): Body {
  return {
    ...body,
    attributes: new Map([...body.attributes].filter(([name]) => !attributes.has(name))),
    blocks: body.blocks.filter((block) => !blocks.has(block.type)),
  };
}

/**
 * The body with what an override file says in place of what it said: arguments one by one, nested blocks type by type, as
 * https://developer.hashicorp.com/terraform/language/files/override describes. `lifecycle` is merged itself.
 */
export function overrideBody(base: Body, override: Body): Body {
  const replaced = new Set(override.blocks.map((block) => block.type));
  const lifecycle = base.blocks.find((block) => block.type === 'lifecycle');
  const blocks = override.blocks.map((block) =>
    block.type === 'lifecycle' && lifecycle !== undefined
      ? { ...block, body: overrideBody(lifecycle.body, block.body) }
      : block,
  );
  return {
    ...base,
    attributes: new Map([...base.attributes, ...override.attributes]),
    blocks: [...base.blocks.filter((block) => !replaced.has(block.type)), ...blocks],
  };
}

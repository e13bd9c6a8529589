import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseExpression } from '../../hcl/parser.ts';
import { evaluate } from '../../hcl/evaluation.ts';
import { dynamicType } from '../../hcl/types.ts';
import { variableScope } from '../../hcl/scope.ts';
import type { Value } from '../../hcl/values.ts';
import { Engine } from '../testing/engine.ts';
import { renderDiff } from './render-diff.ts';
import { textStyle } from './style.ts';
import { valueDiff } from './value-diff.ts';

function valueOf(text: string): Value {
  const { expression } = parseExpression(text, 'test');
  if (expression === undefined) throw new Error(`cannot parse ${text}`);
  return evaluate(expression, variableScope(new Map())).value;
}

function shown(before: string | undefined, after: string | undefined): string {
  const diff = valueDiff(
    before === undefined ? undefined : valueOf(before),
    after === undefined ? undefined : valueOf(after),
    dynamicType,
  );
  return renderDiff(diff, 0, {
    style: textStyle(false),
    showUnchanged: false,
    hideNullSuffix: false,
    hideForcing: false,
    allForcing: false,
  });
}

// The texts were compared with those of Terraform 1.11.4.
describe('data of open type', () => {
  test('elements that changed in place, when the length stays and it is no reordering', () => {
    expect(shown('["a", "b", "c", "d", "e"]', '["a", "x", "c", "d", "e"]')).toBe(`[
        "a",
      ~ "b" -> "x",
        "c",
        # (2 unchanged elements hidden)
    ]`);
  });

  test('elements that went and came otherwise', () => {
    expect(shown('["a", "b", "c"]', '["a", "x", "z", "c"]')).toBe(`[
        "a",
      - "b",
      + "x",
      + "z",
        "c",
    ]`);
    expect(shown('["a", "b", "c"]', '["a", "c", "b"]')).toBe(`[
        "a",
      - "b",
        "c",
      + "b",
    ]`);
  });

  test('objects show what changed, nulls and odd names included', () => {
    expect(shown('{ a = 1, "b c" = true, same = [] }', '{ a = 2, d = null, same = [] }')).toBe(`{
      ~ a     = 1 -> 2
      - "b c" = true
      + d     = null
        # (1 unchanged attribute hidden)
    }`);
  });

  test('texts of several lines are compared line by line', () => {
    expect(shown('"one\\ntwo\\nthree"', '"one\\n2\\nthree\\nfour"')).toBe(`<<-EOT
        one
      - two
      + 2
        three
      + four
    EOT`);
  });

  test('JSON texts are compared as data', () => {
    expect(shown(String.raw`"{\"a\":[1,2],\"b\":{}}"`, String.raw`"{\"a\":[1,3],\"b\":{}}"`))
      .toBe(`jsonencode(
      ~ {
          ~ a = [
                1,
              ~ 2 -> 3,
            ]
            # (1 unchanged attribute hidden)
        }
    )`);
    expect(shown(String.raw`"{\"a\":1}"`, String.raw`"{ \"a\": 1 }"`)).toBe(`jsonencode( # whitespace changes
        {
            a = 1
        }
    )`);
  });

  test('another type', () => {
    expect(shown('"a"', '[1]')).toBe(`"a" -> [
      + 1,
    ]`);
  });
});

describe('resources', () => {
  let engine: Engine;
  beforeEach(async () => {
    engine = await Engine.create();
  });
  afterEach(() => engine.dispose());

  const thing = (body: string) => ({ 'main.tf': `resource "fake_thing" "a" {\n${body}\n}` });

  test('a creation shows arguments, defaults, computed attributes and blocks', async () => {
    await engine.write(
      thing(
        'name = "a"\nzones = ["y", "x"]\ntags = { B = "2", "a.b" = "1" }\nrule { port = 80 }\nsetting { key = "k" }',
      ),
    );
    expect((await engine.run('plan')).text).toContain(`
  # fake_thing.a will be created
  + resource "fake_thing" "a" {
      + arn       = (known after apply)
      + generated = (known after apply)
      + id        = (known after apply)
      + kind      = "plain"
      + name      = "a"
      + tags      = {
          + "B"   = "2"
          + "a.b" = "1"
        }
      + tags_all  = {
          + "B"   = "2"
          + "a.b" = "1"
        }
      + zones     = [
          + "x",
          + "y",
        ]

      + rule {
          + port = 80
        }

      + setting {
          + key = "k"
        }
    }

Plan: 1 to add, 0 to change, 0 to destroy.
`);
  });

  test('an update shows what changes and counts what does not', async () => {
    await engine.write(
      thing(
        'name = "a"\nsize = 1\nzones = ["x", "y"]\ntags = { Name = "a", Old = "1" }\nrule { port = 80 }\nrule { port = 443 }\nsetting { key = "k" }',
      ),
    );
    await engine.apply();
    await engine.write(
      thing(
        'name = "a"\nzones = ["x", "z"]\ntags = { Name = "a" }\nrule { port = 80 }\nrule { port = 8443 }\nsetting { key = "k" }',
      ),
    );
    expect((await engine.run('plan')).text).toContain(`
  # fake_thing.a will be updated in-place
  ~ resource "fake_thing" "a" {
        id        = "a-1"
        name      = "a"
      - size      = 1 -> null
      ~ tags      = {
            "Name" = "a"
          - "Old"  = "1" -> null
        }
      ~ tags_all  = {
          - "Old"  = "1" -> null
            # (1 unchanged element hidden)
        }
      ~ zones     = [
          - "y",
          + "z",
            # (1 unchanged element hidden)
        ]
        # (3 unchanged attributes hidden)

      - rule {
          - port = 443 -> null
        }
      + rule {
          + port = 8443
        }

        # (2 unchanged blocks hidden)
    }
`);
  });

  test('a replacement says what forces it, also inside of blocks', async () => {
    await engine.write(thing('name = "a"\nsetting {\n key = "k"\n value = "1"\n}'));
    await engine.apply();
    await engine.write(thing('name = "b"\nsetting {\n key = "k"\n value = "2"\n}'));
    const { text } = await engine.run('plan');
    expect(text).toContain(`
  # fake_thing.a must be replaced
-/+ resource "fake_thing" "a" {
      ~ arn       = "arn:fake:a-1" -> (known after apply)
      ~ generated = "generated for a" -> (known after apply)
      ~ id        = "a-1" -> (known after apply)
      ~ name      = "a" -> "b" # forces replacement
        # (2 unchanged attributes hidden)

      ~ setting {
          ~ value = "1" -> "2" # forces replacement
            # (1 unchanged attribute hidden)
        }
    }
`);
  });

  test('a destruction shows everything that goes', async () => {
    await engine.write(thing('name = "a"\ntags = { Name = "a" }\nrule { port = 80 }'));
    await engine.apply();
    expect((await engine.run('destroy')).text).toContain(`
  - resource "fake_thing" "a" {
      - arn       = "arn:fake:a-1" -> null
      - generated = "generated for a" -> null
      - id        = "a-1" -> null
      - kind      = "plain" -> null
      - name      = "a" -> null
      - tags      = {
          - "Name" = "a"
        } -> null
      - tags_all  = {
          - "Name" = "a"
        } -> null

      - rule {
          - port = 80 -> null
        }
    }
`);
  });
});

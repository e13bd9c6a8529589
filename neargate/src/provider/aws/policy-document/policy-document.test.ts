import { describe, expect, it } from 'vitest';
import { createTestWorld } from '../test-world.ts';

async function documentOf(hcl: string): Promise<string> {
  const world = await createTestWorld();
  const { json } = await world.data('aws_iam_policy_document', hcl);
  return String(json as string);
}

describe('aws_iam_policy_document', () => {
  it('prints keys in order, single values as texts and lists in descending order', async () => {
    const json = await documentOf(`
      statement {
        sid       = "Read"
        actions   = ["s3:GetObject", "s3:ListBucket"]
        resources = ["arn:aws:s3:::b"]
        principals {
          type        = "Service"
          identifiers = ["ecs-tasks.amazonaws.com"]
        }
        condition {
          test     = "StringLike"
          variable = "aws:username"
          values   = ["z-&{aws:username}", "a<b"]
        }
      }
      statement {
        effect      = "Deny"
        not_actions = ["iam:*"]
        not_resources = ["*"]
      }`);
    expect(json).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:ListBucket",
        "s3:GetObject"
      ],
      "Resource": "arn:aws:s3:::b",
      "Principal": {
        "Service": "ecs-tasks.amazonaws.com"
      },
      "Condition": {
        "StringLike": {
          "aws:username": [
            "z-\${aws:username}",
            "a\\u003cb"
          ]
        }
      }
    },
    {
      "Effect": "Deny",
      "NotAction": "iam:*",
      "NotResource": "*"
    }
  ]
}`);
  });

  it('tells everybody from every account', async () => {
    const principal = (type: string) => `statement {
      actions = ["s3:*"]
      principals {
        type        = "${type}"
        identifiers = ["*"]
      }
    }`;
    expect(await documentOf(principal('*'))).toContain('"Principal": "*"');
    expect(await documentOf(principal('AWS'))).toContain('"AWS": "*"');
  });

  it('merges sources, itself and overrides by Sid', async () => {
    const source = JSON.stringify({
      Version: '2008-10-17',
      Id: 'source',
      Statement: [
        { Sid: 'A', Effect: 'Allow', Action: ['b', 'a'], Resource: '*', Principal: { AWS: ['1', '2'] } },
        { Effect: 'Allow', Action: 'plain' },
      ],
    });
    const override = JSON.stringify({ Statement: { Sid: 'A', Effect: 'Deny', Action: 'c', Resource: '*' } });
    const quoted = (json: string) => JSON.stringify(json);
    const json = await documentOf(`
      source_policy_documents   = [${quoted(source)}]
      override_policy_documents = [${quoted(override)}]
      statement {
        sid     = "B"
        actions = ["d"]
      }`);
    expect(JSON.parse(json)).toEqual({
      Version: '2012-10-17',
      Id: 'source',
      Statement: [
        { Sid: 'A', Effect: 'Deny', Action: 'c', Resource: '*' },
        { Effect: 'Allow', Action: 'plain' },
        { Sid: 'B', Effect: 'Allow', Action: 'd' },
      ],
    });
    const kept = JSON.parse(await documentOf(`source_policy_documents = [${quoted(source)}]`)) as {
      Statement: unknown[];
    };
    // A source's own lists stay as they are; principals are sorted.
    expect(kept.Statement[0]).toMatchObject({ Action: ['b', 'a'], Principal: { AWS: ['2', '1'] } });
  });

  it('says which Sid is there twice and which text is no policy', async () => {
    const twice = 'statement {\n sid = "A"\n actions = ["a"]\n}\n';
    await expect(documentOf(twice + twice)).rejects.toThrow('duplicate Sid (A)');
    await expect(
      documentOf('version = "2008-10-17"\nstatement {\n actions = ["a"]\n resources = ["&{a}"]\n}'),
    ).rejects.toThrow('not supported in document version 2008-10-17');
    await expect(documentOf('source_policy_documents = ["{"]')).rejects.toThrow('not JSON');
  });

  it('has an id and a short form', async () => {
    const world = await createTestWorld();
    const read = await world.data('aws_iam_policy_document', 'statement {\n actions = ["a"]\n}');
    expect(read['minified_json']).toBe(
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a"}]}',
    );
    expect(read['id']).toMatch(/^\d+$/);
  });
});

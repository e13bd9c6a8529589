import { describe, expect, it } from 'vitest';
import { formatCloneReference, parseCloneReference } from './clone-reference.ts';

const reference = {
  repositoryArn: 'arn:aws:codecommit:us-east-1:123456789012:shop',
  cloneUrl: 'http://localhost:4566/v1/repos/shop',
  branchName: 'main',
  commitId: 'a'.repeat(40),
};

describe('the pointer of CODEBUILD_CLONE_REF', () => {
  it('is read as it was written', () => {
    expect(parseCloneReference(Buffer.from(formatCloneReference(reference)))).toEqual(reference);
  });

  it.each(['PK\u0003\u0004', '', '{', '{}', JSON.stringify({ ...reference, kind: 'other' })])(
    'is told from %j',
    (artifact) => {
      expect(parseCloneReference(Buffer.from(artifact, 'latin1'))).toBeUndefined();
    },
  );
});

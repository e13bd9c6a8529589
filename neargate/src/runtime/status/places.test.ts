import { describe, expect, it } from 'vitest';
import { findArgument } from './places.ts';

const source = `resource "aws_lb" "this" {
  name = "path {"
}

resource "aws_lb_target_group" "this" {
  name = "users"
  stickiness {
    path = "/wrong"
  }
  health_check {
    matcher = "200" # path
    path    = "/health"
  }
}

resource "aws_lb_target_group" "other" {
  health_check {
    path = "/other"
  }
}
`;

describe('findArgument', () => {
  it('finds an argument of a nested block, and only of the block that is meant', () => {
    expect(findArgument(source, 5, ['health_check', 'path'])).toBe(12);
    expect(findArgument(source, 5, ['name'])).toBe(6);
    expect(findArgument(source, 1, ['health_check', 'path'])).toBeUndefined();
  });
});
